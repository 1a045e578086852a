/** How long the runs of a DAG are kept, and what that has deleted. */
import type { ReactElement } from 'react';
import type { IRetention } from '../api';
import { CommandIDs } from '../commands';
import { absoluteTime, ErrorBanner, Loading, RelativeTime, useCouture, useQuery } from '../ui';

export function RetentionFacts({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.retention.get(dagId),
    change => change.dag_id === dagId && ['dag', 'dag_run'].includes(change.subject),
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const { runs, days, megabytes } = data.limits;
  const limits = [
    runs === null ? '' : trans._n('%1 run', '%1 runs', runs),
    days === null ? '' : trans._n('%1 day', '%1 days', days),
    megabytes === null ? '' : trans.__('%1 MB', megabytes)
  ].filter(Boolean);
  return (
    <p className="couture-Retention">
      {limits.length === 0
        ? trans.__('All runs are kept.')
        : trans.__('Kept: %1. It is looked at after each run, and every hour.', limits.join(', '))}{' '}
      {trans._n('%1 finished run is there.', '%1 finished runs are there.', data.kept)}{' '}
      {data.due > 0 && trans._n('%1 run goes at the next look.', '%1 runs go at the next look.', data.due)}{' '}
      {data.next && <NextToGo dagId={dagId} next={data.next} />}{' '}
      {data.deleted > 0 && trans._n('%1 run was deleted so far,', '%1 runs were deleted so far,', data.deleted)}{' '}
      {data.last_deleted_at && (
        <>
          {trans.__('the last one')} <RelativeTime at={data.last_deleted_at} />
        </>
      )}
    </p>
  );
}

/** "Next to go: manual__…, after the next run." */
function NextToGo({ dagId, next }: { dagId: string; next: NonNullable<IRetention['next']> }): ReactElement {
  const { commands, trans } = useCouture();
  return (
    <>
      {trans.__('Next to go:')}{' '}
      <button
        type="button"
        className="couture-Link"
        onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId: next.dag_run_id })}
      >
        {next.dag_run_id}
      </button>
      {next.at === null ? trans.__(', after the next run.') : trans.__(', on %1.', absoluteTime(next.at))}
    </>
  );
}
