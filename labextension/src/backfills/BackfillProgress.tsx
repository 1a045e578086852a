/** One backfill: how far it is, what holds it up, its runs, and the buttons to hold and to cancel it. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBackfill, IBackfillDay } from '../api';
import { CommandIDs } from '../commands';
import {
  ActionButton,
  CommandButton,
  ErrorBanner,
  Loading,
  Pager,
  ProgressBar,
  StateMark,
  Table,
  absoluteTime,
  attempt,
  confirmDestructive,
  useCouture,
  useQuery
} from '../ui';
import { problemText, progressText, stateWord } from './values';

const LIMIT = 50;

export interface IBackfillProgressProps {
  backfill: IBackfill;
  zone: string;
  onChange: () => void;
}

export function BackfillProgress({ backfill, zone, onChange }: IBackfillProgressProps): ReactElement {
  const { trans } = useCouture();
  const { days_ended: ended, days_total: total } = backfill;
  const dates = [backfill.from_date, backfill.to_date].map(each => absoluteTime(each, zone));
  return (
    <section className="couture-Section" aria-label={trans.__('Backfill %1', backfill.id)}>
      <h2>{trans.__('Backfill %1: %2 to %3', backfill.id, ...dates)}</h2>
      <div className="couture-Buttons">
        <span role="status">{stateWord(backfill, trans)}</span>
        <ProgressBar
          value={ended}
          max={total}
          text={progressText(backfill, trans)}
          state={backfill.days.failed ? 'failed' : backfill.completed_at ? 'success' : 'running'}
        />
        <Actions backfill={backfill} onChange={onChange} />
      </div>
      {backfill.holdup && <Holdup backfill={backfill} />}
      <Days key={backfill.id} backfill={backfill} zone={zone} />
    </section>
  );
}

function Holdup({ backfill }: { backfill: IBackfill }): ReactElement {
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      <span className="couture-Banner-text">{backfill.holdup}</span>
      {!backfill.is_paused && <CommandButton command={CommandIDs.resumeDag} args={{ dagId: backfill.dag_id }} />}
    </div>
  );
}

function Actions({ backfill, onChange }: Omit<IBackfillProgressProps, 'zone'>): ReactElement | null {
  const { client, trans } = useCouture();
  if (backfill.completed_at !== null) {
    return null;
  }
  const change = async (what: 'pause' | 'unpause' | 'cancel'): Promise<void> => {
    await attempt(trans.__('The backfill was not changed.'), () => client.backfills.change(backfill.id, what), trans);
    onChange();
  };
  const cancel = async (): Promise<void> => {
    const question = {
      title: trans.__('Cancel the rest of this backfill?'),
      sentences: [trans.__('No further runs are made, and those that wait are ended. What runs goes on to its end.')],
      action: trans.__('Cancel the rest')
    };
    if (await confirmDestructive(question, trans)) {
      await change('cancel');
    }
  };
  return (
    <>
      <ActionButton
        label={backfill.is_paused ? trans.__('Go on') : trans.__('Pause')}
        needs="runs:edit"
        dagId={backfill.dag_id}
        onClick={() => void change(backfill.is_paused ? 'unpause' : 'pause')}
      />
      <ActionButton
        variant="warn"
        label={trans.__('Cancel the rest…')}
        needs="runs:edit"
        dagId={backfill.dag_id}
        onClick={() => void cancel()}
      />
    </>
  );
}

function Days({ backfill, zone }: Omit<IBackfillProgressProps, 'onChange'>): ReactElement {
  const { client, commands, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { id, dag_id: dagId } = backfill;
  const { data, error, refresh } = useQuery(
    () => client.backfills.days(id, { limit: LIMIT, offset }),
    change => change.dag_id === dagId && ['backfill', 'dag_run'].includes(change.subject),
    [client, id, dagId, offset]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const open = (runId: string): void => void commands.execute(CommandIDs.openRun, { dagId, runId });
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <Table
        label={trans.__('Runs of the backfill')}
        rows={data.backfill_days}
        rowKey={day => day.logical_date}
        columns={[
          { id: 'date', label: trans.__('Logical date'), cell: day => absoluteTime(day.logical_date, zone) },
          { id: 'state', label: trans.__('Run'), cell: day => <Day day={day} onOpen={open} /> }
        ]}
      />
      {data.total_entries > LIMIT && (
        <Pager offset={offset} limit={LIMIT} total={data.total_entries} onMove={setOffset} />
      )}
    </>
  );
}

function Day({ day, onOpen }: { day: IBackfillDay; onOpen: (runId: string) => void }): ReactElement {
  const { trans } = useCouture();
  const runId = day.dag_run_id;
  if (day.problem) {
    return <span className="couture-muted">{problemText(day.problem, trans)}</span>;
  }
  if (runId === null) {
    return <span className="couture-muted">{trans.__('Waits')}</span>;
  }
  return (
    <button type="button" className="couture-Button couture-mod-minimal" title={runId} onClick={() => onOpen(runId)}>
      <StateMark state={day.state} />
    </button>
  );
}
