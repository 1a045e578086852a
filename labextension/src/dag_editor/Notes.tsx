/** What a person has to know about the file: a draft is back, others changed it, what became of the last saving. */
import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, RelativeTime, useCouture, useNow } from '../ui';
import { type Mode, REVIEW } from './mode';
import type { EditorSession } from './session';

const LONG = 20_000; // milliseconds that the engine usually does not take to read a file

export interface INotesProps {
  session: EditorSession;
  mode: Mode;
  onMode: (mode: Mode) => void;
}

export function Notes({ session, mode, onMode }: INotesProps): ReactElement {
  const { trans } = useCouture();
  const { file } = session;
  return (
    <div className="couture-DagEditor-notes">
      {file.draftProblem && (
        <Note kind="error">
          {isAway(file.draftProblem)
            ? trans.__('The Jupyter server does not answer. What you write is in this window only, until it is back: leave it open.')
            : trans.__('What you write cannot be kept as a draft: %1 Save it soon.', file.draftProblem.message)}
        </Note>
      )}
      {file.theirs ? <TheirsNote session={session} mode={mode} onMode={onMode} /> : <DraftNote session={session} />}
      <ReadingNote session={session} />
    </div>
  );
}

function isAway(problem: Error): boolean {
  return problem instanceof ApiError && problem.isOffline;
}

function TheirsNote({ session, mode, onMode }: INotesProps): ReactElement {
  const { trans } = useCouture();
  const isGone = session.file.theirs?.hash === null;
  return (
    <Note kind="warning">
      <span>
        {isGone
          ? trans.__('Somebody deleted or renamed this file. Your text is all here; saving makes the file again.')
          : trans.__('Somebody changed this file meanwhile. Nothing is overwritten: look at both before you save.')}
      </span>
      {mode.kind === 'edit' && !isGone && (
        <button type="button" className="couture-Button" onClick={() => onMode(REVIEW)}>
          {trans.__('Compare with theirs')}
        </button>
      )}
      {isGone ? (
        <button type="button" className="couture-Button" onClick={() => session.file.acceptTheirs()}>
          {trans.__('Keep mine')}
        </button>
      ) : (
        <button type="button" className="couture-Button" onClick={() => takeTheirs(session, onMode)}>
          {trans.__('Take theirs')}
        </button>
      )}
    </Note>
  );
}

/** What the person wrote stays in the editor's undo. */
function takeTheirs(session: EditorSession, onMode: (mode: Mode) => void): void {
  const { theirs } = session.file;
  if (theirs) {
    session.file.acceptTheirs();
    session.text.replace(theirs.content);
    onMode({ kind: 'edit' });
  }
}

function DraftNote({ session }: { session: EditorSession }): ReactElement | null {
  const { trans } = useCouture();
  const { draft } = session.file;
  if (!draft || session.file.isNew) {
    return null;
  }
  return (
    <Note kind="info">
      <span>
        {trans.__('Your unsaved changes are back.')} <RelativeTime at={draft.at} />
      </span>
      <button
        type="button"
        className="couture-Button"
        onClick={() => void session.discardDraft()}
      >
        {trans.__('Discard them')}
      </button>
    </Note>
  );
}

function ReadingNote({ session }: { session: EditorSession }): ReactElement | null {
  const { trans } = useCouture();
  const { reading } = session.file;
  const now = useNow(reading.kind === 'waiting' ? 'second' : null);
  const close = (
    <button type="button" className="couture-Button couture-mod-minimal" onClick={() => session.file.forgetReading()}>
      {trans.__('Close')}
    </button>
  );
  if (reading.kind === 'waiting') {
    const isLate = now - reading.since > LONG;
    return (
      <Note kind={isLate ? 'warning' : 'info'}>
        {isLate
          ? trans.__('Saved. The engine has not read the file yet: look whether it runs.')
          : trans.__('Saved. The engine reads the file…')}
      </Note>
    );
  }
  if (reading.kind === 'broken') {
    const { line } = reading;
    return (
      <Note kind="error">
        <span>{trans.__('Saved, but the engine cannot read the file: %1', reading.message)}</span>
        {line !== null && (
          <button type="button" className="couture-Button" onClick={() => session.text.showLine(line)}>
            {trans.__('Go to line %1', line)}
          </button>
        )}
        {close}
      </Note>
    );
  }
  if (reading.kind === 'read') {
    return (
      <Note kind="success">
        <span>{trans.__('Saved, and read by the engine.')}</span>
        {reading.versions.map(({ dagId, number }) => (
          <CommandButton
            key={dagId}
            command={CommandIDs.openDag}
            args={{ dagId }}
            label={trans.__('%1, version %2', dagId, number)}
            variant="minimal"
          />
        ))}
        {close}
      </Note>
    );
  }
  return null;
}

function Note({ kind, children }: { kind: 'info' | 'success' | 'warning' | 'error'; children: ReactNode }): ReactElement {
  return (
    <div className={`couture-DagEditor-note couture-mod-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
