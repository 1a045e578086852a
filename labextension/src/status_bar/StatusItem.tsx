/** "2 running, 1 failed", or that the server is away; a click opens the run history. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { stateIcon, useCouture, useQuery, workflowsIcon } from '../ui';
import { engineIconState, engineSentence } from '../ui/engine';
import { useConnected } from '../ui/useConnected';
import { countsText } from './words';

/** The counts need not be newer than this, in milliseconds. */
const COUNTS_OLD_AFTER = 1000;

export function StatusItem(): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const isConnected = useConnected();
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
  if (!isConnected) {
    return <AwayItem />;
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

/** What this page shows may be old. */
function AwayItem(): ReactElement {
  const { trans } = useCouture();
  const Icon = stateIcon('none');
  const title = trans.__('The Jupyter server does not answer. What you see may be old; it is updated when the server is back.');
  return (
    <span className="couture-StatusItem" role="status" title={title}>
      <span className="couture-StateMark couture-mod-none">
        <Icon.react tag="span" className="couture-StateMark-icon" />
      </span>
      <span>{trans.__('Connection lost; trying again…')}</span>
    </span>
  );
}
