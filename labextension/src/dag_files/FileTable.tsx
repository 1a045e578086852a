/** The files of the list: what they make, how they were read, who changed them, and what can be done with each. */
import type { ReactElement } from 'react';
import type { IDagFile } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, type IColumn, RelativeTime, Table, useCouture } from '../ui';
import { sizeText } from '../ui/size';
import { StateCell } from './StateCell';

export interface IFileTableProps {
  files: readonly IDagFile[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
  selected: ReadonlySet<string>;
  onSelected: (selected: ReadonlySet<string>) => void;
}

export function FileTable({ files, orderBy, onOrder, selected, onSelected }: IFileTableProps): ReactElement {
  const { commands, trans } = useCouture();
  const edit = (file: IDagFile): void => void commands.execute(CommandIDs.editDagFile, { path: file.path });
  const choose = (path: string, isChosen: boolean): void => {
    const next = new Set(selected);
    next[isChosen ? 'add' : 'delete'](path);
    onSelected(next);
  };
  const columns: IColumn<IDagFile>[] = [
    {
      id: 'choice',
      label: '',
      className: 'couture-ManageDags-choice',
      cell: file => (
        <input
          type="checkbox"
          aria-label={trans.__('Choose %1', file.path)}
          checked={selected.has(file.path)}
          onChange={event => choose(file.path, event.target.checked)}
        />
      )
    },
    {
      id: 'path',
      label: trans.__('File'),
      className: 'couture-ManageDags-name',
      orderBy: 'path',
      cell: file => (
        <button type="button" className="couture-Link" disabled={!file.is_editable} onClick={() => edit(file)}>
          {file.path}
        </button>
      )
    },
    { id: 'dags', label: trans.__('DAGs'), className: 'couture-ManageDags-name', cell: file => <Dags file={file} /> },
    { id: 'state', label: trans.__('State'), orderBy: 'state', cell: file => <StateCell file={file} /> },
    {
      id: 'changed',
      label: trans.__('Changed'),
      orderBy: 'changed',
      cell: file => (
        <>
          <RelativeTime at={file.changed_at} />{' '}
          <span className="couture-muted">
            {file.changed_by === null ? trans.__('on disk') : trans.__('by %1', file.changed_by)}
          </span>
        </>
      )
    },
    {
      id: 'read',
      label: trans.__('Read'),
      orderBy: 'seconds',
      cell: file =>
        file.parsed_at !== null && (
          <>
            <RelativeTime at={file.parsed_at} />{' '}
            <span className="couture-muted">{trans.__('in %1 s', (file.parse_seconds ?? 0).toFixed(2))}</span>
          </>
        )
    },
    {
      id: 'size',
      label: trans.__('Size'),
      orderBy: 'size',
      className: 'couture-ManageDags-number',
      cell: file => sizeText(file.size)
    },
    { id: 'actions', label: trans.__('Actions'), cell: file => <Actions file={file} /> }
  ];
  return (
    <div className="couture-ManageDags-table">
      <Table
        label={trans.__('DAG files')}
        columns={columns}
        rows={files}
        rowKey={file => file.path}
        orderBy={orderBy}
        onOrder={onOrder}
        onOpen={edit}
      />
    </div>
  );
}

function Dags({ file }: { file: IDagFile }): ReactElement {
  const { commands } = useCouture();
  return (
    <span className="couture-ManageDags-dags">
      {file.dags.map(dag => (
        <button
          key={dag.dag_id}
          type="button"
          className="couture-Link"
          title={dag.schedule_summary}
          onClick={() => void commands.execute(CommandIDs.openDag, { dagId: dag.dag_id })}
        >
          {dag.display_name}
        </button>
      ))}
    </span>
  );
}

function Actions({ file }: { file: IDagFile }): ReactElement {
  const args = { path: file.path };
  const { trans } = useCouture();
  const because = file.is_editable ? null : trans.__('It is a link that leads out of the DAG folder.');
  return (
    <span className="couture-ManageDags-actions">
      <CommandButton command={CommandIDs.editDagFile} args={args} variant="minimal" iconOnly disabledBecause={because} />
      <CommandButton command={CommandIDs.openDagFileHistory} args={args} variant="minimal" iconOnly disabledBecause={because} />
      <CommandButton command={CommandIDs.downloadDagFile} args={args} variant="minimal" iconOnly disabledBecause={because} />
      <CommandButton command={CommandIDs.renameDagFile} args={args} variant="minimal" iconOnly disabledBecause={because} />
      <CommandButton command={CommandIDs.deleteDagFile} args={args} variant="minimal" iconOnly disabledBecause={because} />
    </span>
  );
}
