/** Who was told of the run, and what did not get through. */
import type { ReactElement } from 'react';
import type { IDagRun, INotification } from '../api';
import { absoluteTime, attempt, eventLabel, StateMark, useCouture, useQuery } from '../ui';

export function RunMessages({ run }: { run: IDagRun }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const messages = useQuery(
    () => client.notifications.ofRun(dagId, runId),
    change => change.subject === 'notification' && (!change.run_id || change.run_id === runId),
    [client, dagId, runId]
  );
  const found = messages.data ?? [];
  if (found.length === 0) {
    return null;
  }
  return (
    <ul className="couture-RunMessages" aria-label={trans.__('Messages')}>
      {found.map(message => (
        <Message key={message.id} message={message} onAgain={messages.refresh} />
      ))}
    </ul>
  );
}

function Message({ message, onAgain }: { message: INotification; onAgain: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const isMissed = message.error !== null && message.state !== 'sent';
  const again = async (): Promise<void> => {
    await attempt(
      trans.__('The message could not be sent again.'),
      () => client.notifications.sendAgain(message.id),
      trans
    );
    onAgain();
  };
  return (
    <li className={isMissed ? 'couture-mod-missed' : ''}>
      <StateMark state={isMissed ? 'failed' : message.state === 'sent' ? 'success' : 'queued'} compact />
      <span>{useMessageText(message)}</span>
      {isMissed && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={() => void again()}>
          {trans.__('Send again')}
        </button>
      )}
    </li>
  );
}

function useMessageText(message: INotification): string {
  const { trans } = useCouture();
  const { recipient, error, sent_at: sentAt, next_attempt_at: nextAt } = message;
  const what = message.channel === 'email' ? trans.__('E-mail to %1', recipient) : trans.__('Message to %1', recipient);
  const event = eventLabel(message.event, trans);
  if (message.state === 'sent' && sentAt) {
    return trans.__('%1 was sent (%2), %3.', what, event, absoluteTime(sentAt));
  }
  if (error === null) {
    return trans.__('%1 is on its way (%2).', what, event);
  }
  return nextAt
    ? trans.__('%1 could not be sent: %2 Next attempt %3.', what, error, absoluteTime(nextAt))
    : trans.__('%1 could not be sent: %2 It is not tried again.', what, error);
}
