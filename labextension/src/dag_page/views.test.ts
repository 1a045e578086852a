import { describe, expect, it } from 'vitest';
import { DagViews } from './views';

const view = (id: string, rank: number): Parameters<DagViews['add']>[0] => ({
  id,
  label: id,
  rank,
  component: () => null
});

describe('the sections of a DAG page', () => {
  it('stand in the order of their ranks and can be taken out', () => {
    const views = new DagViews();
    views.add(view('details', 90));
    const graph = views.add(view('graph', 20));
    expect(views.views.map(each => each.id)).toEqual(['graph', 'details']);
    graph.dispose();
    expect(views.views.map(each => each.id)).toEqual(['details']);
  });

  it('have different ids', () => {
    const views = new DagViews();
    views.add(view('runs', 10));
    expect(() => views.add(view('runs', 20))).toThrow('already a section "runs"');
  });
});
