/** Links to the DAGs, or tasks of DAGs, that name an asset. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';

export interface IUse {
  dag_id: string;
  task_id?: string;
}

export function DagLinks({ uses, isCut = false }: { uses: readonly IUse[]; isCut?: boolean }): ReactElement {
  const { commands } = useCouture();
  if (uses.length === 0) {
    return <span className="couture-muted">–</span>;
  }
  const name = (use: IUse): string => (use.task_id ? `${use.dag_id}.${use.task_id}` : use.dag_id);
  return (
    <span className={isCut ? 'couture-cut' : undefined} title={isCut ? uses.map(name).join(', ') : undefined}>
      {uses.map((use, index) => (
        <span key={`${use.dag_id} ${use.task_id ?? ''}`}>
          {index > 0 && ', '}
          <button
            type="button"
            className="couture-Link"
            onClick={() => void commands.execute(CommandIDs.openDag, { dagId: use.dag_id })}
          >
            {name(use)}
          </button>
        </span>
      ))}
    </span>
  );
}
