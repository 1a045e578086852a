/** What the next run of a DAG waits for, and which of it has come. */
import type { ReactElement } from 'react';
import type { IAwaitedAsset, INextRunAssets } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, attempt, type IColumn, RelativeTime, StateMark, Table, useCouture } from '../ui';
import { AwaitedPartitions } from './AwaitedPartitions';
import { expressionText } from './expression';

export function Awaited({ next }: { next: INextRunAssets }): ReactElement {
  const { client, trans } = useCouture();
  const columns: IColumn<IAwaitedAsset>[] = [
    { id: 'name', label: trans.__('Asset'), cell: awaited => <Name awaited={awaited} /> },
    ...(next.is_partitioned
      ? []
      : [{ id: 'state', label: trans.__('State'), cell: (awaited: IAwaitedAsset) => <Come awaited={awaited} /> }]),
    {
      id: 'last',
      label: trans.__('Last update'),
      cell: awaited => (awaited.last_event ? <RelativeTime at={awaited.last_event} /> : '–')
    }
  ];
  const forget = (): Promise<unknown> =>
    attempt(trans.__('The updates could not be forgotten.'), () => client.assets.forget(next.dag_id), trans);
  return (
    <>
      <h2>{trans.__('The next run')}</h2>
      <p>{trans.__('It starts when these have been updated: %1', expressionText(next.asset_expression, trans))}</p>
      <Table
        label={trans.__('Awaited assets')}
        columns={columns}
        rows={next.awaited}
        rowKey={awaited => `${awaited.kind} ${awaited.name}`}
      />
      {next.is_partitioned && <AwaitedPartitions next={next} />}
      {next.awaited.some(awaited => awaited.since) && (
        <div className="couture-Buttons">
          <ActionButton
            label={trans.__('Forget what has come')}
            needs="assets:edit"
            dagId={next.dag_id}
            onClick={() => void forget()}
          />
        </div>
      )}
    </>
  );
}

function Name({ awaited }: { awaited: IAwaitedAsset }): ReactElement {
  const { commands, trans } = useCouture();
  const { asset_id: assetId, kind, name } = awaited;
  if (assetId === null) {
    return <>{kind === 'alias' ? trans.__('%1 (alias)', name) : name}</>;
  }
  return (
    <button
      type="button"
      className="couture-Link"
      onClick={() => void commands.execute(CommandIDs.openAssets, { assetId })}
    >
      {name}
    </button>
  );
}

function Come({ awaited }: { awaited: IAwaitedAsset }): ReactElement {
  const { trans } = useCouture();
  if (!awaited.since) {
    return <span className="couture-muted">{trans.__('Awaited')}</span>;
  }
  return (
    <>
      <StateMark state="success" compact /> {trans.__('Has come')} <RelativeTime at={awaited.since} />
    </>
  );
}
