import { describe, expect, it } from 'vitest';
import type { IDagStructure, IMappedGrid } from '../api';
import type { ICell, IShownRun } from '../state/grid_cells';
import { dayLabels } from './days';
import { FIRST_LOOK, lookOf } from './memory';
import { moved } from './moves';
import { cellOf, rowsOf } from './rows';
import { instancesOf } from './useInstances';

function structure(): IDagStructure {
  const task = (id: string, group: string | null): IDagStructure['tasks'][number] => ({
    ...{ task_id: id, label: id, operator: 'BashOperator', upstream: [], downstream: [], edge_labels: {} },
    ...{ task_group: group, is_mapped: false, is_notebook: false, is_setup: false, is_teardown: false },
    ...{ trigger_rule: 'all_success', runs_dag: null, ui_color: null, ui_fgcolor: null }
  });
  const group = (id: string, parent: string | null): IDagStructure['task_groups'][number] => ({
    ...{ group_id: id, label: id.split('.').at(-1)!, parent, tooltip: '', is_mapped: false, ui_color: null, ui_fgcolor: null }
  });
  return {
    ...{ dag_id: 'sales', version_number: 1, orientation: 'LR' },
    tasks: [task('start', null), task('in.clean.rows', 'in.clean'), task('in.fetch', 'in'), task('each', null)],
    task_groups: [group('in', null), group('in.clean', 'in')]
  };
}

function cell(change: Partial<ICell> = {}): ICell {
  const state = change.state ?? 'success';
  const counts = new Map([[state, 1]]);
  return { state, counts, mapped: 0, tryNumber: 1, queued: 0, start: 1, end: 2, ...change };
}

function shown(cells: Record<string, ICell>): IShownRun {
  return { run: { dag_run_id: 'one' } as IShownRun['run'], due: 0, cells: new Map(Object.entries(cells)) };
}

const NONE: ReadonlySet<string> = new Set();
const labels = (rows: ReturnType<typeof rowsOf>): string[] => rows.map(row => '  '.repeat(row.depth) + row.label);

describe('the rows of the grid', () => {
  it('are the tree of groups and tasks; a group stands where its first task does', () => {
    const common = { structure: structure(), runs: [], unfolded: NONE, instances: new Map() };
    expect(labels(rowsOf({ ...common, folded: NONE }))).toEqual(['start', 'in', '  clean', '    rows', '  fetch', 'each']);
    expect(labels(rowsOf({ ...common, folded: new Set(['in']) }))).toEqual(['start', 'in', 'each']);
  });

  it('have mapped instances where they are unfolded, and tasks that are not in the DAG any more', () => {
    const mapped: IMappedGrid = {
      ...{ dag_id: 'sales', task_id: 'each' },
      runs: [
        { dag_run_id: 'two', map_index: [0, 1], label: ['FI', null], state: ['success', null], try_number: [1, 0] },
        { dag_run_id: 'one', map_index: [0, 2], label: ['SE', null], state: ['success', null], try_number: [1, 0] }
      ].map(run => ({ ...run, queued: [], start: [], end: [] }) as IMappedGrid['runs'][number])
    };
    const runs = [shown({ each: cell({ mapped: 3 }), old: cell() })];
    const rows = rowsOf({
      ...{ structure: structure(), runs, folded: new Set(['in']), unfolded: new Set(['each']) },
      instances: instancesOf([mapped])
    });
    expect(labels(rows)).toEqual(['start', 'in', 'each', '  FI', '  [1]', '  [2]', 'old']);
    expect(rows.at(-1)?.isRemoved).toBe(true);
  });

  it('show of a group what is weightiest among its tasks, at any depth', () => {
    const run = shown({ 'in.fetch': cell(), 'in.clean.rows': cell({ state: 'failed' }) });
    const rows = rowsOf({ structure: structure(), runs: [run], folded: NONE, unfolded: NONE, instances: new Map() });
    const of = (label: string): ICell | null => cellOf(rows.find(row => row.label === label)!, run, () => null);
    expect([of('in')?.state, of('clean')?.state, of('fetch')?.state, of('start')]).toEqual(['failed', 'failed', 'success', null]);
  });
});

describe('keys in the grid', () => {
  const extent = { rows: 5, columns: 3 };
  it('stay within it, and never lead to the corner', () => {
    const at = (row: number, column: number, key: string, control = false) => moved({ row, column }, key, control, extent);
    expect(at(0, 0, 'ArrowUp')).toEqual({ row: -1, column: 0 });
    expect(at(-1, 0, 'ArrowLeft')).toEqual({ row: 0, column: -1 });
    expect(at(4, 2, 'ArrowRight')).toEqual({ row: 4, column: 2 });
    expect(at(2, 1, 'Home')).toEqual({ row: 2, column: -1 });
    expect(at(2, 1, 'End', true)).toEqual({ row: 4, column: 2 });
    expect(at(2, 1, 'PageDown')).toEqual({ row: 4, column: 1 });
    expect(at(2, 1, 'x')).toBeNull();
  });
});

describe('what is remembered of a grid', () => {
  it('is as at first where it cannot be read', () => {
    expect(lookOf({})).toEqual(FIRST_LOOK);
    expect(lookOf({ limit: 7, folded: 'in', unfolded: [1, 'each'] })).toEqual({ limit: 25, folded: [], unfolded: ['each'] });
    expect(lookOf({ limit: 50, folded: ['in'] })).toEqual({ limit: 50, folded: ['in'], unfolded: [] });
  });
});

describe('the days above the runs', () => {
  it('never touch one another', () => {
    const moments = ['2026-03-01', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-03'].map(day => `${day}T12:00:00Z`);
    expect(dayLabels(moments, 'en-GB')).toEqual(['1 Mar', '', '', '3 Mar', '']);
  });
});
