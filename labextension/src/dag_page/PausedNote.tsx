/** Why a notebook schedule is off when nobody switched it off: its owner has left. */
import type { ReactElement } from 'react';
import { useCouture, useQuery } from '../ui';

export function PausedNote({ dagId }: { dagId: string }): ReactElement | null {
  const { client, trans } = useCouture();
  const { data } = useQuery(
    () => client.schedules.get(dagId),
    change => change.subject === 'user' || (change.dag_id === dagId && change.subject === 'dag'),
    [client, dagId]
  );
  if (!data?.paused_because) {
    return null;
  }
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      {data.paused_because} {trans.__('It is paused. Save the schedule to make it yours, then switch it on.')}
    </div>
  );
}
