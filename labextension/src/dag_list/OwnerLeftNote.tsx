/** Schedules that are paused because their owner left: told whatever the filters are, as nobody else looks after them. */
import type { ReactElement } from 'react';
import type { IDagSummary } from '../api';
import { useCouture, useQuery } from '../ui';
import type { IListView } from '../ui/listing';

export function OwnerLeftNote({ state, onState }: IListView<IDagSummary>): ReactElement | null {
  const { client, trans } = useCouture();
  const { data: found = 0 } = useQuery(
    async () => (await client.dags.summaries({ owner_left: true, limit: 0 })).total_entries,
    change => change.subject === 'dag' || change.subject === 'user',
    [client]
  );
  if (found === 0 || state.filters.ownerLeft === 'true') {
    return null;
  }
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      <span className="couture-Banner-text">
        {trans._n(
          '%1 schedule is paused because its owner left.',
          '%1 schedules are paused because their owner left.',
          found
        )}
      </span>
      <button
        type="button"
        className="couture-Link"
        onClick={() => onState({ ...state, filters: { ownerLeft: 'true' } })}
      >
        {trans._n('Show it', 'Show them', found)}
      </button>
    </div>
  );
}
