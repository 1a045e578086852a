/** What can be done with the selected DAGs. */
import type { ReactElement } from 'react';
import type { IDagSummary } from '../api';
import { CommandButton, type Permission, useCouture } from '../ui';
import { fitting, whyNot } from './bulk';
import { BULK_COMMANDS } from './commands';

const NEEDS: Record<keyof typeof BULK_COMMANDS, Permission> = {
  pause: 'dags:pause',
  resume: 'dags:pause',
  trigger: 'runs:trigger',
  delete: 'dags:delete'
};

export function Actions({ selected }: { selected: ReadonlyMap<string, IDagSummary> }): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      {(['resume', 'pause', 'trigger', 'delete'] as const).map(action => {
        const dagIds = fitting(action, selected.values()).map(dag => dag.dag_id);
        return (
          <CommandButton
            key={action}
            command={BULK_COMMANDS[action]}
            args={{ dagIds }}
            needs={NEEDS[action]}
            disabledBecause={whyNot(action, dagIds.length, trans)}
            variant={action === 'delete' ? 'warn' : 'plain'}
          />
        );
      })}
    </>
  );
}
