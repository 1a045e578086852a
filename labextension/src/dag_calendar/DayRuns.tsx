/** The runs that were due on a day; one of them can be chosen for all sections. */
import type { ReactElement } from 'react';
import { Duration, ErrorBanner, Loading, runTypeLabel, shortTime, StateMark, Table, toInstant, useCouture, useQuery } from '../ui';
import { addDays } from './days';
import { dayName, dayText, type IDayFacts } from './facts';

const MOST = 100;

export interface IDayRunsProps {
  dagId: string;
  day: string;
  timezone: string;
  facts: IDayFacts | undefined;
  onChoose: (runId: string) => void;
}

export function DayRuns({ dagId, day, timezone, facts, onChoose }: IDayRunsProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () =>
      client.runs.list(dagId, {
        run_after_gte: toInstant(`${day}T00:00`, timezone),
        run_after_lt: toInstant(`${addDays(day, 1)}T00:00`, timezone),
        order_by: '-run_after',
        limit: MOST
      }),
    change => change.dag_id === dagId && change.subject === 'dag_run',
    [client, dagId, day, timezone],
    1000
  );
  return (
    <section className="couture-DayRuns" aria-label={trans.__('Runs of the day')}>
      <h2>{trans.__('%1: %2', dayName(day), dayText(facts, trans))}</h2>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && data.dag_runs.length > 0 && (
        <div className="couture-TableScroll">
          <Table
            label={trans.__('Runs of the day')}
            rows={data.dag_runs}
            rowKey={run => run.dag_run_id}
            columns={[
              {
                id: 'run',
                label: trans.__('Run'),
                cell: run => (
                  <button type="button" className="couture-Link" title={run.dag_run_id} onClick={() => onChoose(run.dag_run_id)}>
                    {shortTime(run.run_after, Date.now(), timezone)}
                  </button>
                )
              },
              { id: 'state', label: trans.__('State'), cell: run => <StateMark state={run.state} /> },
              { id: 'type', label: trans.__('Type'), cell: run => runTypeLabel(run.run_type, trans) },
              {
                id: 'duration',
                label: trans.__('Duration'),
                cell: run => <Duration start={run.start_date} end={run.end_date} />
              }
            ]}
          />
        </div>
      )}
      {data && data.total_entries > MOST && (
        <p className="couture-muted">{trans._n('The last %2 of %1 run.', 'The last %2 of %1 runs.', data.total_entries, MOST)}</p>
      )}
    </section>
  );
}
