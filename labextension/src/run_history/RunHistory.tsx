/** All runs: filtered, sorted, page by page; several at once can be retried, stopped and deleted. */
import type { Dispatch, ReactElement, SetStateAction } from 'react';
import { useEffect, useState } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { IChange } from '../state/changes';
import {
  CommandButton,
  EmptyState,
  ErrorBanner,
  Loading,
  Pager,
  runKey,
  runsIcon,
  RunTable,
  useCouture,
  useQuery
} from '../ui';
import { BulkBar } from './BulkBar';
import { FilterBar } from './FilterBar';
import { changed, type IRunFilters, isNarrowed, PAGE_SIZE, queryOf } from './filters';

export interface IRunHistoryProps {
  filters: IRunFilters;
  onChange: (filters: IRunFilters) => void;
}

export function RunHistory({ filters, onChange }: IRunHistoryProps): ReactElement {
  const { client, trans } = useCouture();
  const [selected, setSelected] = useState<ReadonlyMap<string, IDagRun>>(new Map());
  const { data, error, refresh } = useQuery(
    () => client.runs.list(filters.dagId || '~', queryOf(filters, new Date())),
    concernsRuns,
    [client, filters]
  );
  useForgetDeleted(setSelected);
  const runs = data?.dag_runs ?? [];
  const current = new Map([...selected, ...runs.filter(run => selected.has(runKey(run))).map(keyed)]);
  return (
    <div className="couture-Page couture-RunHistory">
      <h1>{trans.__('Runs')}</h1>
      <FilterBar filters={filters} onChange={change => onChange(changed(filters, change))} />
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && runs.length === 0 && <NoRuns filters={filters} />}
      {runs.length > 0 && (
        <>
          <BulkBar runs={runs} selected={current} onSelect={setSelected} />
          <RunTable
            runs={runs}
            showDag
            orderBy={filters.orderBy}
            onOrder={orderBy => onChange(changed(filters, { orderBy }))}
            selected={new Set(current.keys())}
            onSelect={(run, isSelected) => setSelected(withRun(current, run, isSelected))}
          />
        </>
      )}
      <Pager
        offset={filters.offset}
        limit={PAGE_SIZE}
        total={data?.total_entries ?? 0}
        onMove={offset => onChange(changed(filters, { offset }))}
      />
    </div>
  );
}

function concernsRuns(change: IChange): boolean {
  return change.subject === 'dag_run' || change.subject === 'task_instance';
}

/** A run that is gone cannot stay selected. */
function useForgetDeleted(setSelected: Dispatch<SetStateAction<ReadonlyMap<string, IDagRun>>>): void {
  const { changes } = useCouture();
  useEffect(() => {
    const forget = (_: unknown, arrived: readonly IChange[]): void => {
      const gone = arrived.filter(change => change.subject === 'dag_run' && change.what === 'deleted');
      if (gone.length > 0) {
        const keys = gone.map(({ dag_id = '', run_id = '' }) => runKey({ dag_id, dag_run_id: run_id }));
        setSelected(selected => new Map([...selected].filter(([key]) => !keys.includes(key))));
      }
    };
    changes.arrived.connect(forget);
    return () => {
      changes.arrived.disconnect(forget);
    };
  }, [changes, setSelected]);
}

function keyed(run: IDagRun): [string, IDagRun] {
  return [runKey(run), run];
}

function withRun(selected: ReadonlyMap<string, IDagRun>, run: IDagRun, isSelected: boolean): Map<string, IDagRun> {
  const next = new Map(selected);
  if (isSelected) {
    next.set(...keyed(run));
  } else {
    next.delete(runKey(run));
  }
  return next;
}

function NoRuns({ filters }: { filters: IRunFilters }): ReactElement {
  const { trans } = useCouture();
  if (isNarrowed(filters)) {
    return <EmptyState icon={runsIcon} title={trans.__('No run matches the filters.')} />;
  }
  return (
    <EmptyState icon={runsIcon} title={trans.__('Nothing has run yet.')}>
      <span>{trans.__('Schedule a notebook, or start a DAG in the sidebar "Workflows".')}</span>
      <CommandButton command={CommandIDs.scheduleNotebook} variant="primary" />
    </EmptyState>
  );
}
