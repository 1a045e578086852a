// @vitest-environment jsdom
import '../../testing/browser';
import { runIcon } from '@jupyterlab/ui-components';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueryParams } from '../../api/client';
import { CommandIDs } from '../../commands';
import type { IListState } from '../../state/list_state';
import { testCouture } from '../../testing/couture';
import { draw, type IDrawn } from '../../testing/render';
import { ListPage } from './ListPage';
import { listPage } from './open_list';
import type { IListDefinition } from './types';

interface IThing {
  name: string;
}

const HEIGHT = 300;

/** Lists draw what is in sight, and nothing has a size in jsdom. */
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(HEIGHT);
});
afterEach(() => vi.restoreAllMocks());

function listOf(total: number, asked: QueryParams[]): IListDefinition<IThing> {
  return {
    page: 'things',
    tableLabel: 'Things',
    selectedLabel: 'Selected things',
    columns: [
      { id: 'name', label: 'Name', width: 100, orderBy: 'name', cell: thing => thing.name },
      { id: 'more', label: 'More', width: 100, isHidden: true, cell: () => 'more' }
    ],
    fields: [{ id: 'search', label: 'Search', kind: 'text', isPinned: true }],
    orderBy: 'name',
    fetch: async params => {
      asked.push(params);
      const [offset, limit] = [Number(params.offset), Number(params.limit)];
      const count = Math.max(0, Math.min(limit, total - offset));
      return { rows: Array.from({ length: count }, (_, index) => ({ name: `thing ${offset + index}` })), total };
    },
    matches: () => false,
    rowKey: thing => thing.name,
    selectLabel: thing => `Select ${thing.name}`,
    Actions: ({ selected }) => <span className="chosen">{[...selected.keys()].length}</span>,
    empty: <p>none</p>
  };
}

async function page(list: IListDefinition<IThing>, filters: IListState['filters'] = {}): Promise<IDrawn & { states: IListState[] }> {
  const states: IListState[] = [];
  const drawn = await draw(
    <ListPage list={list} title="Things" icon={runIcon} state={{ filters, orderBy: 'name' }} onState={state => states.push(state)} columns={null} onColumns={vi.fn()} />,
    testCouture()
  );
  await drawn.act(() => undefined);
  return { ...drawn, states };
}

describe('a list', () => {
  it('has only the rows in sight, and fetches a page of them', async () => {
    const asked: QueryParams[] = [];
    const drawn = await page(listOf(5000, asked));
    const rows = drawn.node.querySelectorAll('tbody tr[data-index]');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(40);
    expect(drawn.node.querySelector('table')?.getAttribute('aria-rowcount')).toBe('5001');
    expect(asked).toEqual([{ order_by: 'name', offset: 0, limit: 100 }]);
    expect(drawn.node.textContent).not.toContain('more');
    drawn.remove();
  });

  it('draws only the rows that come into sight when it is scrolled', async () => {
    const list = listOf(5000, []);
    const cell = vi.fn((thing: IThing) => thing.name);
    const drawn = await page({ ...list, columns: [{ ...list.columns[0], cell }] });
    const before = cell.mock.calls.length;
    const scroller = drawn.node.querySelector('.couture-ListTable')!;
    scroller.scrollTop = 34 * 3;
    await drawn.act(() => scroller.dispatchEvent(new Event('scroll')));
    expect(drawn.node.textContent).toContain(`thing ${before + 2}`);
    expect(cell.mock.calls.length - before).toBe(3);
    drawn.remove();
  });

  it('selects everything that matches, over all its pages', async () => {
    const asked: QueryParams[] = [];
    const drawn = await page(listOf(2500, asked));
    await drawn.act(() => drawn.node.querySelector<HTMLInputElement>('thead input')?.click());
    await drawn.act(() => undefined);
    expect(drawn.node.querySelector('.chosen')?.textContent).toBe('2500');
    expect(asked.slice(1).map(params => params.offset)).toEqual([0, 1000, 2000]);
    await drawn.act(() => drawn.node.querySelector<HTMLInputElement>('tbody input')?.click());
    expect(drawn.node.querySelector('.chosen')?.textContent).toBe('2499');
    drawn.remove();
  });

  it('does not select more than a browser holds', async () => {
    const drawn = await page(listOf(100000, []));
    const box = drawn.node.querySelector<HTMLInputElement>('thead input');
    expect(box?.disabled).toBe(true);
    expect(box?.title).toContain('narrow the list down');
    drawn.remove();
  });

  it('sorts by a heading, and the other way around', async () => {
    const drawn = await page(listOf(3, []));
    await drawn.act(() => drawn.node.querySelector<HTMLElement>('thead button')?.click());
    expect(drawn.states).toEqual([{ filters: {}, orderBy: '-name' }]);
    drawn.remove();
  });

  it('says what to do where nothing is, and where nothing matches', async () => {
    const empty = await page(listOf(0, []));
    expect(empty.node.textContent).toContain('none');
    empty.remove();
    const narrowed = await page(listOf(0, []), { search: 'x' });
    const clear = [...narrowed.node.querySelectorAll('button')].filter(button => button.textContent === 'Clear filters');
    await narrowed.act(() => clear[0].click());
    expect(narrowed.states).toEqual([{ filters: {}, orderBy: 'name' }]);
    narrowed.remove();
  });

  it('shows the columns that its address names, and the link to it names them again', async () => {
    const couture = testCouture();
    const copied = vi.fn();
    couture.commands.addCommand(CommandIDs.copyLink, { label: 'Copy Link', execute: copied });
    const places: unknown[] = [];
    const place = { columns: 'more,unknown', search: 'x' };
    const Things = listPage(() => listOf(3, []));
    const page = { id: 'things', command: 'open', label: 'Things', caption: '', icon: runIcon, load: async () => Things };
    const props = { page, stateDB: null, place, onPlace: (next: unknown) => places.push(next) };
    const drawn = await draw(<Things {...props} />, couture);
    await drawn.act(() => undefined);
    const headings = [...drawn.node.querySelectorAll('thead th')].map(each => each.textContent);
    expect(headings).toEqual(['', 'More']);
    await drawn.act(() => drawn.node.querySelector<HTMLElement>('[aria-label="Copy Link"]')?.click());
    expect(copied).toHaveBeenCalledWith({ page: 'things', query: { search: 'x', columns: 'more' } });
    const clear = [...drawn.node.querySelectorAll('button')].find(button => button.textContent === 'Clear filters');
    await drawn.act(() => clear?.click());
    expect(places).toEqual([{ columns: 'more,unknown' }]);
    drawn.remove();
  });
});
