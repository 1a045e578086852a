/** The time axis above the chart, in the browser's time zone. */
import type { ReactElement } from 'react';
import { browserZone, useCouture } from '../ui';
import { ticksOf } from './axis';
import { type IStretch, placeOf } from './GanttRowView';

const TICK_WIDTH = 84;
/** What the column of the names takes, at most. */
const NAMES_WIDTH = 250;

export function GanttHead({ stretch, width }: { stretch: IStretch; width: number }): ReactElement {
  const { trans } = useCouture();
  const ticks = ticksOf(stretch.from, stretch.to, Math.max(1, Math.floor((width - NAMES_WIDTH) / TICK_WIDTH)));
  return (
    <div role="row" aria-rowindex={1} className="couture-Gantt-row couture-Gantt-head">
      <div role="columnheader" className="couture-Gantt-name">
        {trans.__('Task')}
      </div>
      <div role="columnheader" className="couture-Gantt-track" aria-label={trans.__('Time')} title={browserZone()}>
        {ticks.map(tick => (
          <span
            key={tick.at}
            className="couture-Gantt-tick"
            style={{ insetInlineStart: placeOf(tick.at, tick.at, stretch).insetInlineStart }}
          >
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  );
}
