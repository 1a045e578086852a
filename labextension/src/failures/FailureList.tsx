/** The failures of a DAG or of all; choosing one shows the tries that ended with it. */
import { type ReactElement, useState } from 'react';
import type { IFailedTry } from '../api/failures';
import { EmptyState, ErrorBanner, type IColumn, Loading, Pager, Table, useCouture, useQuery } from '../ui';
import { FailureTable, Seen } from './FailureTable';

const PAGE = 25;

export interface IFailureListProps {
  /** Of this DAG; of all without it. */
  dagId?: string;
  /** The failure whose tries are shown. */
  chosen: string | null;
  onChoose: (fingerprint: string | null) => void;
}

export function FailureList({ dagId, chosen, onChoose }: IFailureListProps): ReactElement {
  const { client, trans } = useCouture();
  const [days, setDays] = useState('90');
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.failures.list({ dag_id: dagId, days, limit: PAGE, offset }),
    change => change.subject === 'dag_run' && (dagId === undefined || change.dag_id === dagId),
    [client, dagId, days, offset]
  );
  if (chosen !== null) {
    return <Tries fingerprint={chosen} dagId={dagId} onBack={() => onChoose(null)} />;
  }
  return (
    <>
      <div className="couture-Buttons">
        <select
          className="couture-Select"
          aria-label={trans.__('Seen in')}
          value={days}
          onChange={event => {
            setDays(event.target.value);
            setOffset(0);
          }}
        >
          <option value="1">{trans.__('Last 24 hours')}</option>
          <option value="7">{trans.__('Last 7 days')}</option>
          <option value="90">{trans.__('Last 90 days')}</option>
          <option value="">{trans.__('Any time')}</option>
        </select>
        <span className="couture-muted">{trans.__('The same error at the same place in the code counts as one.')}</span>
      </div>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data?.total_entries === 0 && <EmptyState title={trans.__('Nothing has failed.')} />}
      {data && data.failures.length > 0 && (
        <FailureTable
          failures={data.failures}
          showDag={dagId === undefined}
          onOpen={failure => onChoose(failure.fingerprint)}
        />
      )}
      <Pager offset={offset} limit={PAGE} total={data?.total_entries ?? 0} onMove={setOffset} />
    </>
  );
}

function Tries({ fingerprint, dagId, onBack }: { fingerprint: string; dagId?: string; onBack: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.failures.get(fingerprint, { dag_id: dagId }),
    change => change.subject === 'dag_run',
    [client, fingerprint, dagId]
  );
  const columns: IColumn<IFailedTry>[] = [
    { id: 'when', label: trans.__('When'), cell: seen => <Seen seen={seen} /> },
    { id: 'dag', label: trans.__('DAG'), cell: seen => seen.dag_id },
    { id: 'run', label: trans.__('Run'), cell: seen => seen.dag_run_id },
    { id: 'task', label: trans.__('Task'), cell: seen => seen.task_id },
    { id: 'try', label: trans.__('Try'), cell: seen => seen.try_number },
    { id: 'error', label: trans.__('Error'), className: 'couture-TryError', cell: seen => seen.error ?? '' }
  ];
  return (
    <>
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" onClick={onBack}>
          {trans.__('All failures')}
        </button>
      </div>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <h2>{data.failure.last.error_name ?? trans.__('Failure')}</h2>
          <div className="couture-TableScroll">
            <Table
              label={trans.__('Tries with this failure')}
              columns={columns}
              rows={data.tries}
              rowKey={seen => `${seen.dag_id} ${seen.dag_run_id} ${seen.task_id} ${seen.map_index} ${seen.try_number}`}
            />
          </div>
        </>
      )}
    </>
  );
}
