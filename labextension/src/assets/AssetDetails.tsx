/** One asset: what it is, who makes, reads and awaits it, its updates, and what can be done with it. */
import { type ReactElement, useState } from 'react';
import { ApiError, type IAsset } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, attempt, EmptyState, ErrorBanner, type Fact, Facts, Loading, useCouture, useQuery } from '../ui';
import { AssetState } from './AssetState';
import { DagLinks } from './DagLinks';
import { EventTable } from './EventTable';
import { UpdateForm } from './UpdateForm';

export function AssetDetails({ assetId, onBack }: { assetId: number; onBack: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.assets.get(assetId),
    change => change.subject === 'asset' || change.subject === 'dag',
    [client, assetId]
  );
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <>
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" onClick={onBack}>
          {trans.__('All assets')}
        </button>
        {data && <AssetActions asset={data} />}
      </div>
      {isGone && <EmptyState title={trans.__('There is no such asset.')} />}
      {error && !isGone && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <h2>{data.name}</h2>
          <AssetFacts asset={data} />
          <h3>{trans.__('Updates')}</h3>
          <EventTable assetId={assetId} name={data.name} />
          <AssetState assetId={assetId} />
        </>
      )}
    </>
  );
}

function AssetActions({ asset }: { asset: IAsset }): ReactElement {
  const { client, commands, trans } = useCouture();
  const [isNoting, setNoting] = useState(false);
  const makers = [...new Set(asset.producing_tasks.map(use => use.dag_id))];
  const because =
    makers.length === 0
      ? trans.__('No DAG makes this asset.')
      : makers.length > 1
        ? trans.__('Several DAGs make this asset. Start one of them on its page.')
        : null;
  const materialize = (): Promise<unknown> =>
    attempt(
      trans.__('The asset could not be made.'),
      async () => {
        const run = await client.assets.materialize(asset.id);
        await commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id });
      },
      trans
    );
  return (
    <>
      <ActionButton
        variant="primary"
        label={trans.__('Materialize')}
        title={trans.__('Start the DAG that makes this asset')}
        needs="runs:trigger"
        dagId={makers[0]}
        disabledBecause={because}
        onClick={() => void materialize()}
      />
      <ActionButton
        label={trans.__('Create event…')}
        title={trans.__('It starts what waits for this asset, as if a task had made it')}
        needs="assets:edit"
        isExpanded={isNoting}
        onClick={() => setNoting(!isNoting)}
      />
      {isNoting && <UpdateForm asset={asset} onDone={() => setNoting(false)} />}
    </>
  );
}

function AssetFacts({ asset }: { asset: IAsset }): ReactElement {
  const { trans } = useCouture();
  const hasExtra = Object.keys(asset.extra ?? {}).length > 0;
  const facts: Fact[] = [
    [trans.__('URI'), <code key="uri">{asset.uri}</code>],
    [trans.__('Group'), asset.group],
    [trans.__('Extra'), hasExtra && <code key="extra">{JSON.stringify(asset.extra)}</code>],
    [trans.__('Made by'), <DagLinks key="made" uses={asset.producing_tasks} />],
    [trans.__('Read by'), <DagLinks key="read" uses={asset.consuming_tasks} />],
    [trans.__('Awaited by'), <DagLinks key="awaited" uses={asset.scheduled_dags} />],
    [trans.__('Watched by'), asset.watchers.map(watcher => watcher.name).join(', ')],
    [trans.__('Aliases'), asset.aliases.map(alias => alias.name).join(', ')]
  ];
  return <Facts facts={facts} />;
}
