/** Whether the engine runs; a start button when it does not. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, stateIcon, useCouture, useQuery } from '../ui';
import { engineIconState, engineSentence } from '../ui/engine';
import { useConnected } from '../ui/useConnected';

/** The number of running tasks need not be newer than this, in milliseconds. */
const COUNTS_OLD_AFTER = 1500;

export function EngineLine(): ReactElement | null {
  const { client, trans } = useCouture();
  const isConnected = useConnected();
  const { data: engine, error } = useQuery(
    () => client.engine.get(),
    change => change.subject === 'engine' || change.subject === 'task_instance',
    [client, isConnected],
    COUNTS_OLD_AFTER
  );
  if (!engine && !error) {
    return null;
  }
  const isAway = Boolean(error) || !engine;
  const Icon = stateIcon(isAway ? 'none' : engineIconState(engine.state));
  const sentence = isAway ? trans.__('The server does not answer') : engineSentence(engine, trans);
  return (
    <div className="couture-EngineLine" role="status" title={engine?.detail || sentence}>
      <span className={`couture-StateMark couture-mod-${isAway ? 'none' : engineIconState(engine.state)}`}>
        <Icon.react tag="span" className="couture-StateMark-icon" />
      </span>
      <span className="couture-EngineLine-text">
        {isConnected ? sentence : trans.__('Connection lost; trying again…')}
      </span>
      {engine?.state === 'stopped' && !isAway && (
        <CommandButton command={CommandIDs.startEngine} needs="engine:control" variant="primary" label={trans.__('Start')} />
      )}
    </div>
  );
}
