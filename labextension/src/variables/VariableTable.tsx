/** Variables as a table. */
import type { ReactElement } from 'react';
import type { IVariable } from '../api';
import { actionsColumn, HiddenMark, type IColumn, RelativeTime, RowActions, SelectAll, Table, useCouture } from '../ui';

export interface IVariableTableProps {
  variables: readonly IVariable[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
  selected: ReadonlySet<string>;
  onSelect: (variables: readonly IVariable[], isSelected: boolean) => void;
  onOpen: (key: string) => void;
  onDelete: (key: string) => void;
}

const LONGEST = 200; // characters of a value that the list shows

export function VariableTable(props: IVariableTableProps): ReactElement {
  const { variables, selected, onSelect, onOpen, onDelete } = props;
  const { trans } = useCouture();
  const columns: IColumn<IVariable>[] = [
    {
      id: 'choice',
      label: trans.__('Select'),
      className: 'couture-Table-choice',
      cell: variable => (
        <input
          type="checkbox"
          aria-label={trans.__('Select %1', variable.key)}
          checked={selected.has(variable.key)}
          onChange={event => onSelect([variable], event.target.checked)}
        />
      )
    },
    {
      id: 'key',
      label: trans.__('Key'),
      orderBy: 'key',
      cell: ({ key }) => (
        <button type="button" className="couture-Link" onClick={() => onOpen(key)}>
          {key}
        </button>
      )
    },
    { id: 'value', label: trans.__('Value'), className: 'couture-Table-wide', cell: variable => <Value variable={variable} /> },
    { id: 'description', label: trans.__('Description'), cell: ({ description }) => description ?? '' },
    {
      id: 'changed',
      label: trans.__('Changed'),
      orderBy: 'updated_at',
      cell: ({ updated_at: at }) => (at ? <RelativeTime at={at} /> : '')
    },
    { id: 'by', label: trans.__('By'), orderBy: 'updated_by', cell: ({ updated_by: by }) => by },
    actionsColumn(trans.__('Actions'), ({ key }) => (
      <RowActions name={key} needs="variables:edit" isOpenToAll onEdit={() => onOpen(key)} onDelete={() => onDelete(key)} />
    ))
  ];
  return (
    <>
      <SelectAll
        count={variables.filter(({ key }) => selected.has(key)).length}
        total={variables.length}
        onSelect={isSelected => onSelect(variables, isSelected)}
      />
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Variables')}
          columns={columns}
          rows={variables}
          rowKey={({ key }) => key}
          orderBy={props.orderBy}
          onOrder={props.onOrder}
          onOpen={({ key }) => onOpen(key)}
        />
      </div>
    </>
  );
}

function Value({ variable }: { variable: IVariable }): ReactElement {
  if (variable.is_hidden) {
    return <HiddenMark />;
  }
  const { value } = variable;
  return <code className="couture-Table-value">{value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}</code>;
}
