/** The two runs of a comparison as facts, and with which run it is made. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import type { IComparedRun } from '../api/comparisons';
import { CommandIDs } from '../commands';
import { absoluteTime, Duration, type Fact, Facts, stateLabel, StateMark, useCouture, useQuery } from '../ui';
import type { ICompareTarget } from './target';

const CHOICE = 50;

export function CompareHead({ before, after }: { before: IComparedRun; after: IComparedRun }): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Compared-sides">
      <RunSide run={before} label={trans.__('Before')} />
      <RunSide run={after} label={trans.__('After')} />
    </div>
  );
}

function RunSide({ run, label }: { run: IComparedRun; label: string }): ReactElement {
  const { commands, trans } = useCouture();
  const code = run.code as ICode | null;
  const facts: Fact[] = [
    [trans.__('State'), <StateMark key="state" state={run.state} />],
    [trans.__('Started'), run.start_date && absoluteTime(run.start_date)],
    [trans.__('Took'), <Duration key="took" start={run.start_date} end={run.end_date} />],
    [trans.__('Code'), code?.hash ? codeText(code, trans) : null],
    [trans.__('Error'), run.error]
  ];
  return (
    <section aria-label={label}>
      <div className="couture-muted">{label}</div>
      <button
        type="button"
        className="couture-Link"
        onClick={() => void commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id })}
      >
        {run.dag_run_id}
      </button>
      <Facts facts={facts} />
    </section>
  );
}

interface ICode {
  hash: string;
  commit?: string | null;
  kind: 'file' | 'snapshot' | 'git';
}

function codeText({ hash, commit, kind }: ICode, trans: TranslationBundle): string {
  const short = hash.slice(0, 10);
  if (commit) {
    return trans.__('Git commit %1, content %2', commit.slice(0, 10), short);
  }
  return kind === 'snapshot' ? trans.__('Snapshot, content %1', short) : trans.__('File, content %1', short);
}

export interface IRunChoiceProps {
  target: ICompareTarget;
  onTarget: (target: ICompareTarget) => void;
}

/** The run to compare with: the last good one, or one of the DAG's newest. */
export function RunChoice({ target, onTarget }: IRunChoiceProps): ReactElement {
  const { client, trans } = useCouture();
  const { dagId, runId, otherDagId = dagId, otherRunId } = target;
  const { data } = useQuery(
    () => client.runs.list(otherDagId, { limit: CHOICE }),
    change => change.subject === 'dag_run' && change.dag_id === otherDagId,
    [client, otherDagId]
  );
  const runs = (data?.dag_runs ?? []).filter(run => run.dag_id !== dagId || run.dag_run_id !== runId);
  const isListed = !otherRunId || runs.some(run => run.dag_run_id === otherRunId);
  return (
    <label className="couture-Compared-choice">
      <span>{trans.__('Compare with')}</span>
      <select
        className="couture-Select"
        value={otherRunId ?? ''}
        onChange={event => onTarget({ ...target, otherRunId: event.target.value || undefined, taskId: undefined })}
      >
        {otherDagId === dagId && <option value="">{trans.__('The last good run before it')}</option>}
        {!isListed && <option>{otherRunId}</option>}
        {runs.map(run => (
          <option key={run.dag_run_id} value={run.dag_run_id}>
            {trans.__('%1 (%2)', run.dag_run_id, stateLabel(run.state, trans))}
          </option>
        ))}
      </select>
    </label>
  );
}
