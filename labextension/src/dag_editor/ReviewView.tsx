/** Review & Save: the saved text and yours side by side; single changes can be reverted, then it is saved. */
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, ErrorBanner, absoluteTime, useCouture } from '../ui';
import { makeDiff } from './diff_view';
import { type Mode, besides, EDIT } from './mode';
import type { EditorSession } from './session';

export interface IReviewViewProps {
  session: EditorSession;
  mode: Mode & { kind: 'review' };
  onMode: (mode: Mode) => void;
}

export function ReviewView({ session, mode, onMode }: IReviewViewProps): ReactElement {
  const { trans } = useCouture();
  const { file, text } = session;
  const left = besides(mode, file.base, file.theirs);
  const isSame = left === text.source();
  return (
    <section
      className="couture-DagReview"
      aria-label={trans.__('Review changes')}
      tabIndex={-1}
      onKeyDown={event => {
        // Not where it closed something in the text.
        if (event.key === 'Escape' && !event.defaultPrevented) {
          onMode(EDIT);
        }
      }}
    >
      <div className="couture-DagReview-head">
        <button type="button" className="couture-Button" onClick={() => onMode(EDIT)}>
          {trans.__('Back to edit mode')}
        </button>
        <span className="couture-DagReview-hint">
          {isSame ? trans.__('There is no difference.') : trans.__('Each → takes a change of yours back.')}
        </span>
        {mode.version && (
          <button
            type="button"
            className="couture-Button"
            disabled={isSame}
            onClick={() => {
              text.replace(left);
              onMode(EDIT);
            }}
          >
            {trans.__('Restore all of it')}
          </button>
        )}
        <CommandButton
          command={CommandIDs.saveDagFile}
          variant="primary"
          label={file.theirs && file.theirs.hash !== null ? trans.__('Save mine over theirs') : undefined}
          disabledBecause={file.isDirty ? null : trans.__('There is nothing to save: the file holds this text.')}
        />
      </div>
      {session.saveProblem && <ErrorBanner error={session.saveProblem} />}
      <div className="couture-DagReview-labels" aria-hidden="true">
        <span>{leftLabel()}</span>
        <span>{trans.__('Yours')}</span>
      </div>
      <Diff session={session} left={left} leftLabel={leftLabel()} />
    </section>
  );

  function leftLabel(): string {
    if (mode.version) {
      return trans.__('Version %1 of %2, %3', mode.version.number, mode.version.dagId, absoluteTime(mode.version.createdAt));
    }
    if (file.theirs) {
      return trans.__('Theirs, as the file is now');
    }
    return file.isNew ? trans.__('There is no such file yet') : trans.__('Saved');
  }
}

/** What is changed on the right is changed in the text at once, in its undo, too. */
function Diff({ session, left, leftLabel }: { session: EditorSession; left: string; leftLabel: string }): ReactElement {
  const { trans } = useCouture();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const view = makeDiff({
      parent: host.current,
      left,
      right: session.text.source(),
      leftLabel,
      trans,
      rightLabel: trans.__('Yours'),
      revert: trans.__('Take this change back'),
      onChange: right => session.text.replace(right)
    });
    return () => view.destroy();
  }, [session, left, leftLabel, trans]);
  return <div className="couture-DagReview-diff" ref={host} />;
}
