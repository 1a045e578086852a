/** The canvas beside the text: the palette, the drawing, and the form of what is selected. */
import { redoIcon, undoIcon } from '@jupyterlab/ui-components';
import type { DragEvent, ReactElement } from 'react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { IOperator } from '../api';
import type { IDagEditor } from '../tokens';
import { ActionButton, ErrorBanner, Loading, QueryProblem, Split, useCouture, useQuery } from '../ui';
import { GraphDrawing, type IGraphHandle } from '../ui/graph';
import { AddForm } from './AddForm';
import { DagForm, NewDag } from './DagForm';
import { deleteNode } from './deleting';
import { freeTaskId, graphOf } from './drawing';
import { Messages } from './Messages';
import { NodeForm } from './NodeForm';
import { OPERATOR_TYPE, Palette } from './Palette';
import type { CanvasSession, CanvasSessions } from './session';
import { useSession } from './useSession';

export function CanvasPanel({ editor, sessions }: { editor: IDagEditor; sessions: CanvasSessions }): ReactElement {
  const session = sessions.of(editor);
  const { client } = useCouture();
  useSession(session);
  const [share, setShare] = useState(0.4);
  const operators = useQuery(
    () => client.canvas.operators(),
    () => false,
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
      <Split label={trans.__('Border between the drawing and the form')} share={share} onShare={setShare} panel={<Aside session={session} operators={operators.data} />}>
        <Drawing session={session} operators={operators.data} />
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
      <ActionButton label={trans.__('Undo')} icon={undoIcon} iconOnly variant="minimal" onClick={() => session.editor.undo()} />
      <ActionButton label={trans.__('Redo')} icon={redoIcon} iconOnly variant="minimal" onClick={() => session.editor.redo()} />
    </div>
  );
}

interface IPartProps {
  session: CanvasSession;
  operators: readonly IOperator[];
}

function Drawing({ session, operators }: IPartProps): ReactElement {
  const { trans } = useCouture();
  const { canvas, dag } = session;
  const graph = useMemo(() => graphOf(canvas!, dag!, operators), [canvas, dag, operators]);
  const drawing = useRef<IGraphHandle>(null);
  const selected = session.selected?.id ?? null;
  useEffect(() => {
    if (selected !== null) {
      drawing.current?.reveal(selected);
    }
  }, [selected, graph]);
  const pick = useCallback((operator: IOperator, near: string | null) => begin(session, operator, near), [session]);
  const onDrop = (event: DragEvent<HTMLElement>, near: string | null): void => {
    const operator = operators.find(({ name }) => name === event.dataTransfer.getData(OPERATOR_TYPE));
    if (operator) {
      event.preventDefault();
      pick(operator, near);
    }
  };
  return (
    <div className="couture-Canvas-work">
      <Palette operators={operators} onPick={operator => pick(operator, selected)} />
      <div className="couture-Canvas-drawing">
        {graph.nodes.length === 0 && (
          <p className="couture-Canvas-hint">{trans.__('Drag an operator here, or press one. Drag from the dot of a task to connect it.')}</p>
        )}
        <GraphDrawing
          ref={drawing}
          graph={graph}
          label={trans.__('Canvas of %1', dag ?? '')}
          selected={selected}
          onSelect={id => session.select(id, true)}
          editing={{
            onConnect: (source, target) => void session.edit({ edit: 'connect', source, target }),
            onDisconnect: (source, target) => void session.edit({ edit: 'disconnect', source, target }),
            onDelete: id => void deleteNode(session, id, trans),
            onDrop
          }}
        />
      </div>
    </div>
  );
}

/** What needs no argument is added at once; else its form opens. */
function begin(session: CanvasSession, operator: IOperator, near: string | null): void {
  session.add(operator, near);
  const { adding, dag, canvas } = session;
  if (adding && dag !== null && canvas && operator.arguments.every(({ is_required: isRequired }) => !isRequired)) {
    void session.edit({
      edit: 'add_task',
      dag,
      operator: operator.name,
      module: operator.module,
      task_id: freeTaskId(canvas, dag, operator),
      arguments: {},
      parent: adding.parent,
      after: [...adding.after]
    });
  }
}

function Aside({ session, operators }: IPartProps): ReactElement {
  const { adding, selected, canvas, dag } = session;
  if (adding) {
    return <AddForm key={`${adding.operator.name} ${adding.after.join()}`} session={session} addition={adding} />;
  }
  if (selected) {
    return <NodeForm session={session} node={selected} operators={operators} />;
  }
  return <DagForm session={session} dag={canvas!.dags.find(({ key }) => key === dag)!} />;
}
