/** The head of the grid: a bar for each run, as long as the run took, and the days. */
import type { ReactElement } from 'react';
import type { IShownRun } from '../state/grid_cells';
import { durationText, runTypeLabel, secondsBetween, shortTime, stateLabel, useCouture, useNow } from '../ui';
import { StateIcon } from '../ui/StateIcon';
import { dayLabels } from './days';

export interface IGridHeadProps {
  id: string;
  runs: readonly IShownRun[];
  /** The column with the keyboard's place, if it is in the head. */
  active: number | null;
  chosenRun: string | null;
}

export function GridHead({ id, runs, active, chosenRun }: IGridHeadProps): ReactElement {
  const { trans } = useCouture();
  const isRunning = runs.some(({ run }) => run.start_date !== null && run.end_date === null);
  const now = useNow(isRunning ? 'second' : null);
  const seconds = runs.map(({ run }) => (run.start_date ? secondsBetween(run.start_date, run.end_date, now) : 0));
  const longest = Math.max(0.001, ...seconds);
  const days = dayLabels(runs.map(({ run }) => run.run_after));
  return (
    <div role="row" aria-rowindex={1} className="couture-Grid-row couture-Grid-head">
      <div role="columnheader" className="couture-Grid-name couture-Grid-corner">
        <span className="couture-Grid-longest" title={trans.__('The longest of these runs')}>
          {durationText(longest)}
        </span>
        <span>{trans.__('Task')}</span>
      </div>
      {runs.map(({ run }, column) => {
        const isChosen = run.dag_run_id === chosenRun;
        const label = trans.__(
          'Run of %1, %2, %3, %4',
          shortTime(run.run_after, now),
          stateLabel(run.state, trans),
          runTypeLabel(run.run_type, trans),
          durationText(seconds[column])
        );
        return (
          <div
            key={run.dag_run_id}
            role="columnheader"
            id={`${id}--1-${column}`}
            className={`couture-Grid-run${isChosen ? ' couture-mod-run' : ''}${active === column ? ' couture-mod-active' : ''}`}
            aria-label={label}
            aria-selected={isChosen}
            data-row={-1}
            data-column={column}
          >
            <span className="couture-Grid-day">{days[column]}</span>
            <span className={`couture-Grid-bar couture-StateMark couture-mod-${run.state}`}>
              <span style={{ height: `${Math.max(3, (seconds[column] / longest) * 100)}%` }} />
            </span>
            <span className={`couture-StateMark couture-mod-${run.state}`}>
              <StateIcon state={run.state} />
            </span>
            <span className="couture-Grid-type" aria-hidden="true">
              {run.run_type === 'scheduled' ? '' : runTypeLabel(run.run_type, trans).slice(0, 1)}
            </span>
          </div>
        );
      })}
    </div>
  );
}
