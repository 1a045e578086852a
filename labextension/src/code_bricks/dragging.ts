/** Bricks that are dragged: over an editor of Python the cursor follows, and the brick is put where it is dropped. */
import type { BrickValues } from '../api';
import type { ICouture } from '../tokens';
import { attempt } from '../ui';
import { insertBrick } from './inserting';
import { pythonView } from './target';
import type { ITargets } from './targets';

const MIME = 'application/x-couture-brick';

interface IDragged {
  brickId: string;
  values: BrickValues | null;
}

/** Begin to drag a brick; without values it gets those that fit where it is dropped. */
export function startDrag(data: DataTransfer, brickId: string, values: BrickValues | null): void {
  data.effectAllowed = 'copy';
  data.setData(MIME, JSON.stringify({ brickId, values } satisfies IDragged));
}

/** From now on bricks can be dropped into every editor of Python. Before the editors themselves see the event: they would
 * put in the text that is dragged. */
export function acceptDrops(couture: ICouture, targets: ITargets): void {
  document.addEventListener('dragover', event => onDragOver(event), { capture: true });
  document.addEventListener('drop', event => onDrop(event, couture, targets), { capture: true });
}

function onDragOver(event: DragEvent): void {
  const view = viewBelow(event);
  if (!view || !event.dataTransfer) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  event.dataTransfer.dropEffect = 'copy';
  const anchor = view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
  if (anchor !== view.state.selection.main.head) {
    view.dispatch({ selection: { anchor } });
    view.focus();
  }
}

function onDrop(event: DragEvent, couture: ICouture, targets: ITargets): void {
  const view = viewBelow(event);
  const target = view && targets.at(view.dom);
  if (!view || !target || !event.dataTransfer) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const { brickId, values } = JSON.parse(event.dataTransfer.getData(MIME)) as IDragged;
  const line = view.state.doc.lineAt(view.posAtCoords({ x: event.clientX, y: event.clientY }, false)).number;
  const put = async (): Promise<void> => {
    const brick = await couture.client.codeBricks.get(brickId);
    await insertBrick(couture, target, brick, values ?? undefined, line);
  };
  void attempt(couture.trans.__('The brick could not be inserted.'), put, couture.trans);
}

function viewBelow(event: DragEvent): ReturnType<typeof pythonView> {
  const isBrick = event.dataTransfer?.types.includes(MIME) ?? false;
  return isBrick && event.target instanceof Element ? pythonView(event.target) : null;
}
