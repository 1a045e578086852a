// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FormProvider, type IFormContext } from './context';
import { ExportsField } from './ExportsField';
import { emptyForm, type IFormValues } from './form';

const FORMATS = [
  { name: 'html', title: 'HTML', missing: null },
  { name: 'pdf', title: 'PDF', missing: 'A PDF needs Chromium.' },
  { name: 'rst', title: 'reStructuredText', missing: 'It needs pandoc.' }
];

async function shown(exports: IFormValues['exports']): Promise<string> {
  const values = { ...emptyForm('a.ipynb', 'UTC'), exports };
  const form = { values, problems: {}, set: () => undefined } as unknown as IFormContext;
  const couture = testCouture({ 'GET notebooks/exportFormats': { export_formats: FORMATS, total_entries: 3 } });
  const { node } = await draw(
    <FormProvider value={form}>
      <ExportsField />
    </FormProvider>,
    couture
  );
  return node.querySelector('[role="status"]')?.textContent ?? '';
}

describe('a format that cannot be made here', () => {
  it('says so at the field when it is chosen', async () => {
    expect(await shown(['html', 'pdf'])).toBe('PDF cannot be made on this machine. A PDF needs Chromium.');
  });

  it('says nothing while nobody wants it', async () => {
    expect(await shown(['html'])).toBe('');
  });
});
