// @vitest-environment jsdom
import '../../testing/browser';
import { describe, expect, it } from 'vitest';
import type { IListState } from '../../state/list_state';
import { testCouture } from '../../testing/couture';
import { draw, type IDrawn } from '../../testing/render';
import type { IFilterField } from './fields';
import { FilterBar } from './FilterBar';

const EVENTS = ['sign_in', 'clear'].map(value => ({ value, label: value }));
const FIELDS: IFilterField[] = [
  { id: 'event', label: 'Event', kind: 'several', options: EVENTS },
  { id: 'when', label: 'When', kind: 'span' }
];

/** The panel of the filter that has a value, opened; and what becomes of the list. */
async function opened(filters: IListState['filters']): Promise<IDrawn & { states: IListState[] }> {
  const states: IListState[] = [];
  const bar = <FilterBar label="Filters" fields={FIELDS} state={{ filters, orderBy: 'when' }} onState={state => states.push(state)} />;
  const drawn = await draw(bar, testCouture());
  await drawn.act(() => drawn.node.querySelector<HTMLElement>('.couture-Chip-face')?.click());
  return { ...drawn, states };
}

function typeInto(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('the panel of a filter', () => {
  it('chooses nothing by a click on its heading', async () => {
    const { node, act, states } = await opened({ event: 'clear' });
    const boxes = [...node.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    expect(boxes.map(each => each.checked)).toEqual([false, true]);
    await act(() => node.querySelector<HTMLElement>('.couture-FilterPanel > span')?.click());
    expect(states).toEqual([]);
    await act(() => boxes[0].click());
    expect(states.map(each => each.filters.event)).toEqual(['sign_in,clear']);
    const panel = node.querySelector<HTMLElement>('[role=dialog]');
    await act(() => panel?.focus()); // as such a click does
    await act(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(node.querySelector('[role=dialog]')).toBeNull();
  });

  it('asks for no moment whose year is being typed', async () => {
    const { node, act, states } = await opened({ when: '2026-03-01T00:00..' });
    const from = node.querySelector<HTMLInputElement>('input[type=datetime-local]') as HTMLInputElement;
    await act(() => typeInto(from, '0020-03-01T00:00'));
    expect(states).toEqual([]);
    expect(from.value).toBe('0020-03-01T00:00');
    expect(node.textContent).toContain('A year from 1900 to 8999.');
    await act(() => typeInto(from, '2025-03-01T00:00'));
    expect(states.map(each => each.filters.when)).toEqual(['2025-03-01T00:00..']);
    expect(from.getAttribute('aria-invalid')).toBe('false');
  });
});
