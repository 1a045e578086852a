/** A list with its title, filters, columns, selection and export. */
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useEffect, useMemo, useReducer } from 'react';
import type { QueryParams } from '../../api/client';
import { CommandIDs } from '../../commands';
import { argsOf, type IListState, joined, withFilters } from '../../state/list_state';
import { PagedQuery } from '../../state/paged_query';
import { CommandButton } from '../CommandButton';
import { useCouture } from '../context';
import { EmptyState, Loading, QueryProblem } from '../messages';
import { BulkBar } from './BulkBar';
import { ColumnMenu } from './ColumnMenu';
import { ExportButton } from './ExportButton';
import { paramsOf } from './fields';
import { FilterBar } from './FilterBar';
import { ListTable } from './ListTable';
import { NarrowProvider } from './narrow';
import type { IListDefinition, IListView } from './types';
import { useSelection } from './useSelection';
import { displayLocale } from '../locale';

export interface IListPageProps<Row> {
  list: IListDefinition<Row>;
  title: string;
  icon: LabIcon;
  state: IListState;
  onState: (state: IListState) => void;
  /** The ids of the columns in sight; null: those that are at first. */
  columns: readonly string[] | null;
  onColumns: (columns: readonly string[] | null) => void;
}

export function ListPage<Row>({ list, title, icon, state, onState, columns, onColumns }: IListPageProps<Row>): ReactElement {
  const { trans } = useCouture();
  const params = (): QueryParams => ({ ...paramsOf(list.fields, state, new Date()), order_by: state.orderBy });
  const exported = list.isExportOrdered === false ? () => paramsOf(list.fields, state, new Date()) : params;
  const query = useList(list, state);
  const selection = useSelection(list, query, params);
  const shown = columns ?? list.columns.filter(column => !column.isHidden).map(column => column.id);
  const visible = list.columns.filter(column => column.isFixed || shown.includes(column.id));
  const view: IListView<Row> = { state, onState, total: query.total, at: index => query.at(index) };
  const canExport = list.exportPath !== undefined;
  return (
    <div className={`couture-Page couture-ListPage ${list.className ?? ''}`}>
      <div className="couture-ListPage-title">
        <h1>{title}</h1>
        <Count total={query.total} isTruncated={query.isTruncated} />
        <ColumnMenu columns={list.columns} shown={shown} onChange={onColumns} />
        {canExport && <ExportButton path={list.exportPath ?? ''} params={exported} isEmpty={query.total === 0} />}
        <CommandButton
          command={CommandIDs.copyLink}
          args={{ page: list.page, query: { ...argsOf(state, list.orderBy), ...(columns && { columns: joined(columns) }) } }}
          iconOnly
          variant="minimal"
        />
      </div>
      {list.Head && <list.Head {...view} />}
      <FilterBar label={trans.__('Filter')} fields={list.fields} state={state} onState={onState} />
      {query.error && <QueryProblem error={query.error} onRetry={() => query.refresh()} />}
      {list.selectLabel && <BulkBar list={list} selection={selection} />}
      {query.total === undefined && !query.error && <Loading />}
      {query.total === 0 && <NoRows list={list} icon={icon} view={view} />}
      {(query.total ?? 0) > 0 && (
        <NarrowProvider value={change => onState(withFilters(state, change))}>
          <ListTable
            list={list}
            columns={visible}
            query={query}
            orderBy={state.orderBy}
            onOrder={orderBy => onState({ ...state, orderBy })}
            selection={list.selectLabel ? selection : null}
          />
        </NarrowProvider>
      )}
    </div>
  );
}

function Count({ total, isTruncated }: { total: number | undefined; isTruncated: boolean }): ReactElement {
  const { trans } = useCouture();
  const count = total === undefined ? '' : new Intl.NumberFormat(displayLocale()).format(total);
  return (
    <span className="couture-ListPage-count" role="status">
      {isTruncated ? trans.__('%1, and more: narrow the list down', count) : count}
    </span>
  );
}

function NoRows<Row>({ list, icon, view }: { list: IListDefinition<Row>; icon: LabIcon; view: IListView<Row> }): ReactElement {
  const { trans } = useCouture();
  const narrowing = list.fields.filter(field => field.kind !== 'toggle' && field.id in view.state.filters);
  if (list.Nothing) {
    return <list.Nothing {...view} />;
  }
  if (narrowing.length === 0) {
    return list.empty ?? <EmptyState icon={icon} title={trans.__('There is nothing yet.')} />;
  }
  const clear = Object.fromEntries(narrowing.map(field => [field.id, '']));
  return (
    <EmptyState icon={icon} title={trans.__('Nothing matches the filters.')}>
      <button type="button" className="couture-Button" onClick={() => view.onState(withFilters(view.state, clear))}>
        {trans.__('Clear filters')}
      </button>
    </EmptyState>
  );
}

/** The rows that pass the filters, kept up to date; a span such as "last hour" goes along with the clock. */
function useList<Row>(list: IListDefinition<Row>, state: IListState): PagedQuery<Row> {
  const { changes } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify(state);
  const query = useMemo(
    () =>
      new PagedQuery<Row>({
        fetch: (offset, limit) =>
          list.fetch({ ...paramsOf(list.fields, state, new Date()), order_by: state.orderBy, offset, limit }),
        changes,
        matches: list.matches
      }),
    // The key says what the state is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [changes, list, key]
  );
  useEffect(() => {
    query.changed.connect(redraw);
    redraw();
    return () => query.dispose();
  }, [query]);
  return query;
}
