/** Whether the limits for keeping runs pass this one over. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { attempt, Toggle, useCouture, usePermission } from '../ui';

export function KeepSwitch({ run }: { run: IDagRun }): ReactElement {
  const { client, trans } = useCouture();
  const keep = (isKept: boolean): Promise<unknown> => client.runs.keep(run.dag_id, run.dag_run_id, isKept);
  return (
    <Toggle
      label={trans.__('Keep this run')}
      title={trans.__('It stays, whatever the limits for keeping runs are, until somebody deletes it.')}
      isOn={run.kept_at !== null}
      disabledBecause={usePermission('runs:edit', [run.dag_id])}
      onChange={isOn => void attempt(trans.__('That was not saved.'), () => keep(isOn), trans)}
    />
  );
}
