/** As whom the runs of a schedule read and write, and that saving it takes it over. */
import type { ReactElement } from 'react';
import { useCouture, useQuery } from '../ui';
import { useForm } from './context';

export function OwnerNote(): ReactElement | null {
  const { client, trans } = useCouture();
  const owner = useForm().model.runsAs;
  const { data: me } = useQuery(
    () => client.users.me(),
    () => false,
    [client]
  );
  if (owner === null || !me) {
    return null;
  }
  if (owner === me.username) {
    return <p className="couture-muted">{trans.__('You are its owner: its runs read and write as %1.', owner)}</p>;
  }
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      {trans.__('Its owner is %1, as whom its runs read and write.', owner)}{' '}
      {trans.__('Saving makes you its owner: its runs read and write as %1.', me.username)}
    </div>
  );
}
