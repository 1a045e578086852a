/** The page of a DAG file: the head, what is to be known about the file, the text with its panels, or the review. */
import { type ReactElement, useEffect, useRef } from 'react';
import { ApiError } from '../api';
import { CommandIDs } from '../commands';
import type { IDagEditorPanels } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, useCouture, workflowsIcon } from '../ui';
import { EditorHead } from './EditorHead';
import { Notes } from './Notes';
import { Problems } from './Problems';
import { ReviewView } from './ReviewView';
import type { EditorSession } from './session';
import { TextArea } from './TextArea';
import type { Mode } from './mode';
import { useSignal } from './useSignal';

export interface IEditorPageProps {
  session: EditorSession;
  panels: IDagEditorPanels;
  mode: Mode;
  onMode: (mode: Mode) => void;
  panel: string | null;
  onPanel: (id: string | null) => void;
  /** Give the focus to what the mode shows. */
  focus: () => void;
}

export function EditorPage(props: IEditorPageProps): ReactElement {
  const { session, mode, onMode } = props;
  useSignal(session.changed);
  useFocusAlong(mode.kind, props.focus);
  const { loading } = session;
  if (loading.kind === 'loading') {
    return <Loading />;
  }
  if (loading.kind === 'failed') {
    return <Failed session={session} error={loading.error} />;
  }
  return (
    <div className="couture-DagEditor">
      <EditorHead session={session} mode={mode} panels={props.panels} panel={props.panel} onPanel={props.onPanel} />
      <Notes session={session} mode={mode} onMode={onMode} />
      {mode.kind === 'review' ? (
        <ReviewView session={session} mode={mode} onMode={onMode} />
      ) : (
        <>
          <TextArea session={session} panels={props.panels} panel={props.panel} onPanel={props.onPanel} />
          <Problems session={session} />
        </>
      )}
    </div>
  );
}

/** From the text to its review and back: what had the focus is gone. */
function useFocusAlong(kind: Mode['kind'], focus: () => void): void {
  const shown = useRef(kind);
  useEffect(() => {
    const isOther = shown.current !== kind;
    shown.current = kind;
    // Whoever went elsewhere meanwhile stays there.
    if (isOther && document.activeElement === document.body) {
      focus();
    }
  }, [kind, focus]);
}

function Failed({ session, error }: { session: EditorSession; error: Error }): ReactElement {
  const { trans } = useCouture();
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState title={trans.__('There is no file %1 in the DAG folder', session.text.path)} icon={workflowsIcon}>
        <p>{trans.__('It was deleted or renamed, or the engine looks into another folder.')}</p>
        <CommandButton command={CommandIDs.manageDags} variant="primary" />
      </EmptyState>
    );
  }
  return (
    <div className="couture-Page">
      <ErrorBanner error={error} onRetry={() => void session.load()} />
    </div>
  );
}
