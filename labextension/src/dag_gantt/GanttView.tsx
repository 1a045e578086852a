/** The section "Gantt" of a DAG's page: when the tasks of a run waited and ran. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { ITimeline } from '../api';
import { CommandIDs } from '../commands';
import type { IDagViewProps } from '../tokens';
import { absoluteTime, CommandButton, durationText, EmptyState, ErrorBanner, Loading, useCouture, useLook, useNow, useQuery } from '../ui';
import { flipped } from '../state/view_memory';
import { useChosenRun } from '../ui/useChosenRun';
import { ganttRows, type IGanttRow } from './bars';
import { stretchOf } from './stretch';
import { criticalTasks } from './course';
import { GanttBar } from './GanttBar';
import { GanttChart } from './GanttChart';
import { GanttTable } from './GanttTable';
import { ManyNotes } from './ManyNotes';
import type { GanttMemory } from './memory';

const MOST_ZOOM = 64;
/** A run that waited for less than this did not wait, in milliseconds. */
const LEAST_WAIT = 1000;

export interface IGanttViewProps extends IDagViewProps {
  memory: GanttMemory;
}

export function GanttView(props: IGanttViewProps): ReactElement {
  const { dagId, selection } = props;
  const { client, trans } = useCouture();
  const chosen = useChosenRun(dagId, selection);
  const { runId } = chosen;
  const { data, error, refresh } = useQuery(
    async () => (runId === null ? null : await client.dagViews.timeline(dagId, runId)),
    change =>
      change.dag_id === dagId && change.run_id === runId && ['dag_run', 'task_instance'].includes(change.subject),
    [client, dagId, runId],
    500
  );
  if (chosen.isLoaded && runId === null) {
    return (
      <EmptyState title={trans.__('No runs yet')}>
        <CommandButton command={CommandIDs.triggerDag} args={{ dagId }} variant="primary" />
      </EmptyState>
    );
  }
  const wrong = chosen.error ?? error;
  if (!data) {
    return wrong ? <ErrorBanner error={wrong} onRetry={chosen.error ? chosen.refresh : refresh} /> : <Loading />;
  }
  return (
    <div className="couture-GanttView">
      {wrong && <ErrorBanner error={wrong} onRetry={refresh} />}
      <Course {...props} timeline={data} />
    </div>
  );
}

function Course({ dagId, selection, onSelect, timeline, memory }: IGanttViewProps & { timeline: ITimeline }): ReactElement {
  const { trans } = useCouture();
  const { look, change } = useLook(dagId, memory);
  const { folded, unfolded, isTable } = look;
  const [zoom, setZoom] = useState(1);
  const isOpen = timeline.end_date === null;
  const present = useNow(isOpen ? 'second' : null);
  const ended = Date.parse(timeline.end_date ?? timeline.queued_at);
  const now = isOpen ? present : ended;
  const rows = useMemo(() => ganttRows(timeline, new Set(folded), new Set(unfolded)), [timeline, folded, unfolded]);
  const path = useMemo(() => criticalTasks(timeline, now), [timeline, now]);
  const critical = new Set(path.map(each => each.taskId));
  const { waited, ...stretch } = stretchOf(timeline, now);
  const onFold = (row: IGanttRow): void => {
    if (row.kind === 'group') {
      change({ folded: flipped(folded, row.title) });
    } else if (row.taskId !== null) {
      change({ unfolded: flipped(unfolded, row.taskId) });
    }
  };
  const onZoom = (factor: number): void => setZoom(Math.max(1, Math.min(MOST_ZOOM, zoom * factor)));
  return (
    <>
      <GanttBar zoom={zoom} most={MOST_ZOOM} onZoom={onZoom} isTable={isTable} onTable={value => change({ isTable: value })} />
      {(path.length > 0 || waited >= LEAST_WAIT) && (
        <p className="couture-Gantt-path">
          {waited >= LEAST_WAIT && <Waited waited={waited} timeline={timeline} />}
          <span className="couture-muted">{trans.__('Critical path:')}</span>{' '}
          {path.map(each => each.label).join(' → ')}{' '}
          <span className="couture-muted">
            {trans.__('(%1 of %2)', durationText(sum(path.map(each => each.seconds))), durationText((stretch.to - stretch.from) / 1000))}
          </span>
        </p>
      )}
      <ManyNotes timeline={timeline} />
      {isTable ? (
        <GanttTable
          rows={rows}
          critical={critical}
          now={now}
          onChoose={row => onSelect({ runId: timeline.dag_run_id, taskId: row.taskId, mapIndex: row.mapIndex })}
        />
      ) : (
        <GanttChart
          {...{ dagId, rows, stretch, critical, now, isOpen, zoom, onZoom, selection, onSelect, onFold }}
          runId={timeline.dag_run_id}
        />
      )}
    </>
  );
}

/** How long the run waited before the time that the chart shows. */
function Waited({ waited, timeline }: { waited: number; timeline: ITimeline }): ReactElement {
  const { trans } = useCouture();
  const title = trans.__('Made: %1. The chart begins when its first task was ready.', absoluteTime(timeline.queued_at));
  return (
    <span className="couture-Gantt-waited" title={title}>
      <span className="couture-Gantt-wait" aria-hidden="true" />
      {trans.__('The run waited %1 before its first task.', durationText(waited / 1000))}
    </span>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
