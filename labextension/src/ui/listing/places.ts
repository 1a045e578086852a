/** How the command is called that opens a list. */
import type { ICouture } from '../../tokens';
import type { IFilterField } from './fields';

/** The arguments of the command that opens a list: filters by their ids, the order and the columns. */
export function placesOf(fields: readonly IFilterField[], trans: ICouture['trans']): Record<string, string> {
  return {
    ...Object.fromEntries(fields.map(({ id, label }) => [id, label])),
    orderBy: trans.__('What the list is ordered by'),
    columns: trans.__('The columns in sight, with commas between')
  };
}
