/** Values in a state store, by key. */
import type { ReactElement, ReactNode } from 'react';
import { useCouture } from './context';
import { Pager } from './Pager';
import { RelativeTime } from './RelativeTime';
import { Table } from './Table';

const LONGEST = 300;

export interface IKeptValue {
  key: string;
  value?: unknown;
  updated_at: string;
}

export interface IKeptValuesProps<Row extends IKeptValue> {
  rows: readonly Row[];
  /** The last column: what else is known of a value. */
  more: { label: string; cell: (row: Row) => ReactNode };
  offset: number;
  limit: number;
  total: number;
  onMove: (offset: number) => void;
}

export function KeptValues<Row extends IKeptValue>(props: IKeptValuesProps<Row>): ReactElement {
  const { trans } = useCouture();
  const { rows, more, offset, limit, total, onMove } = props;
  return (
    <>
      <div className="couture-TableScroll">
        <Table
          label={trans.__('State')}
          rows={rows}
          rowKey={row => row.key}
          columns={[
            { id: 'key', label: trans.__('Key'), cell: row => row.key },
            { id: 'value', label: trans.__('Value'), cell: row => <Value value={row.value} /> },
            { id: 'changed', label: trans.__('Changed'), cell: row => <RelativeTime at={row.updated_at} /> },
            { id: 'more', ...more }
          ]}
        />
      </div>
      {total > limit && <Pager offset={offset} limit={limit} total={total} onMove={onMove} />}
    </>
  );
}

function Value({ value }: { value: unknown }): ReactElement {
  const text = JSON.stringify(value);
  const isLong = text.length > LONGEST;
  return <code title={isLong ? text.slice(0, 10 * LONGEST) : undefined}>{isLong ? `${text.slice(0, LONGEST)}…` : text}</code>;
}
