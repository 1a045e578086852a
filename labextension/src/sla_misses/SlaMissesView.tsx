/** The SLAs that tasks of a DAG missed, with what people noted about each. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ErrorBanner, Loading, Pager, Table, absoluteTime, useCouture, useQuery } from '../ui';
import { MissNote, MissRun } from './cells';

const LIMIT = 50;

export function SlaMissesView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.lateness.slas({ dag_id: dagId, limit: LIMIT, offset }),
    change => change.subject === 'sla_miss' && change.dag_id === dagId,
    [client, dagId, offset]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.total_entries === 0) {
    return <p className="couture-muted">{trans.__('No task of this DAG has missed its SLA.')}</p>;
  }
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <Table
        label={trans.__('Missed SLAs')}
        rows={data.slas}
        rowKey={miss => `${miss.task_id} ${miss.logical_date}`}
        columns={[
          { id: 'task', label: trans.__('Task'), cell: miss => miss.task_id },
          { id: 'run', label: trans.__('Logical date'), cell: miss => <MissRun miss={miss} /> },
          { id: 'missed', label: trans.__('Missed'), cell: miss => absoluteTime(miss.missed_at) },
          { id: 'told', label: trans.__('Told'), cell: miss => (miss.notified_at ? trans.__('yes') : trans.__('no')) },
          { id: 'note', label: trans.__('Note'), cell: miss => <MissNote miss={miss} onSaved={refresh} /> }
        ]}
      />
      {data.total_entries > LIMIT && (
        <Pager offset={offset} limit={LIMIT} total={data.total_entries} onMove={setOffset} />
      )}
    </>
  );
}
