/** The runs of a DAG, newest first. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, EmptyState, ErrorBanner, Loading, Pager, useCouture, useQuery } from '../ui';
import { RunTable } from '../ui/RunTable';

const PAGE = 25;

export function RunsView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const [orderBy, setOrderBy] = useState('-run_after');
  const { data, error, refresh } = useQuery(
    () => client.runs.list(dagId, { limit: PAGE, offset, order_by: orderBy }),
    change => change.dag_id === dagId && ['dag_run', 'task_instance'].includes(change.subject),
    [client, dagId, offset, orderBy]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (!data.total_entries) {
    return (
      <EmptyState title={trans.__('No runs yet')}>
        <CommandButton command={CommandIDs.triggerDag} args={{ dagId }} />
      </EmptyState>
    );
  }
  const order = (next: string): void => {
    setOrderBy(next);
    setOffset(0);
  };
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <RunTable runs={data.dag_runs} orderBy={orderBy} onOrder={order} />
      <Pager offset={offset} limit={PAGE} total={data.total_entries} onMove={setOffset} />
    </>
  );
}
