import { describe, expect, it } from 'vitest';
import { layOut } from '../elk';
import type { IBox, IGraph, IGraphEdge, Orientation } from '../model';
import { overlap } from '../viewport';
import { crossings, sortLayers } from './crossings';
import { layersOf } from './layers';
import { quickLayout } from './quick_layout';

function graph(count: number, pairs: readonly (readonly [number, number])[], orientation: Orientation = 'LR'): IGraph {
  const nodes = Array.from({ length: count }, (_, number) => ({ id: `t${number}`, label: `task ${'x'.repeat(number % 9)}`, kind: 'task' as const }));
  return { nodes, orientation, edges: pairs.map(([source, target]): IGraphEdge => ({ source: `t${source}`, target: `t${target}` })) };
}

/** Edges that go from smaller to larger numbers, without any order, but always the same. */
function tangled(count: number, edges: number): [number, number][] {
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const pairs = Array.from({ length: edges }, (): [number, number] => {
    const target = 1 + next(count - 1);
    return [Math.max(0, target - 1 - next(60)), target];
  });
  return [...new Map(pairs.map(pair => [pair.join(), pair])).values()];
}

function crossingsOf(layered: NonNullable<ReturnType<typeof layersOf>>): number {
  const place = new Float64Array(layered.before.length);
  layered.layers.forEach(layer => layer.forEach((vertex, index) => (place[vertex] = index)));
  return crossings(layered.layers, layered.after, place);
}

describe('the quick layout', () => {
  it.each(['LR', 'TB', 'RL', 'BT'] as const)('of orientation %s: nothing overlaps, edges go forward from end to end', orientation => {
    const { boxes, edges, width, height } = quickLayout(graph(400, tangled(400, 700), orientation))!;
    const list = [...boxes.values()];
    expect(list).toHaveLength(400);
    expect(list.some((box, index) => list.slice(index + 1).some(other => overlap(box, other)))).toBe(false);
    expect(list.every(box => box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height)).toBe(true);
    const sides: Record<Orientation, (box: IBox) => [number, number]> = {
      LR: box => [box.x, box.x + box.width],
      RL: box => [-box.x - box.width, -box.x],
      TB: box => [box.y, box.y + box.height],
      BT: box => [-box.y - box.height, -box.y]
    };
    const along = ({ x, y }: { x: number; y: number }): number => sides[orientation]({ x, y, width: 0, height: 0 })[0];
    for (const { edge, points } of edges) {
      expect(along(points[0])).toBeCloseTo(sides[orientation](boxes.get(edge.source)!)[1]);
      expect(along(points[points.length - 1])).toBeCloseTo(sides[orientation](boxes.get(edge.target)!)[0]);
      expect(points.slice(1).every((point, index) => along(point) >= along(points[index]))).toBe(true);
    }
  });

  it('draws threads from one task to another level, without a crossing', () => {
    const inThread = Array.from({ length: 280 }, (_, number): [number, number] => [number + 1, number + 21]);
    const ends = Array.from({ length: 20 }, (_, number): [number, number][] => [[0, number + 1], [number + 281, 301]]).flat();
    const { boxes, edges } = quickLayout(graph(302, [...inThread, ...ends].reverse()))!;
    expect(new Set([...boxes.values()].map(({ y }) => Math.round(y))).size).toBeLessThanOrEqual(22);
    const level = edges.filter(({ points }) => Math.abs(points[0].y - points[points.length - 1].y) < 1);
    expect(level.length).toBeGreaterThanOrEqual(280);
  });

  it('leaves far fewer crossings than there were', () => {
    const layered = layersOf(graph(400, tangled(400, 700)))!;
    const before = crossingsOf(layered);
    sortLayers(layered);
    expect(crossingsOf(layered)).toBeLessThan(before / 3);
  });

  it('bundles the long edges of one task where there are many: one bend a layer', () => {
    const chain = Array.from({ length: 30 }, (_, number): [number, number] => [number, number + 1]);
    const far = Array.from({ length: 29 }, (_, number): [number, number] => [0, number + 2]);
    expect(layersOf(graph(31, [...chain, ...far]))!.before.length).toBe(31 + 29);
  });

  it('puts tasks that nothing joins in rows', () => {
    const { width, height } = quickLayout(graph(1000, []))!;
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.5);
  });

  it('leaves circles, groups and labels to elk', async () => {
    expect(quickLayout(graph(3, [[0, 1], [1, 2], [2, 0]]))).toBeUndefined();
    const labelled = graph(2, [[0, 1]]);
    expect(quickLayout({ ...labelled, edges: [{ ...labelled.edges[0], label: 'rows' }] })).toBeUndefined();
    const grouped = { ...labelled, nodes: labelled.nodes.map((node, index) => (index ? { ...node, parent: 't0' } : node)) };
    expect(quickLayout(grouped)).toBeUndefined();
    const round = Array.from({ length: 200 }, (_, number): [number, number] => [number, (number + 1) % 200]);
    expect((await layOut(graph(200, round))).boxes.size).toBe(200);
  });
});
