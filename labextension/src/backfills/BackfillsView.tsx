/** The backfills of a DAG: a form that starts one, the list, and the progress of the chosen one. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBackfill } from '../api';
import { ErrorBanner, Loading, RelativeTime, Table, absoluteTime, useCouture, useQuery } from '../ui';
import { BackfillForm } from './BackfillForm';
import { BackfillProgress } from './BackfillProgress';
import { stateWord } from './values';

const NEWEST = 50;

export function BackfillsView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data, error, refresh } = useQuery(
    async () => {
      const [dag, found] = await Promise.all([client.dags.details(dagId), client.backfills.list(dagId, NEWEST)]);
      return { dag, backfills: found.backfills };
    },
    change => change.dag_id === dagId && ['backfill', 'dag', 'dag_run'].includes(change.subject),
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const { dag, backfills } = data;
  const zone = dag.timezone ?? 'UTC';
  const shown = backfills.find(each => each.id === chosen) ?? backfills[0];
  return (
    <div className="couture-Backfills">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {dag.is_backfillable ? (
        <BackfillForm
          dagId={dagId}
          zone={zone}
          onStarted={backfill => {
            setChosen(backfill.id);
            refresh();
          }}
        />
      ) : (
        <p className="couture-muted">
          {trans.__('The schedule of this DAG names no moments: there are no runs between two dates.')}
        </p>
      )}
      {shown && <BackfillProgress backfill={shown} zone={zone} onChange={refresh} />}
      {backfills.length > 1 && <BackfillList backfills={backfills} zone={zone} shown={shown} onChoose={setChosen} />}
    </div>
  );
}

interface IBackfillListProps {
  backfills: readonly IBackfill[];
  zone: string;
  shown: IBackfill;
  onChoose: (id: number) => void;
}

function BackfillList({ backfills, zone, shown, onChoose }: IBackfillListProps): ReactElement {
  const { trans } = useCouture();
  return (
    <details>
      <summary>{trans.__('All backfills')}</summary>
      <Table
        label={trans.__('Backfills')}
        rows={backfills}
        rowKey={each => String(each.id)}
        columns={[
          { id: 'at', label: trans.__('Started'), cell: each => <RelativeTime at={each.created_at} /> },
          { id: 'by', label: trans.__('By'), cell: each => each.triggering_user_name },
          { id: 'from', label: trans.__('From'), cell: each => absoluteTime(each.from_date, zone) },
          { id: 'to', label: trans.__('To'), cell: each => absoluteTime(each.to_date, zone) },
          { id: 'state', label: trans.__('State'), cell: each => stateWord(each, trans) },
          {
            id: 'open',
            label: '',
            cell: each => (
              <button
                type="button"
                className="couture-Button"
                aria-pressed={each.id === shown.id}
                onClick={() => onChoose(each.id)}
              >
                {each.id === shown.id ? trans.__('Shown above') : trans.__('Show')}
              </button>
            )
          }
        ]}
      />
    </details>
  );
}
