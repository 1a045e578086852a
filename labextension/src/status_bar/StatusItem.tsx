/** "2 running, 1 failed"; a click opens the run history. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { stateIcon, useCouture, useQuery, workflowsIcon } from '../ui';
import { engineIconState, engineSentence } from '../ui/engine';
import { countsText } from './words';

/** The counts need not be newer than this, in milliseconds. */
const COUNTS_OLD_AFTER = 1000;

export function StatusItem(): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const counts = useQuery(
    () => client.runs.counts(),
    change => change.subject === 'dag_run',
    [client],
    COUNTS_OLD_AFTER
  ).data;
  const engine = useQuery(
    () => client.engine.get(),
    change => change.subject === 'engine',
    [client]
  ).data;
  if (!counts || !engine) {
    return null;
  }
  const isWorking = engine.state === 'running';
  const mark = counts.running && isWorking ? 'running' : engineIconState(engine.state);
  const Icon = isWorking && !counts.running ? workflowsIcon : stateIcon(mark);
  const text = engine.state === 'stopped' ? trans.__('Engine stopped') : countsText(counts, trans);
  const title = trans.__(
    '%1. Failed in the last 24 hours: %2. Open the run history.',
    engineSentence(engine, trans),
    counts.failed_recently
  );
  return (
    <button
      type="button"
      className="couture-StatusItem jp-mod-highlighted"
      title={title}
      onClick={() => void commands.execute(CommandIDs.openRuns)}
    >
      <span className={`couture-StateMark couture-mod-${mark}`}>
        <Icon.react tag="span" className="couture-StateMark-icon" />
      </span>
      <span>{text}</span>
    </button>
  );
}
