/** The run of a missed SLA, and what people noted about it. */
import { InputDialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import type { ISlaMiss } from '../api';
import { CommandIDs } from '../commands';
import { absoluteTime, attempt, useCouture, usePermission } from '../ui';

export function MissRun({ miss, tabIndex }: { miss: ISlaMiss; tabIndex?: number }): ReactElement {
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
      tabIndex={tabIndex}
      onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId })}
    >
      {date}
    </button>
  );
}

export interface IMissNoteProps {
  miss: ISlaMiss;
  tabIndex?: number;
  onSaved?: () => void;
}

export function MissNote({ miss, tabIndex, onSaved }: IMissNoteProps): ReactElement {
  const { client, trans } = useCouture();
  const lack = usePermission('runs:edit', [miss.dag_id]);
  const edit = async (): Promise<void> => {
    const title = trans.__('Why did "%1" miss its SLA?', miss.task_id);
    const asked = await InputDialog.getText({ title, label: trans.__('Note'), text: miss.description ?? '' });
    if (!asked.button.accept) {
      return;
    }
    const save = (): Promise<unknown> => client.lateness.describe(miss, asked.value ?? '');
    if (await attempt(trans.__('The note was not saved.'), save, trans)) {
      onSaved?.();
    }
  };
  return (
    <button
      type="button"
      className="couture-Link couture-cut"
      title={[miss.description, lack].filter(Boolean).join('\n') || undefined}
      aria-disabled={lack !== null}
      tabIndex={tabIndex}
      onClick={() => lack === null && void edit()}
    >
      {miss.description ?? trans.__('Add a note')}
    </button>
  );
}
