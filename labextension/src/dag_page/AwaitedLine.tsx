/** How many of the assets that a DAG waits for have come; leads to the section that names them. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { useCouture, useQuery } from '../ui';

export function AwaitedLine({ dagId }: { dagId: string }): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { data } = useQuery(
    () => client.assets.nextRun(dagId),
    change => change.subject === 'asset' || (change.dag_id === dagId && ['dag', 'dag_run'].includes(change.subject)),
    [client, dagId]
  );
  if (!data || data.awaited.length === 0) {
    return null;
  }
  const come = data.awaited.filter(awaited => awaited.since !== null).length;
  return (
    <button
      type="button"
      className="couture-Link"
      onClick={() => void commands.execute(CommandIDs.openDag, { dagId, view: 'assets' })}
    >
      {data.is_partitioned
        ? trans._n('%1 partition waits', '%1 partitions wait', data.total_partitions, data.total_partitions)
        : trans.__('%1 of %2 awaited assets have come', come, data.awaited.length)}
    </button>
  );
}
