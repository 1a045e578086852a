// @vitest-environment jsdom
import '../testing/browser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import type { ICell, IShownRun } from '../state/grid_cells';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { GridRowView } from './GridRowView';
import type { IGridRow } from './rows';

const ROW: IGridRow = {
  ...{ kind: 'task', key: 'task load', label: 'load', title: 'load', depth: 0, taskId: 'load' },
  ...{ mapIndex: null, members: [], isRemoved: false }
};

function shown(runId: string, state: ICell['state']): IShownRun {
  const cell: ICell = {
    ...{ state, counts: new Map([[state, 1]]), mapped: 0, tryNumber: 1 },
    ...{ queued: null, start: null, end: null }
  };
  return { run: { dag_run_id: runId } as IShownRun['run'], due: 0, cells: new Map([['load', cell]]) };
}

it('draws only the cells of the run that changed', async () => {
  const translated = vi.fn((text: string) => text);
  const trans = { __: translated } as unknown as TranslationBundle;
  const cellOf = (_: IGridRow, run: IShownRun): ICell | null => run.cells.get('load') ?? null;
  const old = ['one', 'two', 'three'].map(id => shown(id, 'success'));
  let change: (runs: readonly IShownRun[]) => void = () => undefined;
  function Row(): ReactElement {
    const [runs, setRuns] = useState<readonly IShownRun[]>(old);
    change = setRuns;
    const place = { id: 'grid', dagId: 'sales', index: 0, top: 0, active: null, chosenRun: null, isChosen: false };
    return <GridRowView {...place} {...{ row: ROW, runs, cellOf, trans }} />;
  }
  const drawn = await draw(<Row />, testCouture());
  translated.mockClear();
  await drawn.act(() => change([old[0], shown('two', 'failed'), old[2]]));
  expect(translated.mock.calls).toEqual([['Failed']]);
  expect(drawn.node.querySelectorAll('.couture-mod-failed').length).toBe(1);
  drawn.remove();
});
