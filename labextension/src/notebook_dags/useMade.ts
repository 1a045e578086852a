/** What saving would make, asked anew a moment after the form changed; the last answer stays while a field is wrong. */
import { useEffect, useRef, useState } from 'react';
import { ApiError, type INotebookDag } from '../api';

const PAUSE = 250; // milliseconds without a change

export interface IMade {
  /** Undefined until the first answer. */
  readonly dag: INotebookDag | undefined;
  /** Whether it belongs to the form as it is now. */
  readonly isCurrent: boolean;
  readonly error: Error | undefined;
  /** What is wrong, by the field's path. */
  readonly problems: Readonly<Record<string, string>>;
}

export function useMade(key: string, ask: () => Promise<INotebookDag>): IMade {
  const [dag, setDag] = useState<INotebookDag>();
  const [error, setError] = useState<Error>();
  const [answered, setAnswered] = useState('');
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    let isWanted = true;
    const settle = (found: INotebookDag | undefined, reason: Error | undefined): void => {
      if (isWanted) {
        setDag(before => found ?? before);
        setError(reason);
        setAnswered(key);
      }
    };
    const timer = window.setTimeout(() => {
      asking.current().then(
        found => settle(found, undefined),
        (reason: unknown) => settle(undefined, reason instanceof Error ? reason : new Error(String(reason)))
      );
    }, PAUSE);
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [key]);
  const problems = error instanceof ApiError ? error.fields : {};
  return { dag, isCurrent: answered === key && !error, error, problems };
}
