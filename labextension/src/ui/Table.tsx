/** A table with sortable columns. */
import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';

export interface IColumn<Row> {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** The server's name for ordering by this column; without it the column cannot be sorted. */
  orderBy?: string;
  className?: string;
}

export interface ITableProps<Row> {
  label: string;
  columns: readonly IColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** As the server takes it: a name, with `-` in front for descending. */
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
  onOpen?: (row: Row) => void;
}

export function Table<Row>(props: ITableProps<Row>): ReactElement {
  const { label, columns, rows, rowKey, onOpen } = props;
  return (
    <table className="couture-Table" aria-label={label}>
      <thead>
        <tr>
          {columns.map(column => (
            <Heading key={column.id} column={column} {...props} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={rowKey(row)} onDoubleClick={onOpen && (() => onOpen(row))}>
            {columns.map(column => (
              <td key={column.id} className={column.className}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heading<Row>(props: ITableProps<Row> & { column: IColumn<Row> }): ReactElement {
  const { column, orderBy = '', onOrder } = props;
  const isDown = orderBy === `-${column.orderBy}`;
  const isUp = orderBy === column.orderBy;
  const Caret = isDown ? caretDownIcon : caretUpIcon;
  if (!column.orderBy || !onOrder) {
    return (
      <th scope="col" className={column.className}>
        {column.label}
      </th>
    );
  }
  const next = isDown ? column.orderBy : `-${column.orderBy}`;
  return (
    <th scope="col" className={column.className} aria-sort={isDown ? 'descending' : isUp ? 'ascending' : 'none'}>
      <button type="button" className="couture-Table-sort" onClick={() => onOrder(next)}>
        {column.label}
        {(isDown || isUp) && <Caret.react tag="span" className="couture-Table-caret" />}
      </button>
    </th>
  );
}
