/** What is to be known of the canvas: the text cannot be read, a change was refused, code that no drawing shows. */
import type { ReactElement } from 'react';
import { ActionButton, errorSentence, useCouture } from '../ui';
import type { CanvasSession } from './session';

export function Messages({ session }: { session: CanvasSession }): ReactElement {
  const { trans } = useCouture();
  const { problem, error, notes, canvas, editor } = session;
  const outside = canvas?.outside ?? [];
  return (
    <div className="couture-Canvas-messages" aria-live="polite">
      {problem !== null && (
        <p className="couture-Canvas-message couture-mod-warning">
          <span aria-hidden="true">⚠</span> {problem} {canvas && trans.__('The drawing is that of the text before.')}
        </p>
      )}
      {error && (
        <p className="couture-Canvas-message couture-mod-error">
          <span aria-hidden="true">✕</span> {errorSentence(error, trans)}
          <ActionButton label={trans.__('Dismiss')} variant="minimal" onClick={() => session.dismiss()} />
        </p>
      )}
      {notes.map(({ line, message }) => (
        <p key={`${line} ${message}`} className="couture-Canvas-message">
          {message}
          <ActionButton label={trans.__('Show line %1', line)} variant="minimal" onClick={() => editor.showLine(line)} />
        </p>
      ))}
      {outside.map(({ place, reason }) => (
        <p key={place.start} className="couture-Canvas-message">
          {reason}
          <ActionButton label={trans.__('Show line %1', place.line)} variant="minimal" onClick={() => editor.showLine(place.line)} />
        </p>
      ))}
    </div>
  );
}
