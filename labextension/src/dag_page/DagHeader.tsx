/** Name, switch, schedule, next run, tags and buttons of a DAG. */
import { notebookIcon, pythonIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IDagDetails } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, RelativeTime, Toggle, useCouture } from '../ui';
import { AwaitedLine } from './AwaitedLine';
import { FavoriteStar } from './FavoriteStar';

export function DagHeader({ dag }: { dag: IDagDetails }): ReactElement {
  const { commands, trans } = useCouture();
  const args = { dagId: dag.dag_id };
  const Kind = dag.kind === 'file' ? pythonIcon : notebookIcon;
  const isSchedule = dag.kind === 'notebook_schedule';
  return (
    <div className="couture-DagHeader">
      <div className="couture-DagHeader-title">
        <Kind.react tag="span" className="couture-DagHeader-kind" />
        <h1>{dag.dag_display_name}</h1>
        <FavoriteStar dagId={dag.dag_id} isFavorite={dag.is_favorite} />
        <Toggle
          label={dag.is_paused ? trans.__('Off') : trans.__('On')}
          title={dag.is_paused ? trans.__('Run on schedule') : trans.__('Stop running on schedule')}
          isOn={!dag.is_paused}
          onChange={isOn => void commands.execute(isOn ? CommandIDs.resumeDag : CommandIDs.pauseDag, args)}
        />
      </div>
      {dag.description && <p className="couture-DagHeader-description">{dag.description}</p>}
      <ScheduleLine dag={dag} />
      <div className="couture-Buttons">
        <CommandButton command={CommandIDs.triggerDag} args={args} variant="primary" />
        {!isSchedule && <CommandButton command={CommandIDs.triggerForm} args={args} />}
        {dag.takes_partition_key && <CommandButton command={CommandIDs.triggerPartition} args={args} />}
        <CommandButton command={CommandIDs.sweepDag} args={args} />
        {dag.is_backfillable && <CommandButton command={CommandIDs.backfillDag} args={args} />}
        {isSchedule && <CommandButton command={CommandIDs.editSchedule} args={args} />}
        {isSchedule && <CommandButton command={CommandIDs.duplicateSchedule} args={args} />}
        {!isSchedule && <CommandButton command={CommandIDs.editDagFile} args={args} />}
        <CommandButton
          command={CommandIDs.openSource}
          args={args}
          label={isSchedule ? trans.__('Open Notebook') : trans.__('Open DAG File')}
        />
        <CommandButton command={CommandIDs.deleteDag} args={args} />
        <CommandButton command={CommandIDs.copyLink} args={args} iconOnly />
      </div>
      {dag.has_import_errors && (
        <div className="couture-Banner couture-mod-error" role="alert">
          {trans.__('The newest state of its file could not be read. What you see is the last version that could.')}
        </div>
      )}
      {dag.is_stale && !dag.has_import_errors && (
        <div className="couture-Banner couture-mod-warn" role="status">
          {trans.__('Its file is gone, or does not describe this DAG any more. Its runs are kept; it does not run again.')}
        </div>
      )}
    </div>
  );
}

function ScheduleLine({ dag }: { dag: IDagDetails }): ReactElement {
  const { trans } = useCouture();
  const schedule = dag.timetable_description || dag.timetable_summary || trans.__('No schedule: runs when started');
  return (
    <div className="couture-DagHeader-facts">
      <span>
        {schedule}
        {dag.timetable_periodic && dag.timezone && <span className="couture-muted"> ({dag.timezone})</span>}
      </span>
      {!dag.is_paused && dag.next_dagrun_run_after && (
        <span>
          <span className="couture-muted">{trans.__('Next run')}</span>{' '}
          <RelativeTime at={dag.next_dagrun_run_after} timezone={dag.timezone ?? undefined} />
        </span>
      )}
      {dag.asset_expression !== null && <AwaitedLine dagId={dag.dag_id} />}
      {dag.active_runs_count > 0 && (
        <span>{trans._n('%1 active run', '%1 active runs', dag.active_runs_count, dag.active_runs_count)}</span>
      )}
      {dag.tags.length > 0 && (
        <span className="couture-DagHeader-tags" aria-label={trans.__('Tags')} role="group">
          {dag.tags.map(tag => (
            <span key={tag.name} className="couture-Tag">
              {tag.name}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}
