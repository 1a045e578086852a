import { afterEach, describe, expect, it } from 'vitest';
import { layOut } from '../../graph/elk';
import type { IGraph } from '../../graph/model';
import { draw, type IDrawn } from '../../testing/render';
import { testCouture } from '../../testing/couture';
import { GraphDrawing, type IGraphDrawingProps } from '.';

const GRAPH: IGraph = {
  orientation: 'LR',
  nodes: [
    { id: 'extract', label: 'extract', kind: 'task', state: 'success', operator: 'BashOperator' },
    { id: 'work', label: 'work', kind: 'group', state: 'running' },
    { id: 'work.clean', label: 'clean', kind: 'task', parent: 'work', state: 'running', count: 3, states: { success: 2 } },
    { id: 'load', label: 'load', kind: 'task', state: null }
  ],
  edges: [
    { source: 'extract', target: 'work.clean', label: 'rows' },
    { source: 'work.clean', target: 'load' }
  ]
};

let drawn: IDrawn;

async function show(props: Partial<IGraphDrawingProps> = {}): Promise<IDrawn> {
  await layOut(props.graph ?? GRAPH);
  drawn = await draw(<GraphDrawing graph={GRAPH} label="Tasks of etl" {...props} />, testCouture());
  return drawn;
}

function body(id: string): HTMLButtonElement {
  return drawn.node.querySelector<HTMLButtonElement>(`[data-node="${id}"] > .couture-GraphNode-body`)!;
}

function press(node: Element, key: string): void {
  node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

afterEach(() => drawn.remove());

describe('GraphDrawing', () => {
  it('says of each node what its drawing says', async () => {
    await show();
    expect(body('extract').getAttribute('aria-label')).toBe('extract, Success, BashOperator');
    expect(body('work.clean').getAttribute('aria-label')).toBe('clean, Running, 3 instances, Success: 2');
    expect(body('load').getAttribute('aria-label')).toBe('load, Not started');
    expect(drawn.node.querySelector('.couture-GraphEdge-label')?.textContent).toBe('rows');
  });

  it('selects by click, opens by Enter, lets go by Escape', async () => {
    const told: unknown[] = [];
    await show({ selected: 'load', onSelect: id => told.push(id), onOpen: id => told.push(`open ${id}`) });
    expect(body('load').getAttribute('aria-current')).toBe('true');
    await drawn.act(() => body('extract').click());
    await drawn.act(() => press(body('extract'), 'Enter'));
    await drawn.act(() => press(body('extract'), 'Escape'));
    expect(told).toEqual(['extract', 'open extract', null]);
  });

  it('moves the focus along the edges with the arrow keys', async () => {
    await show();
    expect(body('extract').tabIndex).toBe(0);
    await drawn.act(() => body('extract').focus());
    await drawn.act(() => press(body('extract'), 'ArrowRight'));
    expect(document.activeElement).toBe(body('work.clean'));
    expect([body('extract').tabIndex, body('work.clean').tabIndex]).toEqual([-1, 0]);
  });

  it('folds a group by its button', async () => {
    const told: unknown[] = [];
    await show({ onFold: (id, isFolded) => told.push([id, isFolded]) });
    await drawn.act(() => drawn.node.querySelector<HTMLButtonElement>('[data-fold="work"]')!.click());
    expect(told).toEqual([['work', true]]);
  });

  it('dims all that is not lit', async () => {
    await show({ lit: new Set(['load']) });
    const dimmed = [...drawn.node.querySelectorAll<HTMLElement>('.couture-mod-dimmed[data-node]')];
    expect(dimmed.map(({ dataset }) => dataset.node)).toEqual(['work', 'extract', 'work.clean']);
  });

  it('connects and disconnects by keys while it is edited', async () => {
    const told: unknown[] = [];
    await show({
      editing: {
        onConnect: (...ends) => told.push(['connect', ...ends]),
        onDisconnect: (...ends) => told.push(['disconnect', ...ends]),
        onDelete: id => told.push(['delete', id]),
        onDrop: () => undefined
      }
    });
    await drawn.act(() => press(body('extract'), 'c'));
    expect(drawn.node.querySelector('[role="status"]')?.textContent).toContain('extract');
    await drawn.act(() => press(body('load'), 'Enter'));
    await drawn.act(() => drawn.node.querySelector<HTMLButtonElement>('.couture-GraphEdge-cut')!.click());
    await drawn.act(() => press(body('load'), 'Delete'));
    expect(told).toEqual([
      ['connect', 'extract', 'load'],
      ['disconnect', 'extract', 'work.clean'],
      ['delete', 'load']
    ]);
  });

  it('is only a picture in a preview', async () => {
    await show({ isPreview: true });
    expect(drawn.node.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Tasks of etl');
    expect(drawn.node.querySelectorAll('[tabindex="0"], .couture-GraphControls')).toHaveLength(0);
  });
});
