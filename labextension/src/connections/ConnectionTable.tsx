/** Connections as a table. */
import type { ReactElement } from 'react';
import type { IConnection } from '../api';
import { actionsColumn, HiddenMark, type IColumn, RowActions, Table, useCouture } from '../ui';

export interface IConnectionTableProps {
  connections: readonly IConnection[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
  onOpen: (connection: IConnection) => void;
  onCopy: (connection: IConnection) => void;
  onDelete: (connection: IConnection) => void;
}

export function ConnectionTable(props: IConnectionTableProps): ReactElement {
  const { connections, onOpen, onCopy, onDelete } = props;
  const { trans } = useCouture();
  const columns: IColumn<IConnection>[] = [
    {
      id: 'id',
      label: trans.__('Connection'),
      orderBy: 'connection_id',
      cell: connection => (
        <>
          <button type="button" className="couture-Link" onClick={() => onOpen(connection)}>
            {nameOf(connection, connections)}
          </button>
          {connection.description && <div className="couture-muted">{connection.description}</div>}
        </>
      )
    },
    { id: 'type', label: trans.__('Type'), cell: ({ conn_type: type }) => type },
    { id: 'host', label: trans.__('Host'), cell: ({ host, port }) => (port === null ? (host ?? '') : `${host ?? ''}:${port}`) },
    { id: 'schema', label: trans.__('Schema'), cell: ({ schema }) => schema ?? '' },
    { id: 'login', label: trans.__('Login'), cell: ({ login }) => login ?? '' },
    { id: 'password', label: trans.__('Password'), cell: ({ password }) => (password === null ? '' : <HiddenMark />) },
    actionsColumn(trans.__('Actions'), connection => (
      <RowActions
        name={nameOf(connection, connections)}
        needs="connections:edit"
        isOpenToAll
        onEdit={() => onOpen(connection)}
        onCopy={() => onCopy(connection)}
        onDelete={() => onDelete(connection)}
      />
    ))
  ];
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Connections')}
        columns={columns}
        rows={connections}
        rowKey={({ connection_id, number }) => `${connection_id} ${number}`}
        orderBy={props.orderBy}
        onOrder={props.onOrder}
        onOpen={onOpen}
      />
    </div>
  );
}

/** The id; with the number where several have it. */
function nameOf({ connection_id: id, number }: IConnection, all: readonly IConnection[]): string {
  const isAlone = number === 1 && all.filter(each => each.connection_id === id).length === 1;
  return isAlone ? id : `${id} (${number})`;
}
