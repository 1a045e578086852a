/** A name that is edited in the drawing: Enter takes it, Escape leaves it; a refusal stands below it. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useCouture } from '../ui';
import type { CanvasSession } from './session';
import { useEdit } from './useEdit';

export function RenameBox({ session, id, name }: { session: CanvasSession; id: string; name: string }): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState(name);
  const { error, edit, clear } = useEdit(session);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const take = async (): Promise<void> => {
    if (text === name || (await edit({ edit: 'rename', node: id, name: text, variable: true }))) {
      session.rename(null);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      void take();
    } else if (event.key === 'Escape') {
      session.rename(null);
    }
  };
  return (
    <span className="couture-Canvas-rename" data-still onDoubleClick={event => event.stopPropagation()} onClick={event => event.stopPropagation()}>
      <input
        ref={input}
        className="couture-Input"
        aria-label={trans.__('New name of %1', name)}
        aria-invalid={error !== undefined}
        spellCheck={false}
        value={text}
        onChange={event => {
          clear();
          setText(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => void take()}
      />
      {error !== undefined && (
        <span role="alert" className="couture-Canvas-renameError">
          {error}
        </span>
      )}
    </span>
  );
}
