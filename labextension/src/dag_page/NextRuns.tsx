/** The runs to come: when, and for which stretch of time. */
import type { ReactElement } from 'react';
import { ErrorBanner, Loading, Table, absoluteTime, useCouture, useQuery } from '../ui';

export function NextRuns({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.dags.nextRuns(dagId),
    change => change.dag_id === dagId && ['dag', 'dag_run'].includes(change.subject),
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const moment = (iso: string): string => absoluteTime(iso, data.timezone);
  if (!data.runs.length) {
    return (
      <p className="couture-muted">
        {data.is_open
          ? trans.__('Its runs follow events: nobody can name them in advance.')
          : trans.__('None: it runs only when it is started.')}
      </p>
    );
  }
  return (
    <>
      <p>
        {data.sentence} <span className="couture-muted">({data.timezone})</span>
      </p>
      {data.is_paused && (
        <p className="couture-muted">{trans.__('The DAG is off: none of these runs is made until it is switched on.')}</p>
      )}
      <Table
        label={trans.__('Next runs')}
        rows={data.runs}
        rowKey={run => run.logical_date}
        columns={[
          { id: 'at', label: trans.__('Runs'), cell: run => moment(run.run_after) },
          { id: 'date', label: trans.__('Logical date'), cell: run => moment(run.logical_date) },
          { id: 'from', label: trans.__('Data from'), cell: run => moment(run.data_interval_start) },
          { id: 'to', label: trans.__('Data to'), cell: run => moment(run.data_interval_end) }
        ]}
      />
    </>
  );
}
