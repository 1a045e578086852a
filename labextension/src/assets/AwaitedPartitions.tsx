/** The partitions for which updates wait, and how far the assets of each are. */
import type { ReactElement } from 'react';
import type { IAwaitedPartition, INextRunAssets } from '../api';
import { type IColumn, Table, useCouture } from '../ui';

export function AwaitedPartitions({ next }: { next: INextRunAssets }): ReactElement {
  const { trans } = useCouture();
  if (next.total_partitions === 0) {
    return <p className="couture-muted">{trans.__('No partition waits: each starts a run when all of it has come.')}</p>;
  }
  const columns: IColumn<IAwaitedPartition>[] = [
    { id: 'key', label: trans.__('Partition'), cell: partition => partition.partition_key },
    {
      id: 'come',
      label: trans.__('Has come'),
      cell: partition =>
        partition.assets.map(each => trans.__('%1: %2 of %3', each.asset, each.received, each.required)).join(', ')
    }
  ];
  return (
    <>
      <h3>{trans._n('%1 partition waits', '%1 partitions wait', next.total_partitions, next.total_partitions)}</h3>
      <Table
        label={trans.__('Awaited partitions')}
        columns={columns}
        rows={next.partitions}
        rowKey={partition => partition.partition_key}
      />
      {next.total_partitions > next.partitions.length && (
        <p className="couture-muted">{trans.__('These are the %1 that came first.', next.partitions.length)}</p>
      )}
    </>
  );
}
