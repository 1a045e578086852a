import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import { Signal } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';
import { neverEmpty } from './first_page';

async function started({ isLed }: { isLed: boolean }) {
  const opened: string[] = [];
  const pages = { count: 0 };
  const commands = { execute: (id: string) => opened.push(id) };
  const app = { restored: Promise.resolve(), commands } as unknown as JupyterFrontEnd;
  const layoutModified = new Signal<unknown, void>({});
  const shell = { isEmpty: () => pages.count === 0, layoutModified } as unknown as ILabShell;
  await neverEmpty(app, shell, isLed);
  const show = (count: number): void => {
    pages.count = count;
    layoutModified.emit();
  };
  return { opened, show };
}

describe('a JupyterLab without a launcher', () => {
  it('shows the DAGs where it was empty, and again when the last page is closed', async () => {
    const { opened, show } = await started({ isLed: false });
    expect(opened).toEqual(['couture:open-dags']);
    show(1);
    expect(opened).toHaveLength(1);
    show(0);
    expect(opened).toHaveLength(2);
  });

  it('waits for the page that an address names', async () => {
    const { opened, show } = await started({ isLed: true });
    show(0);
    show(1);
    expect(opened).toEqual([]);
    show(0);
    expect(opened).toEqual(['couture:open-dags']);
  });
});
