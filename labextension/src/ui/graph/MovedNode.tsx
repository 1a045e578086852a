/** A node that is being dragged: its name at the pointer, and a frame around the group that it would go into. */
import type { ReactElement } from 'react';
import type { ILayout } from '../../graph/layout';
import type { IMove } from './useGestures';

export interface IMovedNodeProps {
  move: IMove;
  name: string;
  layout: ILayout;
  /** The groups that are open. */
  open: ReadonlySet<string>;
}

export function MovedNode({ move, name, layout, open }: IMovedNodeProps): ReactElement {
  const box = move.onto !== null && open.has(move.onto) ? layout.boxes.get(move.onto) : undefined;
  return (
    <>
      {box && (
        <div className="couture-GraphTarget" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />
      )}
      <div className="couture-GraphMoved" style={{ left: move.at.x, top: move.at.y }}>
        {name}
      </div>
    </>
  );
}
