/** The files that a task made for people: open them in JupyterLab, or download them. */
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IOutput, ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, type IColumn, Loading, Table, useCouture, useQuery } from '../ui';
import { formatLabel } from '../ui/formats';
import { sizeText } from '../ui/size';
import { isAboutTask } from '../state/about';

export interface IOutputsViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function OutputsView({ task, tryNumber }: IOutputsViewProps): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const isNewest = tryNumber === task.try_number;
  const tries = useQuery(
    () => (isNewest ? Promise.resolve([]) : client.runs.tries(dagId, runId, taskId, mapIndex)),
    change => !isNewest && isAboutTask(change, task),
    [client, dagId, runId, taskId, mapIndex, isNewest]
  );
  const older = tries.data?.find(each => each.try_number === tryNumber);
  const outputs = isNewest ? task.outputs : older?.outputs;
  if (!outputs) {
    return <Loading />;
  }
  if (outputs.length === 0) {
    return <p className="couture-muted">{trans.__('This try has left no output files.')}</p>;
  }
  const columns: IColumn<IOutput>[] = [
    { id: 'name', label: trans.__('File'), cell: output => <OutputName output={output} /> },
    { id: 'kind', label: trans.__('Kind'), cell: output => formatLabel(output.kind, trans) },
    { id: 'size', label: trans.__('Size'), cell: output => (output.size === null ? '' : sizeText(output.size)) },
    {
      id: 'download',
      label: '',
      cell: output =>
        output.exists && (
          <a
            className="couture-Button couture-mod-minimal"
            href={client.runs.outputUrl(dagId, runId, taskId, output.index, tryNumber, mapIndex)}
            download={output.name}
          >
            <downloadIcon.react tag="span" className="couture-Button-icon" />
            <span>{trans.__('Download')}</span>
          </a>
        )
    }
  ];
  return (
    <div className="couture-TableScroll">
      <CommandButton command={CommandIDs.openRunFiles} args={{ dagId, runId }} />
      <Table label={trans.__('Outputs')} columns={columns} rows={outputs} rowKey={output => String(output.index)} />
    </div>
  );
}

function OutputName({ output }: { output: IOutput }): ReactElement {
  const { commands, trans } = useCouture();
  const { path } = output;
  if (output.problem !== null) {
    return <span className="couture-OutputProblem">{trans.__('Warning: %1', output.problem)}</span>;
  }
  if (!output.exists) {
    return <span className="couture-muted">{trans.__('%1 (it does not exist any more)', path ?? output.name)}</span>;
  }
  if (path === null) {
    return <span>{output.name}</span>;
  }
  return (
    <button
      type="button"
      className="couture-Link"
      title={trans.__('Open in JupyterLab')}
      onClick={() => void commands.execute(CommandIDs.openFile, { path })}
    >
      {path}
    </button>
  );
}
