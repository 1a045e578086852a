/** How far a notebook is. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { useCouture } from './context';
import { ProgressBar } from './ProgressBar';

/** "Cell k of n" with a bar. */
export function CellProgress({ task }: { task: ITaskInstance }): ReactElement | null {
  const { trans } = useCouture();
  if (!task.progress) {
    return null;
  }
  if (task.progress.note && task.state === 'running') {
    return <span role="status">{task.progress.note}</span>;
  }
  // `cell` counts those that are done; while one runs, people call it by its own number.
  const { cell, cells } = task.progress;
  if (cells === 0) {
    return null; // it ended before a cell was counted
  }
  const text =
    task.state === 'running'
      ? trans.__('Cell %1 of %2', Math.min(cell + 1, cells), cells)
      : trans.__('%1 of %2 cells', cell, cells);
  return <ProgressBar value={cell} max={cells} state={task.state} text={text} />;
}
