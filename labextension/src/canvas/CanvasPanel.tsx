/** The canvas beside the text: the palette, the drawing, and the form of what is selected. */
import { redoIcon, undoIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { CommandIDs } from '../commands';
import type { IBrickForms, IDagEditor } from '../tokens';
import { ActionButton, CommandButton, ErrorBanner, Loading, QueryProblem, Split, useCouture, useQuery } from '../ui';
import { Aside } from './Aside';
import { NewDag } from './DagForm';
import { Drawing } from './Drawing';
import { Messages } from './Messages';
import type { CanvasSession, CanvasSessions } from './session';
import { useSession } from './useSession';

export interface ICanvasPanelProps {
  editor: IDagEditor;
  sessions: CanvasSessions;
  brickForms: IBrickForms | null;
}

export function CanvasPanel({ editor, sessions, brickForms }: ICanvasPanelProps): ReactElement {
  const session = sessions.of(editor);
  const { client } = useCouture();
  useSession(session);
  const [share, setShare] = useState(0.4);
  const operators = useQuery(
    () => client.canvas.operators(),
    () => false,
    [client]
  );
  const bricks = useQuery(
    () => client.codeBricks.list({ limit: 1000 }),
    change => change.subject === 'code_brick',
    [client]
  );
  const { trans } = useCouture();
  if (!operators.data) {
    return operators.error ? <QueryProblem error={operators.error} onRetry={operators.refresh} /> : <Loading />;
  }
  if (!session.canvas) {
    return session.error ? <ErrorBanner error={session.error} /> : session.problem !== null ? <Messages session={session} /> : <Loading />;
  }
  if (session.dag === null) {
    return (
      <div className="couture-Canvas">
        <Messages session={session} />
        <NewDag session={session} />
      </div>
    );
  }
  return (
    <div className="couture-Canvas" data-busy={session.isBusy || undefined} data-stale={session.problem !== null || undefined}>
      <CanvasHead session={session} />
      <Messages session={session} />
      <Split label={trans.__('Border between the drawing and the form')} share={share} onShare={setShare} panel={<Aside session={session} operators={operators.data} brickForms={brickForms} />}>
        <Drawing session={session} sessions={sessions} operators={operators.data} bricks={bricks.data?.code_bricks ?? []} brickForms={brickForms} />
      </Split>
    </div>
  );
}

function CanvasHead({ session }: { session: CanvasSession }): ReactElement {
  const { trans } = useCouture();
  const dags = session.canvas?.dags ?? [];
  return (
    <div className="couture-Canvas-head">
      {dags.length > 1 ? (
        <select className="couture-Select" aria-label={trans.__('DAG')} value={session.dag ?? ''} onChange={event => session.showDag(event.target.value)}>
          {dags.map(({ key }) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </select>
      ) : (
        <button type="button" className="couture-Canvas-dag" title={trans.__('Show the details of the DAG')} onClick={() => session.select(null)}>
          {session.dag}
        </button>
      )}
      <span className="couture-Canvas-space" />
      <CommandButton command={CommandIDs.pasteCanvasTasks} variant="minimal" />
      <ActionButton label={trans.__('Undo')} icon={undoIcon} iconOnly variant="minimal" onClick={() => session.editor.undo()} />
      <ActionButton label={trans.__('Redo')} icon={redoIcon} iconOnly variant="minimal" onClick={() => session.editor.redo()} />
    </div>
  );
}
