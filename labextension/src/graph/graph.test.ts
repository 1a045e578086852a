import { describe, expect, it } from 'vitest';
import { layOut } from './elk';
import { foldGraph, groupsAround } from './folding';
import { layoutKey } from './layout';
import type { IGraph, Orientation } from './model';
import { moved } from './moves';
import { edgesThrough, neighboursOf } from './paths';
import { line, middle } from './strokes';
import { contains, fitted, revealed, seen, zoomed } from './viewport';

function graph(orientation: Orientation = 'LR'): IGraph {
  return {
    orientation,
    nodes: [
      { id: 'start', label: 'start', kind: 'task' },
      { id: 'outer', label: 'outer', kind: 'group' },
      { id: 'inner', label: 'inner', kind: 'group', parent: 'outer' },
      { id: 'a', label: 'a', kind: 'task', parent: 'inner' },
      { id: 'b', label: 'b', kind: 'task', parent: 'outer' },
      { id: 'end', label: 'end', kind: 'task' }
    ],
    edges: [
      { source: 'start', target: 'a', label: 'first' },
      { source: 'start', target: 'b' },
      { source: 'a', target: 'b' },
      { source: 'b', target: 'end' },
      { source: 'a', target: 'end' }
    ]
  };
}

describe('folding', () => {
  it('gathers the edges of what a folded group holds at the group', () => {
    const folded = foldGraph(graph(), new Set(['outer']));
    expect(folded.nodes.map(({ id }) => id)).toEqual(['start', 'outer', 'end']);
    expect(folded.edges).toEqual([
      { source: 'start', target: 'outer' },
      { source: 'outer', target: 'end' }
    ]);
  });

  it('leaves what is outside of an inner group as it is', () => {
    const folded = foldGraph(graph(), new Set(['inner']));
    expect(folded.nodes.map(({ id }) => id)).toEqual(['start', 'outer', 'inner', 'b', 'end']);
    expect(folded.edges).toContainEqual({ source: 'inner', target: 'b' });
  });

  it('names the groups around a node from the inside out', () => {
    expect(groupsAround(graph().nodes, 'a')).toEqual(['inner', 'outer']);
  });
});

describe('layout', () => {
  it.each([
    ['LR', 1, 0],
    ['RL', -1, 0],
    ['TB', 0, 1],
    ['BT', 0, -1]
  ] as const)('of orientation %s goes that way', async (orientation, x, y) => {
    const { boxes } = await layOut(graph(orientation));
    const [first, last] = [boxes.get('start')!, boxes.get('end')!];
    expect(Math.sign(x * (last.x - first.x) + y * (last.y - first.y))).toBe(1);
  });

  it('puts tasks into the boxes of their groups, and ends edges at their tasks', async () => {
    const { boxes, edges } = await layOut(graph());
    expect(contains(boxes.get('outer')!, boxes.get('inner')!)).toBe(true);
    expect(contains(boxes.get('inner')!, boxes.get('a')!)).toBe(true);
    expect(edges).toHaveLength(5);
    for (const { edge, points } of edges) {
      const [from, to] = [boxes.get(edge.source)!, boxes.get(edge.target)!];
      expect(points[0].x).toBeCloseTo(from.x + from.width, 0);
      expect(points[points.length - 1].x).toBeCloseTo(to.x, 0);
    }
    expect(edges.find(({ edge }) => edge.label)?.label?.width).toBeGreaterThan(0);
  });

  it('is the same one for the same graph in other states', async () => {
    const running = { ...graph(), nodes: graph().nodes.map(node => ({ ...node, color: '#fff' })) };
    expect(layoutKey(running)).toBe(layoutKey(graph()));
    expect(await layOut(running)).toBe(await layOut(graph()));
  });

  it('of nothing is empty', async () => {
    expect((await layOut({ orientation: 'LR', nodes: [], edges: [] })).boxes.size).toBe(0);
  });
});

describe('ways', () => {
  it('are all edges that lead to a node or away from it', () => {
    const { edges } = graph();
    expect(edgesThrough('b', edges, neighboursOf(edges)).map(({ source, target }) => source + target)).toEqual([
      'starta',
      'startb',
      'ab',
      'bend'
    ]);
  });

  it('are what arrow keys follow; sideways they stay in the layer', async () => {
    const { edges, orientation } = graph();
    const neighbours = neighboursOf(edges);
    const boxes = new Map([
      ['start', { x: 0, y: 50, width: 100, height: 40 }],
      ['a', { x: 200, y: 0, width: 100, height: 40 }],
      ['b', { x: 210, y: 60, width: 80, height: 40 }],
      ['end', { x: 400, y: 50, width: 100, height: 40 }]
    ]);
    const go = (id: string, direction: 'forward' | 'back' | 'next' | 'previous'): string | undefined => {
      return moved(id, direction, boxes, neighbours, orientation);
    };
    expect(go('start', 'forward')).toBe('b');
    expect(go('a', 'next')).toBe('b');
    expect(go('b', 'previous')).toBe('a');
    expect(go('end', 'back')).toBe('b');
    expect(go('start', 'back')).toBeUndefined();
    expect(go('end', 'next')).toBeUndefined();
  });
});

describe('viewport', () => {
  const screen = { width: 1000, height: 500 };

  it('fits the whole drawing into the screen, and never makes it bigger than it is', () => {
    const drawing = { width: 5000, height: 1000 };
    expect(contains(seen(fitted(drawing, screen), screen), { x: 0, y: 0, ...drawing })).toBe(true);
    expect(fitted({ width: 10, height: 10 }, screen).scale).toBe(1);
  });

  it('zooms around the pointer', () => {
    const before = { x: 10, y: 20, scale: 1 };
    const after = zoomed(before, 2, { x: 110, y: 220 });
    expect((110 - after.x) / after.scale).toBe((110 - before.x) / before.scale);
    expect((220 - after.y) / after.scale).toBe((220 - before.y) / before.scale);
  });

  it('moves only as far as it must to reveal a box', () => {
    const viewport = { x: 0, y: 0, scale: 1 };
    expect(revealed(viewport, { x: 100, y: 100, width: 50, height: 50 }, screen)).toEqual(viewport);
    const { x, y } = revealed(viewport, { x: 1200, y: 100, width: 50, height: 50 }, screen);
    expect([x, y]).toEqual([-266, 0]);
  });
});

describe('strokes', () => {
  it('end where the points end', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 80 }
    ];
    expect(line(points)).toBe('M0 0L42 0Q50 0 50 8L50 80');
    expect(middle(points)).toEqual({ x: 50, y: 15 });
  });
});
