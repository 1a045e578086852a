/** Putting a brick into an editor: the server works out where, the editor gets it as one step to undo. */
import { Notification } from '@jupyterlab/apputils';
import type { BrickValues, IBrick } from '../api';
import type { ICouture } from '../tokens';
import type { ITextTarget } from './target';
import { firstValues } from './values';

/** Rejects with an `ApiError`: its `fields` name the values that do not fit. */
export async function insertBrick(
  couture: ICouture,
  target: ITextTarget,
  brick: Pick<IBrick, 'code_brick_id' | 'parameters'>,
  values?: BrickValues,
  line?: number
): Promise<void> {
  const source = target.source();
  const at = line ?? target.line();
  const given = values ?? firstValues(brick, source);
  const done = await couture.client.codeBricks.insert(brick.code_brick_id, source, at, given);
  if (target.source() !== source) {
    await insertBrick(couture, target, brick, given, line); // Somebody typed meanwhile.
    return;
  }
  target.replace(done.source, { first: done.first_line, last: done.last_line });
  for (const note of done.notes) {
    Notification.info(note, { autoClose: 8000 });
  }
}
