/** The SLAs that tasks of a DAG missed, with what people noted about each. */
import { InputDialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ISlaMiss } from '../api';
import { CommandIDs } from '../commands';
import { ErrorBanner, Loading, Pager, Table, absoluteTime, attempt, useCouture, useQuery } from '../ui';

const LIMIT = 50;

export function SlaMissesView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.lateness.slas({ dag_id: dagId, limit: LIMIT, offset }),
    change => change.subject === 'sla_miss' && change.dag_id === dagId,
    [client, dagId, offset]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.total_entries === 0) {
    return <p className="couture-muted">{trans.__('No task of this DAG has missed its SLA.')}</p>;
  }
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <Table
        label={trans.__('Missed SLAs')}
        rows={data.slas}
        rowKey={miss => `${miss.task_id} ${miss.logical_date}`}
        columns={[
          { id: 'task', label: trans.__('Task'), cell: miss => miss.task_id },
          { id: 'run', label: trans.__('Logical date'), cell: miss => <Run miss={miss} /> },
          { id: 'missed', label: trans.__('Missed'), cell: miss => absoluteTime(miss.missed_at) },
          { id: 'told', label: trans.__('Told'), cell: miss => (miss.notified_at ? trans.__('yes') : trans.__('no')) },
          { id: 'note', label: trans.__('Note'), cell: miss => <MissNote miss={miss} onSaved={refresh} /> }
        ]}
      />
      {data.total_entries > LIMIT && (
        <Pager offset={offset} limit={LIMIT} total={data.total_entries} onMove={setOffset} />
      )}
    </>
  );
}

function Run({ miss }: { miss: ISlaMiss }): ReactElement {
  const { commands } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = miss;
  const date = absoluteTime(miss.logical_date);
  if (runId === null) {
    return <>{date}</>;
  }
  return (
    <button
      type="button"
      className="couture-Link"
      title={runId}
      onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId })}
    >
      {date}
    </button>
  );
}

function MissNote({ miss, onSaved }: { miss: ISlaMiss; onSaved: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const edit = async (): Promise<void> => {
    const title = trans.__('Why did "%1" miss its SLA?', miss.task_id);
    const asked = await InputDialog.getText({ title, label: trans.__('Note'), text: miss.description ?? '' });
    if (!asked.button.accept) {
      return;
    }
    const save = (): Promise<unknown> => client.lateness.describe(miss, asked.value ?? '');
    if (await attempt(trans.__('The note was not saved.'), save, trans)) {
      onSaved();
    }
  };
  return (
    <button type="button" className="couture-Link" onClick={() => void edit()}>
      {miss.description ?? trans.__('Add a note')}
    </button>
  );
}
