/** The runs that a backfill would make, before it does. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBackfillPlan } from '../api';
import { Pager, Table, absoluteTime, useCouture } from '../ui';
import { problemText } from './values';

const LIMIT = 25;

export function BackfillPlan({ plan, zone }: { plan: IBackfillPlan; zone: string }): ReactElement {
  const { trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { total_entries: total, left_out: leftOut } = plan;
  return (
    <div className="couture-Backfill-plan">
      <p role="status">
        {total === 0 && trans.__('No run would be made.')}
        {total > 0 && trans._n('%1 run, in this order:', '%1 runs, in this order:', total, total)}
      </p>
      {Object.entries(leftOut).map(([problem, number]) => (
        <p key={problem} className="couture-muted">
          {trans._n('%1 date is left out: %2.', '%1 dates are left out: %2.', number, problemText(problem, trans))}
        </p>
      ))}
      {total > 0 && (
        <>
          <Table
            label={trans.__('Runs to come')}
            rows={plan.backfills.slice(offset, offset + LIMIT)}
            rowKey={day => day.logical_date}
            columns={[
              { id: 'date', label: trans.__('Logical date'), cell: day => absoluteTime(day.logical_date, zone) },
              { id: 'from', label: trans.__('Data from'), cell: day => absoluteTime(day.data_interval_start, zone) },
              { id: 'to', label: trans.__('Data to'), cell: day => absoluteTime(day.data_interval_end, zone) },
              {
                id: 'how',
                label: trans.__('Run'),
                cell: day => (day.runs_again ? trans.__('Runs again') : trans.__('Is made'))
              }
            ]}
          />
          {total > LIMIT && <Pager offset={offset} limit={LIMIT} total={total} onMove={setOffset} />}
        </>
      )}
    </div>
  );
}
