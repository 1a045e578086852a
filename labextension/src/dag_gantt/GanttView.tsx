/** The section "Gantt" of a DAG's page: when the tasks of a run waited and ran. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { ITimeline } from '../api';
import { CommandIDs } from '../commands';
import type { IDagViewProps } from '../tokens';
import { CommandButton, durationText, EmptyState, ErrorBanner, Loading, useCouture, useNow, useQuery } from '../ui';
import { useChosenRun } from '../ui/useChosenRun';
import { ganttRows, type IGanttRow } from './bars';
import { criticalTasks } from './course';
import { GanttBar } from './GanttBar';
import { GanttChart } from './GanttChart';
import { GanttTable } from './GanttTable';

const MOST_ZOOM = 64;

export function GanttView(props: IDagViewProps): ReactElement {
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

function Course({ dagId, selection, onSelect, timeline }: IDagViewProps & { timeline: ITimeline }): ReactElement {
  const { trans } = useCouture();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState(1);
  const [isTable, setTable] = useState(false);
  const isOpen = timeline.end_date === null;
  const present = useNow(isOpen ? 'second' : null);
  const ended = Date.parse(timeline.end_date ?? timeline.queued_at);
  const now = isOpen ? present : ended;
  const rows = useMemo(() => ganttRows(timeline, folded, unfolded), [timeline, folded, unfolded]);
  const path = useMemo(() => criticalTasks(timeline, now), [timeline, now]);
  const critical = new Set(path.map(each => each.taskId));
  const moments = rows.flatMap(row => row.bars.flatMap(bar => [bar.queued, bar.start, bar.end]));
  const known = moments.filter(moment => moment !== null);
  const stretch = {
    from: known.reduce((first, each) => Math.min(first, each), Date.parse(timeline.queued_at)),
    to: known.reduce((last, each) => Math.max(last, each), now)
  };
  const onFold = (row: IGanttRow): void => {
    if (row.kind === 'group') {
      setFolded(flipped(folded, row.title));
    } else if (row.taskId !== null) {
      setUnfolded(flipped(unfolded, row.taskId));
    }
  };
  const onZoom = (factor: number): void => setZoom(Math.max(1, Math.min(MOST_ZOOM, zoom * factor)));
  return (
    <>
      <GanttBar zoom={zoom} most={MOST_ZOOM} onZoom={onZoom} isTable={isTable} onTable={setTable} />
      {path.length > 0 && (
        <p className="couture-Gantt-path">
          <span className="couture-muted">{trans.__('Critical path:')}</span>{' '}
          {path.map(each => each.label).join(' → ')}{' '}
          <span className="couture-muted">
            {trans.__('(%1 of %2)', durationText(sum(path.map(each => each.seconds))), durationText((stretch.to - stretch.from) / 1000))}
          </span>
        </p>
      )}
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

function flipped(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) {
    next.add(value);
  }
  return next;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
