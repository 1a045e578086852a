/** A button that sends a test message, and what became of it. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type INotifyRule, type ITestResult } from '../api';
import { StateMark, useCouture } from '../ui';

export function TestSend({ rule }: { rule: INotifyRule }): ReactElement {
  const { client, trans } = useCouture();
  const [isSending, setSending] = useState(false);
  const [results, setResults] = useState<readonly ITestResult[]>([]);
  const send = async (): Promise<void> => {
    setSending(true);
    try {
      setResults(await client.notifications.test(rule.channel, rule.to));
    } catch (reason) {
      setResults(refused(rule, reason));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <button type="button" className="couture-Button" disabled={isSending} onClick={() => void send()}>
        {isSending ? trans.__('Sending…') : trans.__('Send a test')}
      </button>
      <ul className="couture-TestSend" role="status">
        {!isSending &&
          results.map(result => (
            <li key={result.recipient}>
              <StateMark state={result.sent ? 'success' : 'failed'} compact />
              {result.recipient ? trans.__('%1: %2', result.recipient, result.sentence) : result.sentence}
            </li>
          ))}
      </ul>
    </>
  );
}

/** What the server found wrong before it sent anything, by recipient where it names one. */
function refused(rule: INotifyRule, reason: unknown): ITestResult[] {
  const problems = reason instanceof ApiError ? Object.entries(reason.fields) : [];
  if (problems.length === 0) {
    return [{ recipient: '', sent: false, sentence: reason instanceof Error ? reason.message : String(reason) }];
  }
  return problems.map(([path, sentence]) => {
    const place = /^to\.(\d+)$/.exec(path);
    return { recipient: place ? (rule.to[Number(place[1])] ?? '') : '', sent: false, sentence };
  });
}
