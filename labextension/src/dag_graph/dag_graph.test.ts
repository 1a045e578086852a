import { StateDB } from '@jupyterlab/statedb';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { IDagStructure, IRunGraph, IStructureGroup, IStructureTask } from '../api';
import { overallState } from '../state/overall';
import { testCouture } from '../testing/couture';
import { drawingOf } from './drawing';
import { found, inState, legendOf, litNodes } from './finding';
import { GraphMemory } from './memory';
import { targetOf } from './zoom';

const trans = nullTranslator.load('couture_jupyter');

function task(id: string, more: Partial<IStructureTask> = {}): IStructureTask {
  return {
    task_id: id,
    label: id,
    operator: 'BashOperator',
    upstream: [],
    downstream: [],
    edge_labels: {},
    task_group: null,
    is_mapped: false,
    is_notebook: false,
    is_setup: false,
    is_teardown: false,
    trigger_rule: 'all_success',
    runs_dag: null,
    ui_color: null,
    ui_fgcolor: null,
    ...more
  };
}

function group(id: string, parent: string | null = null): IStructureGroup {
  const known = { tooltip: '', is_mapped: false, ui_color: null, ui_fgcolor: null };
  return { ...known, group_id: id, label: id, parent };
}

const STRUCTURE: IDagStructure = {
  dag_id: 'etl',
  version_number: 2,
  orientation: 'TB',
  tasks: [
    task('begin', { is_setup: true, downstream: ['outer.a'], edge_labels: { 'outer.a': 'rows' } }),
    task('outer.a', { task_group: 'outer', ui_color: '#abc', downstream: ['outer.inner.b'] }),
    task('outer.inner.b', { task_group: 'outer.inner', is_mapped: true, operator: 'PythonOperator' }),
    task('sub', { runs_dag: 'part' })
  ],
  task_groups: [group('outer'), group('outer.inner', 'outer')]
};

function runTask(id: string, states: Record<string, number>, isMapped = false): IRunGraph['tasks'][number] {
  return { task_id: id, states, is_mapped: isMapped, try_number: 1, started_at: null, ended_at: null };
}

const RUN: IRunGraph = {
  state: 'running',
  version_number: 2,
  newest_version_number: 3,
  tasks: [
    runTask('begin', { success: 1 }),
    runTask('outer.a', { running: 1 }),
    runTask('outer.inner.b', { success: 2, failed: 1 }, true),
    runTask('sub', { no_status: 1 })
  ],
  started_runs: { sub: 'manual__1' }
};

const GRAPH = drawingOf(STRUCTURE, RUN, 'TB', trans);

describe('the drawing of a DAG', () => {
  it('has tasks in their groups, edges with labels, and notes', () => {
    const nodes = new Map(GRAPH.nodes.map(node => [node.id, node]));
    expect(nodes.get('/outer.inner')?.parent).toBe('/outer');
    expect(nodes.get('outer.inner.b')?.parent).toBe('/outer.inner');
    expect(nodes.get('begin')?.note).toBe('setup');
    expect(nodes.get('outer.a')?.color).toBe('#abc');
    expect(GRAPH.edges).toEqual([
      { source: 'begin', target: 'outer.a', label: 'rows' },
      { source: 'outer.a', target: 'outer.inner.b' }
    ]);
  });

  it('gives mapped tasks and groups the numbers of their instances, and the state to hear of first', () => {
    const nodes = new Map(GRAPH.nodes.map(node => [node.id, node]));
    expect(nodes.get('outer.inner.b')).toMatchObject({ count: 3, state: 'failed', states: { success: 2, failed: 1 } });
    expect(nodes.get('/outer')).toMatchObject({ count: 2, state: 'failed', states: { running: 1, success: 2, failed: 1 } });
    expect(nodes.get('sub')?.state).toBeNull();
  });

  it('has no states without a run', () => {
    const { nodes } = drawingOf(STRUCTURE, null, 'LR', trans);
    expect(nodes.every(({ state, states }) => state === undefined && states === undefined)).toBe(true);
  });
});

describe('finding', () => {
  it('goes by the name and the operator', () => {
    expect(found(GRAPH, 'INNER')).toEqual(['outer.inner.b']);
    expect(found(GRAPH, 'bash')).toEqual(['begin', 'outer.a', 'sub']);
    expect(found(GRAPH, ' ')).toEqual([]);
  });

  it('finds mapped tasks by the state of any instance', () => {
    expect(inState(GRAPH, 'success')).toEqual(['begin', 'outer.inner.b']);
    expect(inState(GRAPH, null)).toEqual(['sub']);
  });

  it('lights the folded group that stands for a task', () => {
    expect([...litNodes(GRAPH, new Set(['/outer.inner']), ['outer.inner.b', 'sub'])]).toEqual(['/outer.inner', 'sub']);
  });

  it('counts tasks by state, what went wrong first', () => {
    expect(legendOf(GRAPH)).toEqual([
      ['failed', 1],
      ['running', 1],
      [null, 1],
      ['success', 1]
    ]);
  });

  it('takes the state that a person should hear of first for the whole', () => {
    expect(overallState({ success: 5, running: 1 })).toBe('running');
    expect(overallState({ no_status: 1, success: 3 })).toBeNull();
    expect(overallState({})).toBeNull();
  });
});

describe('the memory of graphs', () => {
  it('is there again in another session, each DAG for itself', async () => {
    const state = new StateDB();
    const before = new GraphMemory(state);
    before.draw('etl', { folded: ['/outer'] });
    before.draw('etl', { orientation: 'RL' });
    before.change({ isTable: true });
    const after = new GraphMemory(state);
    await new Promise<void>(resolve => after.changed.connect(() => resolve()));
    expect(after.of('etl')).toEqual({ folded: ['/outer'], orientation: 'RL' });
    expect(after.of('other')).toEqual({ folded: [], orientation: null });
    expect(after.habits.isTable).toBe(true);
  });
});

describe('zooming into a DAG', () => {
  const { client } = testCouture({ 'GET dags/etl/dagRuns/r1/graph': RUN, 'GET dags/etl/structure': STRUCTURE });

  it('opens the run that the task started, in its own version', async () => {
    expect(await targetOf(client, { dagId: 'etl', runId: 'r1', taskId: 'sub' })).toEqual({ dagId: 'part', runId: 'manual__1' });
  });

  it('opens the DAG if no run is known', async () => {
    expect(await targetOf(client, { dagId: 'etl', taskId: 'sub' })).toEqual({ dagId: 'part' });
    expect(await targetOf(client, { dagId: 'part', runId: 'x' })).toEqual({ dagId: 'part', runId: 'x' });
  });

  it('opens nothing for a task that runs no DAG', async () => {
    expect(await targetOf(client, { dagId: 'etl', taskId: 'begin' })).toBeNull();
    expect(await targetOf(client, {})).toBeNull();
  });
});
