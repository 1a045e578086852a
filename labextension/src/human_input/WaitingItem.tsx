/** "2 waiting for you" in the status bar; a click leads to a question. */
import { userIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { useCouture, useQuery } from '../ui';

export function WaitingItem(): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { data } = useQuery(
    () => client.humanInput.waiting({ limit: 100 }),
    change => change.subject === 'human_input' || (change.subject === 'task_instance' && change.state === 'deferred'),
    [client]
  );
  const mine = data?.hitl_details.filter(each => each.may_respond).length ?? 0;
  if (mine === 0) {
    return null;
  }
  return (
    <button
      type="button"
      className="couture-StatusItem jp-mod-highlighted"
      title={trans.__('Tasks wait for your answer. Open a question.')}
      onClick={() => void commands.execute(CommandIDs.answerQuestion)}
    >
      <userIcon.react tag="span" className="couture-StateMark-icon" />
      <span>{trans._n('%1 waiting for you', '%1 waiting for you', mine)}</span>
    </button>
  );
}
