/** An argument in the file: changed when the person is done with it, one step to undo. */
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ICanvasArgument } from '../api';
import { ArgumentControl, type ArgumentSpec } from './ArgumentControl';
import type { CanvasSession } from './session';
import { useCouture } from '../ui';
import { useEdit } from './useEdit';
import { draftOf, isProblem, valueOf, type IDraft } from './values';

export interface IArgumentFieldProps {
  session: CanvasSession;
  spec: ArgumentSpec;
  argument: ICanvasArgument | undefined;
  /** Whose argument it is. */
  owner: { node: string } | { dag: string };
}

export function ArgumentField({ session, spec, argument, owner }: IArgumentFieldProps): ReactElement {
  const { trans } = useCouture();
  const [isMissing, setMissing] = useState(false);
  const [draft, setDraft] = useState<IDraft>(() => draftOf(spec.form, argument));
  const { error, edit, clear } = useEdit(session);
  const code = argument?.value.code;
  const shown = useRef(code);
  useEffect(() => {
    if (shown.current !== code) {
      shown.current = code;
      setDraft(draftOf(spec.form, argument));
    }
  }, [code, spec.form, argument]);
  const commit = async (next: IDraft): Promise<void> => {
    const before = draftOf(spec.form, argument);
    const value = valueOf(spec.form, next);
    if (isProblem(value) || (next.text === before.text && next.isExpression === before.isExpression)) {
      return;
    }
    if (value !== null) {
      await edit({ edit: 'set_argument', name: spec.name, value, ...owner });
    } else if (argument && !spec.is_required) {
      await edit({ edit: 'remove_argument', name: spec.name, ...owner });
    } else {
      setMissing(true); // The file keeps what it has.
    }
  };
  return (
    <ArgumentControl
      spec={spec}
      draft={draft}
      functions={session.canvas?.functions ?? []}
      error={isMissing ? trans.__('%1 is missing: the task cannot do without it.', spec.title) : error}
      onDraft={next => {
        clear();
        setMissing(false);
        setDraft(toggled(draft, next));
      }}
      onCommit={next => void commit(next)}
    />
  );

  /** Switched to an expression, a value shows as it stands in the file. */
  function toggled(before: IDraft, next: IDraft): IDraft {
    const isSame = next.text === before.text && argument !== undefined && before.text === draftOf(spec.form, argument).text;
    return next.isExpression && !before.isExpression && isSame ? { text: argument.value.code, isExpression: true } : next;
  }
}
