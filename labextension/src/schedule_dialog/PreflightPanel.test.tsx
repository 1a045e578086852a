import { describe, expect, it, type Mock, vi } from 'vitest';
import type { IFindings } from '../api';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FormProvider, type IFormContext } from './context';
import { emptyForm, type IFormValues } from './form';
import { PreflightPanel } from './PreflightPanel';

const ERROR = { code: 'x', severity: 'error', message: 'Wrong.', advice: 'Mend it.', cell: 1, line: 2 } as const;

function formOf(values: Partial<IFormValues>, problems: Record<string, string> = {}): IFormContext {
  return {
    model: { inspection: { path: 'a.ipynb' } },
    values: { ...emptyForm('a.ipynb'), ...values },
    problems,
    set: vi.fn(),
    touch: vi.fn()
  } as unknown as IFormContext;
}

type Drawn = Awaited<ReturnType<typeof draw>>;
type Opened = Pick<Drawn, 'node' | 'act'> & { asked: string[]; shown: Mock };

async function open(form: IFormContext, findings: IFindings['findings']): Promise<Opened> {
  const couture = testCouture({ 'POST notebooks/check': { findings, total_entries: findings.length } });
  const shown = vi.fn();
  couture.commands.addCommand(CommandIDs.showCell, { execute: shown });
  const drawn = await draw(
    <FormProvider value={form}>
      <PreflightPanel />
    </FormProvider>,
    couture
  );
  await vi.waitFor(() => expect(drawn.node.querySelector('[aria-busy=false]')).not.toBeNull());
  return { node: drawn.node, act: drawn.act, asked: couture.asked, shown };
}

describe('the check in the form', () => {
  it('shows what was found, and leads to the cell', async () => {
    const { node, asked, shown, act } = await open(formOf({}), [ERROR]);
    expect(asked).toContain('POST notebooks/check');
    expect(node.textContent).toContain('Wrong.');
    await act(() => node.querySelector<HTMLElement>('li button')?.click());
    expect(shown.mock.calls[0][0]).toMatchObject({ path: 'a.ipynb', cell: 1, line: 2 });
  });

  it('lets a person schedule the notebook all the same', async () => {
    const form = formOf({}, { 'notebook.check': 'Wrong.' });
    const { node, act } = await open(form, [ERROR]);
    expect(node.querySelector('[role=alert]')?.textContent).toContain('The notebook would fail');
    await act(() => node.querySelector<HTMLElement>('[role=switch]')?.click());
    expect(form.set).toHaveBeenCalledWith({ ignorePreflight: true });
  });

  it('has no switch where there is nothing to allow', async () => {
    const { node } = await open(formOf({}), []);
    expect(node.querySelector('[role=switch]')).toBeNull();
    expect(node.textContent).toContain('Nothing found that would fail.');
  });
});
