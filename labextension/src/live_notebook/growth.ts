/** Lets a notebook that is shown grow: what the journal tells becomes outputs of its cells. */
import type * as nbformat from '@jupyterlab/nbformat';
import type { IOutputAreaModel } from '@jupyterlab/outputarea';
import type { ILiveEvent } from '../api/live';

/** The sentence for so many characters that are not drawn. */
export type SaysLeftOut = (count: number) => string;

/** What grows of a code cell. */
export interface IGrowingCell {
  readonly outputs: IOutputAreaModel;
}

/** Characters of one stream that are drawn; when there are more, the end of this many stays. */
export const MOST_TEXT = 60_000;
const KEPT_TEXT = 25_000;

export class Growth {
  constructor(private readonly _saysLeftOut: SaysLeftOut) {}

  /** Add the text to a stream, the last of its cell, or begin one. */
  text({ outputs }: IGrowingCell, event: ILiveEvent & { op: 'text' }): void {
    const { cell, output: place, name, text, skipped } = event;
    const key = `${cell} ${place}`;
    if (place >= outputs.length) {
      this._leftOut.delete(key);
      outputs.add(streamOf(name, ''));
    }
    const before = outputs.get(place).streamText?.text ?? '';
    if (skipped === 0 && before.length + text.length <= MOST_TEXT) {
      outputs.add(streamOf(name, text));
      return;
    }
    const said = this._leftOut.get(key);
    const shown = said ? before.slice(said.sentence.length) : before;
    const all = skipped > 0 ? text : shown + text;
    const kept = endOf(all);
    const count = (said?.count ?? 0) + shown.length + skipped + text.length - kept.length;
    const sentence = `${this._saysLeftOut(count)}\n`;
    this._leftOut.set(key, { count, sentence });
    outputs.set(place, streamOf(name, sentence + kept));
  }

  /** A new output, or one in the place of another. */
  output({ outputs }: IGrowingCell, { output, value }: ILiveEvent & { op: 'output' }): void {
    if (output < outputs.length) {
      outputs.set(output, value);
    } else {
      outputs.add(value);
    }
  }

  /** The outputs from here on are gone. */
  cut({ outputs }: IGrowingCell, { output }: ILiveEvent & { op: 'cut' }): void {
    const kept = outputs.toJSON().slice(0, output);
    outputs.clear();
    outputs.fromJSON(kept);
  }

  private readonly _leftOut = new Map<string, { count: number; sentence: string }>();
}

/** An output as it is drawn: of a long text the end. */
export function drawnOutput(output: nbformat.IOutput, saysLeftOut: SaysLeftOut): nbformat.IOutput {
  const text = typeof output.text === 'string' ? output.text : '';
  if (text.length <= MOST_TEXT) {
    return output;
  }
  const kept = endOf(text);
  return { ...output, text: `${saysLeftOut(text.length - kept.length)}\n${kept}` };
}

/** The same events, the pieces of one text put together: each addition is drawn anew. */
export function gathered(events: readonly ILiveEvent[]): ILiveEvent[] {
  const all: ILiveEvent[] = [];
  for (const event of events) {
    const last = all.at(-1);
    const isSameText =
      event.op === 'text' && last?.op === 'text' && last.cell === event.cell && last.output === event.output;
    if (isSameText && event.skipped === 0) {
      all[all.length - 1] = { ...last, text: last.text + event.text };
    } else if (isSameText) {
      all[all.length - 1] = { ...event, skipped: event.skipped + last.skipped + last.text.length };
    } else {
      all.push(event);
    }
  }
  return all;
}

function streamOf(name: string, text: string): nbformat.IStream {
  return { output_type: 'stream', name: name as nbformat.StreamType, text };
}

/** The part that stays of a long text: its end, from the start of a line. */
function endOf(text: string): string {
  const end = text.slice(-KEPT_TEXT);
  const line = end.indexOf('\n');
  return line !== -1 && line < 2000 ? end.slice(line + 1) : end;
}
