/** Has the server try the connection out, as it stands in the form. */
import { type ReactElement, useRef, useState } from 'react';
import type { IConnectionTest } from '../api';
import { ActionButton, errorSentence, StateMark, useCouture } from '../ui';
import { formOf, type IDraft } from './draft';

export interface ITestButtonProps {
  draft: IDraft;
  number: number;
  /** What the setting `test_connection` says; null until it is known. */
  mayTest: boolean | null;
  /** Why the form is not ready for it. */
  because: string | null;
}

export function TestButton({ draft, number, mayTest, because }: ITestButtonProps): ReactElement {
  const { client, trans } = useCouture();
  const [result, setResult] = useState<IConnectionTest | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(0);
  const test = async (): Promise<void> => {
    const mine = ++asked.current;
    setBusy(true);
    setResult(null);
    let answer: IConnectionTest;
    try {
      answer = await client.connections.test(formOf(draft), number);
    } catch (reason) {
      answer = { status: false, message: errorSentence(reason, trans) };
    }
    if (mine === asked.current) {
      setBusy(false);
      setResult(answer);
    }
  };
  const stop = (): void => {
    asked.current++;
    setBusy(false);
  };
  const off = trans.__('Connections are not tried out here: an administrator would have to set test_connection.');
  return (
    <div className="couture-ConnectionTest">
      {isBusy ? (
        <ActionButton label={trans.__('Do not wait')} onClick={stop} />
      ) : (
        <ActionButton
          label={trans.__('Test')}
          title={trans.__('Have the server ask the other system, with what stands in the form')}
          needs="connections:edit"
          disabledBecause={mayTest === false ? off : because}
          onClick={() => void test()}
        />
      )}
      <span role="status">
        {isBusy && (
          <>
            <StateMark state="running" compact /> {trans.__('Asking the other system, for at most 30 seconds…')}
          </>
        )}
        {result && (
          <>
            <StateMark state={result.status ? 'success' : 'failed'} compact /> {result.message}
          </>
        )}
        {mayTest === false && !result && <span className="couture-muted">{off}</span>}
      </span>
    </div>
  );
}
