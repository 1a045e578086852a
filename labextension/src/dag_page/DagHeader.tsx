/** The head of a DAG's page: name, switch and what is done most, then when it runs. All else that can be done is in the menu. */
import { notebookIcon, pythonIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IDagDetails } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, DagSwitch, type IMenuEntry, MenuButton, useCouture } from '../ui';
import { FavoriteStar } from './FavoriteStar';
import { PausedNote } from './PausedNote';
import { ScheduleLine } from './ScheduleLine';

export function DagHeader({ dag }: { dag: IDagDetails }): ReactElement {
  const { trans } = useCouture();
  const Kind = dag.kind === 'file' ? pythonIcon : notebookIcon;
  return (
    <div className="couture-DagHeader">
      <div className="couture-DagHeader-title">
        <Kind.react tag="span" className="couture-DagHeader-kind" />
        <h1 title={dag.dag_id}>{dag.dag_display_name}</h1>
        <FavoriteStar dagId={dag.dag_id} isFavorite={dag.is_favorite} />
        <DagSwitch
          dag={dag}
          label={dag.is_paused ? trans.__('Off') : trans.__('On')}
          title={dag.is_paused ? trans.__('Run on schedule') : trans.__('Stop running on schedule')}
        />
      </div>
      <Actions dag={dag} />
      {dag.description && (
        <p className="couture-DagHeader-description" title={dag.description}>
          {dag.description}
        </p>
      )}
      <ScheduleLine dag={dag} />
      {dag.is_paused && dag.kind === 'notebook_schedule' && <PausedNote dagId={dag.dag_id} />}
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

function Actions({ dag }: { dag: IDagDetails }): ReactElement {
  const { trans } = useCouture();
  const args = { dagId: dag.dag_id };
  const isSchedule = dag.kind === 'notebook_schedule';
  return (
    <div className="couture-DagHeader-actions">
      <CommandButton command={CommandIDs.triggerDag} args={args} variant="primary" />
      {!isSchedule && <CommandButton command={CommandIDs.triggerForm} args={args} />}
      <CommandButton command={isSchedule ? CommandIDs.editSchedule : CommandIDs.editDagFile} args={args} />
      <MenuButton label={trans.__('More actions for %1', dag.dag_display_name)} entries={menuOf(dag)} />
    </div>
  );
}

function menuOf(dag: IDagDetails): IMenuEntry[] {
  const args = { dagId: dag.dag_id };
  const isSchedule = dag.kind === 'notebook_schedule';
  return [
    ...(dag.takes_partition_key ? [{ command: CommandIDs.triggerPartition, args }] : []),
    { command: CommandIDs.sweepDag, args },
    ...(dag.is_backfillable ? [{ command: CommandIDs.backfillDag, args }] : []),
    null,
    ...(isSchedule ? [{ command: CommandIDs.duplicateSchedule, args }] : []),
    { command: CommandIDs.openSource, args },
    { command: CommandIDs.copyLink, args },
    null,
    { command: CommandIDs.deleteDag, args }
  ];
}
