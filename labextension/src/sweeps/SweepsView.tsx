/** The sweeps of a DAG: a form that starts one, the list, and the table of the chosen one. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ISweep } from '../api';
import { ErrorBanner, Loading, RelativeTime, Table, useCouture, useQuery } from '../ui';
import type { FirstValues } from './first_values';
import { SweepForm } from './SweepForm';
import { SweepResults } from './SweepResults';

export function SweepsView({ dagId, firstValues }: { dagId: string; firstValues: FirstValues }): ReactElement {
  const { client, trans } = useCouture();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refresh } = useQuery(
    () => client.sweeps.list(dagId),
    change => change.dag_id === dagId && change.subject === 'dag_run',
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const shown = data.find(each => each.sweep_id === chosen) ?? data[0];
  return (
    <div className="couture-Sweeps">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <SweepForm
        dagId={dagId}
        firstValues={firstValues}
        onStarted={sweep => {
          setChosen(sweep.sweep_id);
          refresh();
        }}
      />
      {data.length > 1 && <SweepList sweeps={data} shown={shown} onChoose={setChosen} />}
      {shown && <SweepResults key={shown.sweep_id} dagId={dagId} sweepId={shown.sweep_id} />}
      {!shown && <p className="couture-muted">{trans.__('No sweeps yet.')}</p>}
    </div>
  );
}

interface ISweepListProps {
  sweeps: readonly ISweep[];
  shown: ISweep;
  onChoose: (sweepId: string) => void;
}

function SweepList({ sweeps, shown, onChoose }: ISweepListProps): ReactElement {
  const { trans } = useCouture();
  return (
    <details>
      <summary>{trans.__('Earlier sweeps')}</summary>
      <Table
        label={trans.__('Sweeps')}
        rows={sweeps}
        rowKey={sweep => sweep.sweep_id}
        columns={[
          { id: 'at', label: trans.__('Started'), cell: sweep => <RelativeTime at={sweep.started_at} /> },
          { id: 'by', label: trans.__('By'), cell: sweep => sweep.user },
          { id: 'runs', label: trans.__('Runs'), cell: sweep => sweep.runs },
          {
            id: 'open',
            label: '',
            cell: sweep => (
              <button
                type="button"
                className="couture-Button"
                aria-pressed={sweep === shown}
                onClick={() => onChoose(sweep.sweep_id)}
              >
                {sweep === shown ? trans.__('Shown below') : trans.__('Show')}
              </button>
            )
          }
        ]}
      />
    </details>
  );
}
