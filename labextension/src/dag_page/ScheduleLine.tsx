/** When a DAG runs, in words: its schedule, its next run, what it waits for and what runs; then who owns it, and its tags. */
import type { ReactElement } from 'react';
import type { IDagDetails } from '../api';
import { CommandIDs } from '../commands';
import { joined } from '../state/list_state';
import { RelativeTime, scheduleIcon, useCouture } from '../ui';
import { Owners } from '../ui/Owners';
import { AwaitedLine } from './AwaitedLine';

export function ScheduleLine({ dag }: { dag: IDagDetails }): ReactElement {
  const { commands, trans } = useCouture();
  const schedule = dag.timetable_description || dag.timetable_summary || trans.__('No schedule: runs when started');
  const zone = dag.timetable_periodic && dag.timezone;
  return (
    <div className="couture-DagHeader-facts">
      <span className="couture-DagHeader-schedule" title={dag.timetable_summary ?? undefined}>
        <scheduleIcon.react tag="span" className="couture-Button-icon" />
        {schedule}
        {zone && <span className="couture-muted">{trans.__('(%1)', zone)}</span>}
      </span>
      {!dag.is_paused && dag.next_dagrun_run_after && (
        <span>
          <span className="couture-muted">{trans.__('Next run')}</span>{' '}
          <RelativeTime at={dag.next_dagrun_run_after} timezone={dag.timezone ?? undefined} />
        </span>
      )}
      {dag.asset_expression !== null && <AwaitedLine dagId={dag.dag_id} />}
      {dag.active_runs_count > 0 && (
        <button
          type="button"
          className="couture-Link"
          onClick={() => void commands.execute(CommandIDs.openRuns, { dagId: dag.dag_id, state: 'queued,running' })}
        >
          {trans._n('%1 active run', '%1 active runs', dag.active_runs_count, dag.active_runs_count)}
        </button>
      )}
      <span className="couture-DagHeader-owner">
        <span className="couture-muted">{trans.__('Owner')}</span> <Owners owners={dag.owners} links={dag.owner_links} />
      </span>
      {dag.tags.length > 0 && <Tags names={dag.tags.map(tag => tag.name)} />}
    </div>
  );
}

/** Each leads to the DAGs that have it. */
function Tags({ names }: { names: readonly string[] }): ReactElement {
  const { commands, trans } = useCouture();
  return (
    <span className="couture-DagHeader-tags" aria-label={trans.__('Tags')} role="group">
      {names.map(name => (
        <button
          key={name}
          type="button"
          className="couture-Tag"
          title={trans.__('Show the DAGs with the tag "%1"', name)}
          onClick={() => void commands.execute(CommandIDs.openDags, { tags: joined([name]), showPaused: 'true' })}
        >
          <bdi>{name}</bdi>
        </button>
      ))}
    </span>
  );
}
