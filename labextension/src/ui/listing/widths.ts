/** How wide the columns of a list are: what is left of the room is shared among those that grow. */
import type { IListColumn } from './types';

export const CHOICE_WIDTH = 32;
/** Below this a list is narrow. */
export const NARROW = 700;

type IWidth = Pick<IListColumn<never>, 'width' | 'narrowWidth' | 'grows'>;

export function columnWidths(columns: readonly IWidth[], hasChoice: boolean, room: number): number[] {
  const least = columns.map(({ width, narrowWidth = width }) => (room < NARROW ? narrowWidth : width));
  const left = Math.max(0, room - sum(least) - (hasChoice ? CHOICE_WIDTH : 0));
  const shares = columns.map(({ grows }) => Number(grows ?? 0));
  const all = sum(shares);
  return least.map((width, place) => (all > 0 ? width + Math.floor((left * shares[place]) / all) : width));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
