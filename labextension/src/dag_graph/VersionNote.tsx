/** Says when the tasks of the graph are not those that the next run will have. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { IShownRun } from './useRun';

export function VersionNote({ shown: { runId, run } }: { shown: IShownRun }): ReactElement | null {
  const { trans } = useCouture();
  if (runId === null || runId === undefined) {
    return <span className="couture-muted">{trans.__('This DAG has not run yet: the graph shows its newest version.')}</span>;
  }
  if (run === null || run.version_number === null || run.version_number === run.newest_version_number) {
    return null;
  }
  return (
    <span className="couture-GraphView-old" role="note">
      {trans.__('Its tasks are those of version %1; the newest is version %2.', run.version_number, run.newest_version_number ?? '–')}
    </span>
  );
}
