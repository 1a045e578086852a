/** XComs as a table. */
import { deleteIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IXComName } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, attempt, confirmDestructive, type IColumn, RelativeTime, Table, useCouture } from '../ui';

export interface IXComTableProps {
  xcoms: readonly IXComName[];
  chosen: IXComName | null;
  onChoose: (xcom: IXComName | null) => void;
  onDeleted: () => void;
}

export function xcomKey({ dag_id, run_id, task_id, map_index, key }: IXComName): string {
  return JSON.stringify([dag_id, run_id, task_id, map_index, key]);
}

export function XComTable({ xcoms, chosen, onChoose, onDeleted }: IXComTableProps): ReactElement {
  const { commands, trans } = useCouture();
  const link = (label: string, command: string, args: Record<string, string>): ReactElement => (
    <button type="button" className="couture-Link" onClick={() => void commands.execute(command, args)}>
      {label}
    </button>
  );
  const columns: IColumn<IXComName>[] = [
    {
      id: 'key',
      label: trans.__('Key'),
      cell: xcom => {
        const isChosen = chosen !== null && xcomKey(chosen) === xcomKey(xcom);
        return (
          <button
            type="button"
            className="couture-Link"
            aria-expanded={isChosen}
            title={trans.__('Show the value')}
            onClick={() => onChoose(isChosen ? null : xcom)}
          >
            {xcom.key}
          </button>
        );
      }
    },
    {
      id: 'dag',
      label: trans.__('DAG'),
      cell: xcom => link(xcom.dag_display_name, CommandIDs.openDag, { dagId: xcom.dag_id })
    },
    {
      id: 'run',
      label: trans.__('Run'),
      cell: xcom => link(xcom.run_id, CommandIDs.openRun, { dagId: xcom.dag_id, runId: xcom.run_id, taskId: xcom.task_id })
    },
    { id: 'task', label: trans.__('Task'), cell: xcom => xcom.task_display_name },
    {
      id: 'index',
      label: trans.__('Map index'),
      className: 'couture-Table-number',
      cell: xcom => (xcom.map_index < 0 ? '' : xcom.map_index)
    },
    { id: 'left', label: trans.__('Left'), cell: xcom => <RelativeTime at={xcom.timestamp} /> },
    {
      id: 'actions',
      label: trans.__('Actions'),
      className: 'couture-Table-actions',
      cell: xcom => <Delete xcom={xcom} onDeleted={onDeleted} />
    }
  ];
  return (
    <div className="couture-TableScroll">
      <Table label={trans.__('XComs')} columns={columns} rows={xcoms} rowKey={xcomKey} onOpen={onChoose} />
    </div>
  );
}

function Delete({ xcom, onDeleted }: { xcom: IXComName; onDeleted: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const remove = async (): Promise<void> => {
    const question = {
      title: trans.__('Delete the XCom %1?', xcom.key),
      sentences: [
        trans.__('Task %1 in the run %2 left it. Tasks that ask for it from now on get nothing.', xcom.task_id, xcom.run_id)
      ],
      action: trans.__('Delete')
    };
    if (await confirmDestructive(question, trans)) {
      await attempt(trans.__('The XCom could not be deleted.'), () => client.xcoms.delete(xcom), trans);
      const { dag_id, run_id, task_id, map_index } = xcom;
      changes.announce({ subject: 'task_instance', what: 'changed', dag_id, run_id, task_id, map_index });
      onDeleted();
    }
  };
  return (
    <ActionButton
      icon={deleteIcon}
      iconOnly
      variant="minimal"
      label={trans.__('Delete %1 of %2', xcom.key, xcom.task_id)}
      needs="runs:edit"
      dagId={xcom.dag_id}
      onClick={() => void remove()}
    />
  );
}
