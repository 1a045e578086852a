import { expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import type { IListState } from '../state/list_state';
import { paramsOf } from '../ui/listing';
import { dagFields } from './fields';
import { OwnerLeftNote } from './OwnerLeftNote';

const NARROWED: IListState = { filters: { search: 'sales' }, orderBy: '-last_run' };

async function noteOf(count: number, state = NARROWED): Promise<{ node: HTMLElement; shown: IListState[] }> {
  const shown: IListState[] = [];
  const couture = testCouture({ 'GET dagSummaries': { dags: [], total_entries: count } });
  const view = { state, onState: (wanted: IListState) => void shown.push(wanted), total: 0, at: () => undefined };
  const { node, act } = await draw(<OwnerLeftNote {...view} />, couture);
  await act(() => node.querySelector('button')?.click());
  return { node, shown };
}

it('says how many schedules their owner left behind, and shows these and no others', async () => {
  const { node, shown } = await noteOf(2);
  expect(node.textContent).toBe('2 schedules are paused because their owner left.Show them');
  expect(shown).toEqual([{ filters: { ownerLeft: 'true' }, orderBy: '-last_run' }]);
  const asked = paramsOf(dagFields(testCouture()), shown[0], new Date());
  expect(asked).toEqual({ owner_left: true, paused: true });
  expect((await noteOf(1)).node.textContent).toBe('1 schedule is paused because its owner left.Show it');
});

it('says nothing when there are none, or when they are shown', async () => {
  expect((await noteOf(0)).node.textContent).toBe('');
  expect((await noteOf(2, { filters: { ownerLeft: 'true' }, orderBy: 'dag_id' })).node.textContent).toBe('');
});
