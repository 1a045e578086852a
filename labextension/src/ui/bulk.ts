/** Work on many things: part by part, with its progress told and a way to stop it, and what was refused told at the end. */
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { errorSentence } from './errors';

/** What became of one thing. */
export interface IOutcome {
  ok: boolean;
  /** Why not. */
  detail: string;
}

export interface IBulkWork<Part> {
  parts: readonly Part[];
  /** How many things are in a part. */
  size: (part: Part) => number;
  act: (part: Part) => Promise<readonly IOutcome[]>;
}

/** Work that is done sooner tells no progress. */
const QUICK = 1000;

/** Do all parts, one after the other. False when something kept it from being done at all. */
export async function doInParts<Part>({ parts, size, act }: IBulkWork<Part>, trans: TranslationBundle): Promise<boolean> {
  const total = parts.reduce((sum, part) => sum + size(part), 0);
  const progress = new Progress(total, trans);
  const outcomes: IOutcome[] = [];
  try {
    for (const part of parts) {
      if (progress.isStopped) {
        break;
      }
      outcomes.push(...(await act(part)));
      progress.tell(outcomes.length);
    }
  } catch (reason) {
    Notification.error(errorSentence(reason, trans), { autoClose: 10000 });
    return false;
  } finally {
    progress.end();
  }
  tellRefused(outcomes, total, trans);
  return true;
}

function tellRefused(outcomes: readonly IOutcome[], total: number, trans: TranslationBundle): void {
  const refused = outcomes.filter(outcome => !outcome.ok);
  if (refused.length > 0) {
    const text = trans._n('%1 was left as it is: %2', '%1 were left as they are: %2', refused.length);
    Notification.warning(text.replace('%2', refused[0].detail), { autoClose: 10000 });
  }
  if (outcomes.length < total) {
    Notification.info(trans.__('Stopped after %1 of %2.', outcomes.length, total), { autoClose: 5000 });
  }
}

class Progress {
  constructor(
    private readonly _total: number,
    private readonly _trans: TranslationBundle
  ) {}

  get isStopped(): boolean {
    return this._isStopped;
  }

  tell(done: number): void {
    if (Date.now() - this._since < QUICK || done >= this._total) {
      return;
    }
    const message = this._trans.__('%1 of %2 done', done, this._total);
    const stop = { label: this._trans.__('Stop'), callback: () => (this._isStopped = true) };
    if (this._id === null) {
      this._id = Notification.emit(message, 'in-progress', { autoClose: false, actions: [stop] });
    } else {
      Notification.update({ id: this._id, message });
    }
  }

  end(): void {
    if (this._id !== null) {
      Notification.dismiss(this._id);
    }
  }

  private readonly _since = Date.now();
  private _id: string | null = null;
  private _isStopped = false;
}

/** A list cut into parts of at most `size`. */
export function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let start = 0; start < items.length; start += size) {
    parts.push(items.slice(start, start + size));
  }
  return parts;
}
