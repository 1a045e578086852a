/** One row of a list; a quiet bar while it is on its way. */
import type { MouseEvent, ReactElement } from 'react';
import { memo } from 'react';
import type { IListColumn, IListDefinition } from './types';
import type { ISelection } from './useSelection';

export interface IListRowProps<Row> {
  index: number;
  row: Row | undefined;
  isActive: boolean;
  list: IListDefinition<Row>;
  columns: readonly IListColumn<Row>[];
  selection: ISelection<Row> | null;
  onFocus: (index: number) => void;
}

/** Drawn again only when something of it is another one: scrolling draws the rows that come into sight. */
export const ListRow = memo(RowBody) as typeof RowBody;

function RowBody<Row>(props: IListRowProps<Row>): ReactElement {
  const { index, row, isActive, list, columns, selection, onFocus } = props;
  if (row === undefined) {
    return (
      <tr className="couture-ListRow couture-mod-loading" aria-rowindex={index + 2}>
        <td colSpan={columns.length + (selection ? 1 : 0)}>
          <span />
        </td>
      </tr>
    );
  }
  const tabIndex = isActive ? 0 : -1;
  const { className = '', ...attributes } = list.rowProps?.(row) ?? {};
  const onDoubleClick = (event: MouseEvent): void => {
    if (!(event.target as Element).closest('button, input, a, [role=switch]')) {
      list.onOpen?.(row);
    }
  };
  return (
    <tr
      {...attributes}
      className={`couture-ListRow ${className}`}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selection ? selection.has(row) : undefined}
      tabIndex={tabIndex}
      onFocus={() => onFocus(index)}
      onDoubleClick={list.onOpen && onDoubleClick}
    >
      {selection && (
        <td className="couture-ListRow-choice">
          <input
            type="checkbox"
            tabIndex={tabIndex}
            aria-label={list.selectLabel?.(row)}
            checked={selection.has(row)}
            onChange={event => selection.choose(index, event.target.checked, (event.nativeEvent as PointerEvent).shiftKey)}
          />
        </td>
      )}
      {columns.map(column => (
        <td key={column.id} className={column.isSticky ? 'couture-mod-sticky' : undefined}>
          {column.cell(row, tabIndex)}
        </td>
      ))}
    </tr>
  );
}
