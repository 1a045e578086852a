/** What a feature says of its list; the page, its table, filters, selection and export follow from it. */
import type { ComponentType, ReactElement, ReactNode } from 'react';
import type { QueryParams } from '../../api/client';
import type { IChange } from '../../state/changes';
import type { IListState } from '../../state/list_state';
import type { IPage } from '../../state/paged_query';
import type { IFilterField } from './fields';

export interface IListColumn<Row> {
  id: string;
  label: string;
  /** In pixels; of a column that grows the least. */
  width: number;
  /** In a narrow list. */
  narrowWidth?: number;
  /** Takes a share of the room that is left; a number is how large a share, beside others. */
  grows?: boolean | number;
  /** The server's name for ordering by this column; without it the column cannot be sorted. */
  orderBy?: string;
  /** Only shown when a person asks for it. */
  isHidden?: boolean;
  /** Cannot be hidden. */
  isFixed?: boolean;
  /** The last column stays in sight where there is room for it. */
  isSticky?: boolean;
  /** The heading is only for screen readers. */
  isQuiet?: boolean;
  /** What stands in it; controls take this `tabIndex`, so that only the row with the focus is in the way of Tab. */
  cell: (row: Row, tabIndex: number) => ReactNode;
}

export interface IListView<Row> {
  state: IListState;
  onState: (state: IListState) => void;
  /** How many rows match, once that is known. */
  total: number | undefined;
  /** The row under this index, if it is loaded. */
  at: (index: number) => Row | undefined;
}

export interface IListDefinition<Row> {
  /** The page in addresses; its memory goes by it, too. */
  page: string;
  className?: string;
  /** What the rows are called, for the table's and the toolbar's names. */
  tableLabel: string;
  selectedLabel: string;
  columns: readonly IListColumn<Row>[];
  fields: readonly IFilterField[];
  orderBy: string;
  rowHeight?: number;
  /** Keep filters and order for the next time it is opened. */
  isRemembered?: boolean;
  fetch: (params: QueryParams) => Promise<IPage<Row>>;
  matches: (change: IChange) => boolean;
  rowKey: (row: Row) => string;
  /** How a row is called where it is chosen, e.g. "Select run x"; without it rows cannot be selected. */
  selectLabel?: (row: Row) => string;
  /** The key of the row that a change says is deleted. */
  goneKey?: (change: IChange) => string | null;
  onOpen?: (row: Row) => void;
  /** Attributes of the row's element: a class and data for context menus. */
  rowProps?: (row: Row) => Record<string, string | undefined>;
  /** Where everything that matches comes as CSV. */
  exportPath?: string;
  /** Whether it comes in the order of the list; else `order_by` is not asked for. */
  isExportOrdered?: boolean;
  /** What can be done with the selected rows. */
  Actions?: ComponentType<{ selected: ReadonlyMap<string, Row>; onDone: () => void }>;
  /** What stands between title and filters. */
  Head?: ComponentType<IListView<Row>>;
  /** What stands where no row is, and nothing is narrowed down. */
  empty?: ReactElement;
  /** What stands where nothing matches, instead of `empty` and the words for lists that are narrowed down. */
  Nothing?: ComponentType<IListView<Row>>;
}
