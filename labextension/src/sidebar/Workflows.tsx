/** The content of the sidebar. */
import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useDeferredValue, useEffect, useMemo, useReducer } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import { PagedQuery } from '../state/paged_query';
import { CommandButton, EmptyState, ErrorBanner, Loading, useCouture, workflowsIcon } from '../ui';
import { DagList } from './DagList';
import { EngineLine } from './EngineLine';
import { FilterBar } from './FilterBar';
import type { IFilter } from './filter';
import { NO_FILTER, filterParams, isFiltering } from './filter';
import { ImportErrors } from './ImportErrors';

export interface IWorkflowsProps {
  filter: IFilter;
  onFilter: (filter: IFilter) => void;
}

export function Workflows({ filter, onFilter: setFilter }: IWorkflowsProps): ReactElement {
  const { trans } = useCouture();
  const query = useDags(useDeferredValue(filter));
  return (
    <div className="couture-Workflows">
      <div className="couture-Workflows-head">
        <h2>{trans.__('Workflows')}</h2>
        <CommandButton command={CommandIDs.openDags} iconOnly variant="minimal" />
        <CommandButton command={CommandIDs.openRuns} iconOnly variant="minimal" />
        <CommandButton command={CommandIDs.scheduleNotebook} iconOnly variant="minimal" needs="notebooks:schedule" />
        <MenuButton />
      </div>
      <FilterBar filter={filter} onChange={setFilter} />
      {query.error && <ErrorBanner error={query.error} onRetry={() => query.refresh()} />}
      <Body query={query} filter={filter} onClear={() => setFilter({ ...NO_FILTER, sort: filter.sort })} />
      <ImportErrors />
      <EngineLine />
    </div>
  );
}

/** All other pages. */
function MenuButton(): ReactElement {
  const { commands } = useCouture();
  const label = commands.label(CommandIDs.openMenu);
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={label}
      aria-haspopup="menu"
      title={commands.caption(CommandIDs.openMenu)}
      onClick={event => {
        const { left: x, bottom: y } = event.currentTarget.getBoundingClientRect();
        void commands.execute(CommandIDs.openMenu, { x, y });
      }}
    >
      <ellipsesIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}

interface IBodyProps {
  query: PagedQuery<IDagSummary>;
  filter: IFilter;
  onClear: () => void;
}

function Body({ query, filter, onClear }: IBodyProps): ReactElement | null {
  const { trans } = useCouture();
  if (query.total === undefined) {
    return query.error ? null : <Loading />;
  }
  if (query.total > 0) {
    return <DagList query={query} />;
  }
  if (isFiltering(filter)) {
    return (
      <EmptyState title={trans.__('Nothing matches')}>
        <button type="button" className="couture-Button" onClick={onClear}>
          {trans.__('Clear search and filters')}
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={workflowsIcon} title={trans.__('No workflows yet')}>
      <p>
        {trans.__(
          'Right-click a notebook in the file browser and choose "Schedule…", or put a DAG file into the dags folder.'
        )}
      </p>
      <CommandButton command={CommandIDs.scheduleNotebook} variant="primary" needs="notebooks:schedule" />
      <CommandButton command={CommandIDs.newDag} needs="dagFiles:edit" />
    </EmptyState>
  );
}

/** The DAGs that pass the filter; what was shown stays until the new answer is there. */
function useDags(filter: IFilter): PagedQuery<IDagSummary> {
  const { changes, client } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const query = useMemo(() => {
    const fetch = async (offset: number, limit: number): Promise<{ rows: IDagSummary[]; total: number }> => {
      const page = await client.dags.summaries({ ...filterParams(filter), offset, limit });
      return { rows: page.dags, total: page.total_entries };
    };
    const subjects = ['dag', 'dag_run', 'import_error'];
    return new PagedQuery<IDagSummary>({ fetch, changes, matches: change => subjects.includes(change.subject) });
  }, [changes, client, filter]);
  useEffect(() => {
    query.changed.connect(redraw);
    return () => query.dispose();
  }, [query]);
  return query;
}
