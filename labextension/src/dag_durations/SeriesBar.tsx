/** What is chosen above a chart: of how many runs, and of which tasks. */
import type { ReactElement } from 'react';
import { useCouture, ViewBar } from '../ui';
import { LIMITS, MOST_TASKS } from './memory';

export interface ISeriesBarProps {
  limit: number;
  onLimit: (limit: number) => void;
  /** All tasks of the DAG, and those that are shown. */
  tasks: readonly string[];
  shown: readonly string[];
  onAdd: (task: string) => void;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

export function SeriesBar(props: ISeriesBarProps): ReactElement {
  const { limit, onLimit, tasks, shown, onAdd, isTable, onTable } = props;
  const { trans } = useCouture();
  const isFull = shown.length >= MOST_TASKS;
  return (
    <ViewBar label={trans.__('What the chart shows')}>
      <select
        className="couture-Select"
        aria-label={trans.__('Number of runs')}
        value={limit}
        onChange={event => onLimit(Number(event.target.value))}
      >
        {LIMITS.map(number => (
          <option key={number} value={number}>
            {trans._n('%1 run', '%1 runs', number)}
          </option>
        ))}
      </select>
      <select
        className="couture-Select"
        aria-label={trans.__('Add a task')}
        value=""
        disabled={isFull}
        title={isFull ? trans._n('No more than %1 task at once: remove it first', 'No more than %1 tasks at once: remove one first', MOST_TASKS) : undefined}
        onChange={event => onAdd(event.target.value)}
      >
        <option value="">{trans.__('Add a task…')}</option>
        {tasks
          .filter(task => !shown.includes(task))
          .map(task => (
            <option key={task} value={task}>
              {task}
            </option>
          ))}
      </select>
      <button type="button" className="couture-Button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
        {trans.__('Table')}
      </button>
    </ViewBar>
  );
}
