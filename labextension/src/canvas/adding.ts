/** Putting something of the palette into the DAG: at once if nothing is to be asked, else its form opens. */
import type { BrickValues, IBrick } from '../api';
import type { IBrickForms, ICouture } from '../tokens';
import { freeTaskId } from './drawing';
import { lineFor, type PaletteItem } from './items';
import type { CanvasSession } from './session';

export function begin(couture: ICouture, session: CanvasSession, item: PaletteItem, near: string | null, forms: IBrickForms | null): void {
  session.add(item, near);
  const { adding, dag, canvas } = session;
  if (!adding || dag === null || !canvas) {
    return;
  }
  if (item.kind === 'operator' && item.operator.arguments.every(({ is_required: isRequired }) => !isRequired)) {
    void session.edit({
      edit: 'add_task',
      dag,
      operator: item.operator.name,
      module: item.operator.module,
      task_id: freeTaskId(canvas, dag, item.operator),
      arguments: {},
      parent: adding.parent,
      after: [...adding.after]
    });
  } else if (item.kind === 'brick' && (item.brick.parameters.length === 0 || !forms)) {
    void putBrick(couture, session, item.brick, forms?.firstValues(item.brick, session.editor.source()) ?? {});
  }
}

/** The brick with these values, near the node of the addition. True when it was done. */
export function putBrick({ client }: ICouture, session: CanvasSession, brick: IBrick, values: BrickValues): Promise<boolean> {
  const { adding, canvas, dag } = session;
  const near = canvas?.nodes.find(({ id }) => id === adding?.near);
  const own = canvas?.dags.find(({ key }) => key === dag);
  const line = lineFor(near?.place, own?.place);
  const put = async (source: string): Promise<string> => (await client.codeBricks.insert(brick.code_brick_id, source, line, values)).source;
  return session.put(put, adding?.after ?? []);
}
