/** The headings of a list: a click sorts, a second one turns the order around; the first box selects all. */
import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from '../context';
import type { IListColumn } from './types';
import { type ISelection, MOST_SELECTED } from './useSelection';
import { displayLocale } from '../locale';

export interface IListHeadProps<Row> {
  columns: readonly IListColumn<Row>[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
  selection: ISelection<Row> | null;
  total: number;
}

export function ListHead<Row>({ columns, orderBy, onOrder, selection, total }: IListHeadProps<Row>): ReactElement {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection && (
          <th scope="col" className="couture-ListRow-choice">
            <SelectAll selection={selection} total={total} />
          </th>
        )}
        {columns.map(column => (
          <Heading key={column.id} column={column} orderBy={orderBy} onOrder={onOrder} />
        ))}
      </tr>
    </thead>
  );
}

interface IHeadingProps<Row> {
  column: IListColumn<Row>;
  orderBy: string;
  onOrder: (orderBy: string) => void;
}

function Heading<Row>({ column, orderBy, onOrder }: IHeadingProps<Row>): ReactElement {
  const isDown = orderBy === `-${column.orderBy}`;
  const isUp = orderBy === column.orderBy;
  const Caret = isDown ? caretDownIcon : caretUpIcon;
  const label = <span className={column.isQuiet ? 'couture-visuallyHidden' : undefined}>{column.label}</span>;
  if (!column.orderBy) {
    return (
      <th scope="col" className={column.isSticky ? 'couture-mod-sticky' : undefined}>
        {label}
      </th>
    );
  }
  const next = isUp ? `-${column.orderBy}` : column.orderBy;
  return (
    <th scope="col" aria-sort={isDown ? 'descending' : isUp ? 'ascending' : 'none'}>
      <button type="button" className="couture-Table-sort" title={column.label} onClick={() => onOrder(next)}>
        {label}
        {(isDown || isUp) && <Caret.react tag="span" className="couture-Table-caret" />}
      </button>
    </th>
  );
}

function SelectAll<Row>({ selection, total }: { selection: ISelection<Row>; total: number }): ReactElement {
  const { trans } = useCouture();
  const count = selection.rows.size;
  const isTooMany = total > MOST_SELECTED;
  const number = new Intl.NumberFormat(displayLocale());
  const label = isTooMany
    ? trans.__('At most %1 rows can be selected at once: narrow the list down.', number.format(MOST_SELECTED))
    : trans.__('Select all %1 that match', number.format(total));
  return (
    <input
      type="checkbox"
      aria-label={label}
      title={label}
      disabled={isTooMany && count === 0}
      checked={count > 0 && count >= total}
      ref={box => {
        if (box) {
          box.indeterminate = count > 0 && count < total;
        }
      }}
      onChange={() => (count > 0 ? selection.clear() : void selection.chooseAll())}
    />
  );
}
