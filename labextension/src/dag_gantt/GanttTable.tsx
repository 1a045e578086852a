/** The Gantt chart as a table: every try of every task with its times. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { durationText, Pager, StateMark, Table, displayLocale, useCouture } from '../ui';
import type { IBar, IGanttRow } from './bars';
import { spansOf } from './words';

const PAGE = 100;

export interface IGanttTableProps {
  rows: readonly IGanttRow[];
  critical: ReadonlySet<string>;
  now: number;
  onChoose: (row: IGanttRow) => void;
}

interface ILine {
  row: IGanttRow;
  bar: IBar;
}

export function GanttTable({ rows, critical, now, onChoose }: IGanttTableProps): ReactElement {
  const { trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const lines = rows.flatMap((row): ILine[] => (row.kind === 'group' ? [] : row.bars.map(bar => ({ row, bar }))));
  const moment = (at: number | null): string => (at === null ? '–' : clock(at));
  const span = (seconds: number | null): string => (seconds === null ? '–' : durationText(seconds));
  return (
    <>
      <div className="couture-TableScroll couture-Gantt-table">
        <Table
          label={trans.__('When the tasks waited and ran')}
          rows={lines.slice(offset, offset + PAGE)}
          rowKey={({ row, bar }) => `${row.key} ${bar.tryNumber}`}
          columns={[
            {
              id: 'task',
              label: trans.__('Task'),
              cell: ({ row }) => (
                <button type="button" className="couture-Link" title={row.title} onClick={() => onChoose(row)}>
                  {row.title}
                </button>
              )
            },
            { id: 'try', label: trans.__('Try'), cell: ({ bar }) => bar.tryNumber || '–' },
            { id: 'state', label: trans.__('State'), cell: ({ bar }) => <StateMark state={bar.state} /> },
            { id: 'queued', label: trans.__('Queued'), cell: ({ bar }) => moment(bar.queued) },
            { id: 'started', label: trans.__('Started'), cell: ({ bar }) => moment(bar.start) },
            { id: 'ended', label: trans.__('Ended'), cell: ({ bar }) => moment(bar.end) },
            { id: 'waited', label: trans.__('Waited'), cell: ({ bar }) => span(spansOf(bar, now).waited) },
            { id: 'ran', label: trans.__('Ran'), cell: ({ bar }) => span(spansOf(bar, now).ran) },
            {
              id: 'critical',
              label: trans.__('Critical path'),
              cell: ({ row }) => (row.taskId !== null && critical.has(row.taskId) ? trans.__('Yes') : '–')
            }
          ]}
        />
      </div>
      {lines.length > PAGE && <Pager offset={offset} limit={PAGE} total={lines.length} onMove={setOffset} />}
    </>
  );
}

const CLOCK: Intl.DateTimeFormatOptions = {
  ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  fractionalSecondDigits: 1
};

function clock(at: number): string {
  return new Intl.DateTimeFormat(displayLocale(), CLOCK).format(at);
}
