/** The cells of the list of DAGs. */
import { codeIcon, notebookIcon, pythonIcon, tableRowsIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import { joined } from '../state/list_state';
import { CommandButton, DagSwitch, MoreButton, OpenLink, RelativeTime, StateCounts, StateMark, useCouture, workflowsIcon } from '../ui';
import { emptyStarIcon, starIcon } from '../ui/icons';
import { useNarrow } from '../ui/listing';
import { Owners } from '../ui/Owners';

export interface ICellProps {
  dag: IDagSummary;
  tabIndex: number;
}

export function SwitchCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { trans } = useCouture();
  const label = dag.is_paused
    ? trans.__('Switch "%1" on', dag.dag_display_name)
    : trans.__('Switch "%1" off', dag.dag_display_name);
  return <DagSwitch dag={dag} compact label={label} title={label} tabIndex={tabIndex} />;
}

function Star({ dag, tabIndex }: ICellProps): ReactElement {
  const { commands, trans } = useCouture();
  const Icon = dag.is_favorite ? starIcon : emptyStarIcon;
  const command = dag.is_favorite ? CommandIDs.unfavoriteDag : CommandIDs.favoriteDag;
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly couture-Star"
      aria-label={trans.__('Favourite')}
      aria-pressed={dag.is_favorite}
      title={dag.is_favorite ? trans.__('One of your favourites') : trans.__('Make it one of your favourites')}
      tabIndex={tabIndex}
      onClick={() => void commands.execute(command, { dagId: dag.dag_id })}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}

export function NameCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { trans } = useCouture();
  const Kind = dag.kind === 'file' ? pythonIcon : notebookIcon;
  const title = [dag.dag_id, dag.description, dag.notebook ?? dag.file].filter(Boolean).join('\n');
  return (
    <div className="couture-DagName">
      <div className="couture-DagName-line">
        <Star dag={dag} tabIndex={tabIndex} />
        <Kind.react tag="span" className="couture-DagRow-kind" />
        <OpenLink command={CommandIDs.openDag} args={{ dagId: dag.dag_id }} title={title} tabIndex={tabIndex} className="couture-cut">
          {dag.dag_display_name}
        </OpenLink>
      </div>
      {(dag.tags.length > 0 || dag.has_import_error || dag.is_stale) && (
        <div className="couture-DagName-line couture-DagName-tags" title={dag.tags.join(', ')}>
          {dag.has_import_error && <span className="couture-DagName-problem">{trans.__('Import error')}</span>}
          {dag.is_stale && <span className="couture-DagName-problem">{trans.__('File is gone')}</span>}
          {dag.tags.map(tag => (
            <TagButton key={tag} tag={tag} tabIndex={tabIndex} />
          ))}
        </div>
      )}
    </div>
  );
}

function TagButton({ tag, tabIndex }: { tag: string; tabIndex: number }): ReactElement {
  const { trans } = useCouture();
  const narrow = useNarrow();
  return (
    <button
      type="button"
      className="couture-Tag"
      title={trans.__('Show the DAGs with the tag "%1"', tag)}
      tabIndex={tabIndex}
      onClick={() => narrow({ tags: joined([tag]) })}
    >
      {tag}
    </button>
  );
}

export function ScheduleCell({ dag }: { dag: IDagSummary }): ReactElement {
  const { trans } = useCouture();
  const expression = dag.timetable_summary ? `${dag.timetable_summary} (${dag.timezone})` : dag.timezone;
  return (
    <span className="couture-cut" title={dag.schedule ? `${dag.schedule}\n${expression}` : undefined}>
      {dag.schedule || <span className="couture-muted">{trans.__('By hand')}</span>}
    </span>
  );
}

export function OwnerCell({ dag }: { dag: IDagSummary }): ReactElement {
  return (
    <span className="couture-cut" title={dag.owner}>
      <Owners owners={dag.owner.split(', ')} links={dag.owner_links} />
    </span>
  );
}

export function NextRunCell({ dag }: { dag: IDagSummary }): ReactElement {
  const { trans } = useCouture();
  if (dag.is_paused) {
    return <span className="couture-muted">{trans.__('Paused')}</span>;
  }
  return dag.next_run_after ? (
    <RelativeTime at={dag.next_run_after} timezone={dag.timezone} isBrief />
  ) : (
    <span className="couture-muted">–</span>
  );
}

export function LastRunCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { trans } = useCouture();
  const run = dag.last_run;
  if (!run) {
    return <span className="couture-muted">{trans.__('Never')}</span>;
  }
  const args = { dagId: dag.dag_id, runId: run.dag_run_id };
  return (
    <OpenLink command={CommandIDs.openRun} args={args} title={run.dag_run_id} tabIndex={tabIndex} className="couture-LastRun">
      <StateMark state={run.state} compact />
      <RelativeTime at={run.start_date ?? run.queued_at} isBrief />
    </OpenLink>
  );
}

export function RunCountsCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { commands, trans } = useCouture();
  const onOpen = (state: string): void => void commands.execute(CommandIDs.openRuns, { dagId: dag.dag_id, state });
  const label = trans.__('Runs of %1', dag.dag_display_name);
  return <StateCounts label={label} counts={dag.run_counts} tabIndex={tabIndex} onOpen={onOpen} />;
}

/** The tasks of the active runs, or of the last one. */
export function TaskCountsCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { commands, trans } = useCouture();
  const of = dag.active_runs > 0 ? { runState: 'queued,running' } : { runId: dag.last_run?.dag_run_id ?? '' };
  const onOpen = (state: string): void =>
    void commands.execute(CommandIDs.openTaskInstances, { dagId: dag.dag_id, ...of, state });
  const label = trans.__('Recent tasks of %1', dag.dag_display_name);
  return <StateCounts label={label} counts={dag.task_counts} tabIndex={tabIndex} onOpen={onOpen} />;
}

export function LinksCell({ dag, tabIndex }: ICellProps): ReactElement {
  const { commands, trans } = useCouture();
  const dagId = dag.dag_id;
  const views = [
    { view: 'grid', label: trans.__('Grid'), icon: tableRowsIcon },
    { view: 'graph', label: trans.__('Graph'), icon: workflowsIcon },
    { view: 'source', label: trans.__('Code'), icon: codeIcon }
  ];
  return (
    <span className="couture-DagLinks">
      <CommandButton command={CommandIDs.triggerDag} args={{ dagId }} needs="runs:trigger" iconOnly variant="minimal" tabIndex={tabIndex} />
      {dag.kind === 'file' && (
        <CommandButton command={CommandIDs.triggerForm} args={{ dagId }} needs="runs:trigger" iconOnly variant="minimal" tabIndex={tabIndex} />
      )}
      {views.map(({ view, label, icon: Icon }) => (
        <button
          key={view}
          type="button"
          className="couture-Button couture-mod-minimal couture-mod-iconOnly"
          aria-label={trans.__('%1 of %2', label, dag.dag_display_name)}
          title={label}
          tabIndex={tabIndex}
          onClick={() => void commands.execute(CommandIDs.openDag, { dagId, view })}
        >
          <Icon.react tag="span" className="couture-Button-icon" />
        </button>
      ))}
      <MoreButton label={trans.__('More actions for %1', dag.dag_display_name)} tabIndex={tabIndex} />
    </span>
  );
}
