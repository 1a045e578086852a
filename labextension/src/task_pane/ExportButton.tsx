/** Another format of the executed notebook: opened in JupyterLab where it is in the workspace, else downloaded. */
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IOutput, ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';
import { formatLabel } from '../ui/formats';

export function ExportButton({ task, output }: { task: ITaskInstance; output: IOutput }): ReactElement {
  const { client, commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex, try_number: tryNumber } = task;
  const label = formatLabel(output.kind, trans);
  const { path } = output;
  if (path !== null) {
    return (
      <button
        type="button"
        className="couture-Button"
        title={path}
        onClick={() => void commands.execute(CommandIDs.openFile, { path })}
      >
        {label}
      </button>
    );
  }
  return (
    <a
      className="couture-Button"
      href={client.runs.outputUrl(dagId, runId, taskId, output.index, tryNumber, mapIndex)}
      download={output.name}
    >
      <downloadIcon.react tag="span" className="couture-Button-icon" />
      <span>{label}</span>
    </a>
  );
}
