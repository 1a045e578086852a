/** Pools as a table, with a bar of their slots; the number of slots is changed at its place. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { IPool } from '../api';
import { CommandIDs } from '../commands';
import { actionsColumn, askAndDelete, type IColumn, OpenLink, RowActions, stateLabel, Table, useCouture } from '../ui';
import { PoolForm } from './PoolForm';
import { slotsText, usedSlots } from './slots';

const DEFAULT = 'default_pool';

export interface IPoolTableProps {
  pools: readonly IPool[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
}

export function PoolTable({ pools, orderBy, onOrder }: IPoolTableProps): ReactElement {
  const { trans } = useCouture();
  const [edited, setEdited] = useState<string | null>(null);
  const number = (id: string, label: string, cell: IColumn<IPool>['cell']): IColumn<IPool> => ({
    id,
    label,
    className: 'couture-Table-number',
    cell
  });
  const slots = (state: string, label: string, count: (pool: IPool) => number): IColumn<IPool> =>
    number(state, label, pool => <Tasks pool={pool} state={state} count={count(pool)} />);
  const columns: IColumn<IPool>[] = [
    { id: 'name', label: trans.__('Pool'), orderBy: 'name', cell: pool => <Name pool={pool} /> },
    { id: 'bar', label: trans.__('In use'), cell: pool => <PoolBar pool={pool} /> },
    { ...number('slots', trans.__('Slots'), pool => (pool.slots < 0 ? trans.__('no limit') : pool.slots)), orderBy: 'slots' },
    slots('running', trans.__('Running'), pool => pool.running_slots),
    slots('queued', trans.__('Queued'), pool => pool.queued_slots),
    slots('scheduled', trans.__('Waiting'), pool => pool.scheduled_slots),
    slots('deferred', trans.__('Deferred'), pool => pool.deferred_slots),
    number('open', trans.__('Open'), pool => (pool.slots < 0 ? '∞' : pool.open_slots)),
    actionsColumn(trans.__('Actions'), pool => (
      <Actions pool={pool} onEdit={() => setEdited(edited === pool.name ? null : pool.name)} />
    ))
  ];
  const shown = pools.find(({ name }) => name === edited);
  return (
    <>
      {shown && <PoolForm key={shown.name} old={shown} onDone={() => setEdited(null)} />}
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Pools')}
          columns={columns}
          rows={pools}
          rowKey={({ name }) => name}
          orderBy={orderBy}
          onOrder={onOrder}
          onOpen={({ name }) => setEdited(name)}
        />
      </div>
    </>
  );
}

function Name({ pool }: { pool: IPool }): ReactElement {
  return (
    <div className="couture-PoolName">
      {pool.name}
      {pool.description && <div className="couture-muted">{pool.description}</div>}
    </div>
  );
}

/** How many slots tasks in this state have; leads to these tasks. */
function Tasks({ pool, state, count }: { pool: IPool; state: string; count: number }): ReactElement {
  const { trans } = useCouture();
  const title = trans.__('%1: open the task instances in the pool %2', stateLabel(state, trans), pool.name);
  return count === 0 ? (
    <span className="couture-muted">0</span>
  ) : (
    <OpenLink command={CommandIDs.openTaskInstances} args={{ pool: pool.name, state }} title={title}>
      {count}
    </OpenLink>
  );
}

function PoolBar({ pool }: { pool: IPool }): ReactElement {
  const { trans } = useCouture();
  const text = slotsText(pool, trans);
  return (
    <div className="couture-PoolBar" role="img" aria-label={text} title={text}>
      {usedSlots(pool).map(({ state, share }) => (
        <span key={state} className={`couture-mod-${state}`} style={{ width: `${share}%` }} />
      ))}
    </div>
  );
}

function Actions({ pool, onEdit }: { pool: IPool; onEdit: () => void }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const { name } = pool;
  const deletion = {
    subject: 'pool',
    title: trans.__('Delete the pool %1?', name),
    sentences: [trans.__('Tasks that name it wait until it is made again, or until they name another one.')],
    failed: trans.__('The pool could not be deleted.'),
    act: () => client.pools.delete(name)
  };
  return (
    <RowActions
      name={name}
      needs="pools:edit"
      undeletableBecause={undeletableBecause(pool, trans)}
      onEdit={onEdit}
      onDelete={() => void askAndDelete(couture, deletion)}
    />
  );
}

/** Why a pool cannot be deleted now; null when it can. */
function undeletableBecause(pool: IPool, trans: TranslationBundle): string | null {
  if (pool.name === DEFAULT) {
    return trans.__('The default pool cannot be deleted: tasks without a pool of their own are in it. Change its slots instead.');
  }
  return pool.running_slots + pool.queued_slots + pool.scheduled_slots + pool.deferred_slots > 0
    ? trans.__('Tasks hold slots of it or wait for one. Let them end, or stop them; with 0 slots it starts no more.')
    : null;
}
