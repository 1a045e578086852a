/** Of which tasks not every mapped instance is drawn, and where all of them are. */
import type { ReactElement } from 'react';
import type { ITimeline } from '../api';
import { CommandIDs } from '../commands';
import { displayLocale, OpenLink, useCouture } from '../ui';

export function ManyNotes({ timeline }: { timeline: ITimeline }): ReactElement {
  const { trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = timeline;
  const numbers = new Intl.NumberFormat(displayLocale());
  return (
    <>
      {timeline.many.map(({ task_id: taskId, counts }) => {
        const shown = new Set(timeline.tries.filter(each => each.task_id === taskId).map(each => each.map_index)).size;
        const all = counts.reduce((sum, each) => sum + each.count, 0);
        return (
          <p key={taskId} className="couture-Gantt-path">
            <span className="couture-muted">
              {trans.__(
                '%1 has %2 mapped instances. Unfolded, it shows %3 of them: those that failed or run, then the first.',
                taskId,
                numbers.format(all),
                numbers.format(shown)
              )}
            </span>{' '}
            <OpenLink command={CommandIDs.openTaskInstances} args={{ dagId, runId, taskId }}>
              {trans.__('All task instances')}
            </OpenLink>
          </p>
        );
      })}
    </>
  );
}
