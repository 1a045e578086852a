/** The palette and the drawing, with all that a person does in it. */
import type { DragEvent, KeyboardEvent, ReactElement } from 'react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { IBrick, IOperator } from '../api';
import type { IBrickForms } from '../tokens';
import { useCouture } from '../ui';
import { type Decorate, GraphDrawing, type IGraphHandle } from '../ui/graph';
import { connect, copyChosen, dropNode, paste } from './actions';
import { begin } from './adding';
import { deleteNodes } from './deleting';
import { graphOf } from './drawing';
import { droppedItem } from './items';
import { Palette } from './Palette';
import { RenameBox } from './RenameBox';
import type { CanvasSession, CanvasSessions } from './session';

export interface IDrawingProps {
  session: CanvasSession;
  sessions: CanvasSessions;
  operators: readonly IOperator[];
  bricks: readonly IBrick[];
  brickForms: IBrickForms | null;
}

export function Drawing({ session, sessions, operators, bricks, brickForms }: IDrawingProps): ReactElement {
  const couture = useCouture();
  const { trans } = couture;
  const { canvas, dag, chosen } = session;
  const graph = useMemo(() => graphOf(canvas!, dag!, operators), [canvas, dag, operators]);
  const drawing = useRef<IGraphHandle>(null);
  const selected = session.selected?.id ?? null;
  const ids = chosen.map(({ id }) => id);
  const marked = useMemo(() => new Set(ids), [ids.join('\n')]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    if (selected !== null) {
      drawing.current?.reveal(selected);
    }
  }, [selected, graph]);
  const onDrop = (event: DragEvent<HTMLElement>, near: string | null): void => {
    const item = droppedItem(event.dataTransfer, operators, bricks);
    if (item) {
      event.preventDefault();
      begin(couture, session, item, near, brickForms);
    }
  };
  const onDelete = (id: string): void => void deleteNodes(session, marked.has(id) ? ids : [id], trans);
  return (
    <div className="couture-Canvas-work">
      <Palette operators={operators} bricks={bricks} onPick={item => begin(couture, session, item, selected, brickForms)} />
      <div className="couture-Canvas-drawing" onKeyDown={event => onKey(event, session, sessions)}>
        {graph.nodes.length === 0 && (
          <p className="couture-Canvas-hint">{trans.__('Drag an operator or a brick here, or press one. Drag from the dot of a task to connect it.')}</p>
        )}
        <GraphDrawing
          ref={drawing}
          graph={graph}
          label={trans.__('Canvas of %1', dag ?? '')}
          selected={selected}
          chosen={marked}
          onSelect={(id, isMore) => (id === null && isMore ? undefined : session.select(id, true, isMore))}
          decorate={useRenaming(session)}
          editing={{
            onConnect: (source, target) => void connect(session, source, target, trans),
            onDisconnect: (source, target) => void session.edit({ edit: 'disconnect', source, target }),
            onDelete,
            onRename: id => isEditable(session, id) && session.rename(id),
            onMove: (id, onto) => void dropNode(session, id, onto),
            onDrop
          }}
        />
      </div>
    </div>
  );
}

function isEditable({ canvas }: CanvasSession, id: string): boolean {
  return canvas?.nodes.find(node => node.id === id)?.reason === '';
}

/** The field for the name, in the node whose name is edited. */
function useRenaming(session: CanvasSession): Decorate {
  const { renaming } = session;
  return useCallback<Decorate>(
    node => (node.id === renaming ? { extra: <RenameBox session={session} id={node.id} name={node.label} /> } : {}),
    [session, renaming]
  );
}

/** Select all, copy, paste, undo, redo. */
function onKey(event: KeyboardEvent, session: CanvasSession, sessions: CanvasSessions): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (event.target instanceof Element && event.target.closest('input'))) {
    return;
  }
  const all = (): void => session.choose(session.canvas?.nodes.filter(({ dag }) => dag === session.dag).map(({ id }) => id) ?? []);
  const keys: Readonly<Record<string, () => unknown>> = {
    a: all,
    c: () => copyChosen(session, sessions),
    v: () => paste(session, sessions),
    z: () => (event.shiftKey ? session.editor.redo() : session.editor.undo()),
    y: () => session.editor.redo()
  };
  const act = keys[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
