/** How many runs are selected, and what can be done with them. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, runKey, useCouture } from '../ui';
import { type BulkAction, fitting, whyNot } from './bulk';
import { BULK_COMMANDS } from './commands';

export interface IBulkBarProps {
  /** The runs of this page. */
  runs: readonly IDagRun[];
  selected: ReadonlyMap<string, IDagRun>;
  onSelect: (selected: ReadonlyMap<string, IDagRun>) => void;
}

export function BulkBar({ runs, selected, onSelect }: IBulkBarProps): ReactElement {
  const { trans } = useCouture();
  const onPage = runs.filter(run => selected.has(runKey(run))).length;
  const isAll = runs.length > 0 && onPage === runs.length;
  const togglePage = (): void => {
    const next = new Map(selected);
    for (const run of runs) {
      if (isAll) {
        next.delete(runKey(run));
      } else {
        next.set(runKey(run), run);
      }
    }
    onSelect(next);
  };
  return (
    <div className="couture-BulkBar" role="toolbar" aria-label={trans.__('Selected runs')}>
      <label>
        <input
          type="checkbox"
          checked={isAll}
          ref={box => {
            if (box) {
              box.indeterminate = onPage > 0 && !isAll;
            }
          }}
          onChange={togglePage}
        />
        <span>
          {selected.size === 0 ? trans.__('Select all on this page') : trans._n('%1 run selected', '%1 runs selected', selected.size)}
        </span>
      </label>
      {selected.size > 0 && (
        <>
          <Compare selected={selected} />
          <Action action="retry" selected={selected} />
          <Action action="stop" selected={selected} />
          <Action action="delete" selected={selected} />
          <button type="button" className="couture-Button couture-mod-minimal" onClick={() => onSelect(new Map())}>
            {trans.__('Select none')}
          </button>
        </>
      )}
    </div>
  );
}

/** Two runs can be compared: from the one that began first to the other. */
function Compare({ selected }: { selected: ReadonlyMap<string, IDagRun> }): ReactElement {
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

function Action({ action, selected }: { action: BulkAction; selected: ReadonlyMap<string, IDagRun> }): ReactElement {
  const { trans } = useCouture();
  const runs = fitting(action, selected.values()).map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id }));
  return (
    <CommandButton
      command={BULK_COMMANDS[action]}
      args={{ runs }}
      disabledBecause={whyNot(action, runs.length, trans)}
      variant={action === 'delete' ? 'warn' : 'plain'}
    />
  );
}
