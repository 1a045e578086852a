/** Links to the DAGs, or tasks of DAGs, that name an asset. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { OpenLink, useCouture } from '../ui';

export interface IUse {
  dag_id: string;
  task_id?: string;
}

export function DagLinks({ uses }: { uses: readonly IUse[] }): ReactElement {
  if (uses.length === 0) {
    return <NoUse />;
  }
  return (
    <span>
      {uses.map((use, index) => (
        <span key={nameOf(use)}>
          {index > 0 && ', '}
          <OpenLink command={CommandIDs.openDag} args={{ dagId: use.dag_id }}>
            {nameOf(use)}
          </OpenLink>
        </span>
      ))}
    </span>
  );
}

/** In the cell of a list, where all of them have no room: the first, and the way to the others. */
export function FirstDagLink({ uses, assetId, tabIndex }: { uses: readonly IUse[]; assetId: number; tabIndex: number }): ReactElement {
  const { trans } = useCouture();
  const [first, ...others] = uses;
  if (!first) {
    return <NoUse />;
  }
  return (
    <span className="couture-FirstDagLink">
      <OpenLink command={CommandIDs.openDag} args={{ dagId: first.dag_id }} title={nameOf(first)} tabIndex={tabIndex} className="couture-cut">
        {nameOf(first)}
      </OpenLink>
      {others.length > 0 && (
        <OpenLink command={CommandIDs.openAssets} args={{ assetId }} title={others.map(nameOf).join(', ')} tabIndex={tabIndex}>
          {trans._n('and %1 more', 'and %1 more', others.length)}
        </OpenLink>
      )}
    </span>
  );
}

function NoUse(): ReactElement {
  return <span className="couture-muted">–</span>;
}

function nameOf(use: IUse): string {
  return use.task_id ? `${use.dag_id}.${use.task_id}` : use.dag_id;
}
