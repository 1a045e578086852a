/** The updates of assets that started a run: each leads to its asset and to the run that made it. */
import type { ReactElement } from 'react';
import type { IAssetEvent, IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { useCouture, useQuery } from '../ui';

export function StartedByAssets({ run }: { run: IDagRun }): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const { data = [] } = useQuery(() => client.assets.startedBy(dagId, runId), undefined, [client, dagId, runId]);
  return (
    <span role="group" aria-label={trans.__('Updates that started this run')}>
      {trans.__('Updated assets')}
      {data.map((event, index) => (
        <span key={event.id}>
          {index === 0 ? ': ' : ', '}
          <Update event={event} />
        </span>
      ))}
    </span>
  );
}

function Update({ event }: { event: IAssetEvent }): ReactElement {
  const { commands, trans } = useCouture();
  const { asset_id: assetId, source_dag_id: dagId, source_run_id: runId } = event;
  return (
    <>
      <button
        type="button"
        className="couture-Link"
        onClick={() => void commands.execute(CommandIDs.openAssets, { assetId })}
      >
        {event.name}
      </button>{' '}
      {dagId && runId ? (
        <button
          type="button"
          className="couture-Link"
          title={runId}
          onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId })}
        >
          {trans.__('made by %1', dagId)}
        </button>
      ) : (
        trans.__('by hand')
      )}
    </>
  );
}
