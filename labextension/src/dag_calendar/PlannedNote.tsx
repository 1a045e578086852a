/** What the marks of planned runs mean, and how far they go. */
import type { ReactElement } from 'react';
import type { IPlannedDays } from '../api';
import { shortTime, StateMark, useCouture } from '../ui';

export function PlannedNote({ planned }: { planned: IPlannedDays }): ReactElement {
  const { trans } = useCouture();
  const total = planned.days.reduce((sum, each) => sum + each.count, 0);
  return (
    <p className="couture-muted couture-Calendar-note">
      <StateMark state="scheduled" compact title={trans.__('Planned')} />{' '}
      {total === 0
        ? trans.__('No planned runs in this year.')
        : planned.is_paused
          ? trans._n(
              '%1 run would come in this year: the DAG is off.',
              '%1 runs would come in this year: the DAG is off.',
              total
            )
          : trans._n('%1 run is planned in this year.', '%1 runs are planned in this year.', total)}{' '}
      {planned.known_until !== null &&
        trans.__('So many that they are counted only until %1.', shortTime(planned.known_until, Date.now(), planned.timezone))}
    </p>
  );
}
