/** What can be done with the selected runs. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, useCouture } from '../ui';
import { type BulkAction, fitting, whyNot } from './bulk';
import { BULK_COMMANDS } from './commands';

export interface IActionsProps {
  selected: ReadonlyMap<string, IDagRun>;
}

export function Actions({ selected }: IActionsProps): ReactElement {
  return (
    <>
      <Compare selected={selected} />
      {(Object.keys(BULK_COMMANDS) as BulkAction[]).map(action => (
        <Action key={action} action={action} selected={selected} />
      ))}
    </>
  );
}

/** Two runs can be compared: from the one that began first to the other. */
function Compare({ selected }: IActionsProps): ReactElement {
  const { trans } = useCouture();
  const began = (run: IDagRun): string => run.start_date ?? run.queued_at ?? '';
  const [before, after] = [...selected.values()].sort((a, b) => began(a).localeCompare(began(b)));
  const args = after && {
    dagId: after.dag_id,
    runId: after.dag_run_id,
    otherDagId: before.dag_id,
    otherRunId: before.dag_run_id
  };
  return (
    <CommandButton
      command={CommandIDs.compareRuns}
      args={args}
      label={trans.__('Compare')}
      disabledBecause={selected.size === 2 ? null : trans.__('Select two runs to compare them.')}
    />
  );
}

function Action({ action, selected }: IActionsProps & { action: BulkAction }): ReactElement {
  const { trans } = useCouture();
  const runs = fitting(action, selected.values()).map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id }));
  return (
    <CommandButton
      command={BULK_COMMANDS[action]}
      args={{ runs }}
      needs={action === 'delete' ? 'runs:delete' : 'runs:edit'}
      disabledBecause={whyNot(action, runs.length, trans)}
      variant={action === 'delete' ? 'warn' : 'plain'}
    />
  );
}
