/** What can be done with an executed notebook: open it, download it, trust it, go to what failed. */
import { downloadIcon, notebookIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IExecutedNotebook, ITaskInstance } from '../api';
import { ExportButton } from './ExportButton';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';

export interface INotebookBarProps {
  task: ITaskInstance;
  notebook: IExecutedNotebook;
  isTrusted: boolean;
  onTrust: () => void;
  /** Shows the failing cell, if there is one. */
  onReveal: (() => void) | null;
}

export function NotebookBar({ task, notebook, isTrusted, onTrust, onReveal }: INotebookBarProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const output = task.outputs.find(each => each.kind === 'notebook' && each.exists && each.path !== null);
  const path = notebook.path ?? (notebook.try_number === task.try_number ? (output?.path ?? null) : null);
  return (
    <div className="couture-Buttons couture-NotebookView-bar">
      {onReveal && (
        <button type="button" className="couture-Button couture-mod-warn" onClick={onReveal}>
          {trans.__('Go to the failing cell')}
        </button>
      )}
      <button
        type="button"
        className="couture-Button"
        aria-disabled={path === null}
        title={path ?? trans.__('The output has not been written to the workspace (yet).')}
        onClick={() => path !== null && void commands.execute(CommandIDs.openFile, { path })}
      >
        <notebookIcon.react tag="span" className="couture-Button-icon" />
        <span>{trans.__('Open output')}</span>
      </button>
      <a
        className="couture-Button"
        href={client.runs.notebookUrl(dagId, runId, taskId, notebook.try_number, mapIndex)}
        download={`${taskId}-${notebook.try_number}.ipynb`}
      >
        <downloadIcon.react tag="span" className="couture-Button-icon" />
        <span>{trans.__('Download')}</span>
      </a>
      {notebook.try_number === task.try_number &&
        task.outputs
          .filter(each => each.exists && each.kind !== 'notebook')
          .map(each => <ExportButton key={each.index} task={task} output={each} />)}
      {!isTrusted && (
        <button
          type="button"
          className="couture-Button couture-mod-minimal"
          title={trans.__('Show interactive outputs too. Their scripts run in your browser: only if you trust them.')}
          onClick={onTrust}
        >
          {trans.__('Trust the outputs')}
        </button>
      )}
    </div>
  );
}
