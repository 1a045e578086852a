/**
 * A window over a log of any size. It opens at the log's end, grows at both ends by offset, and forgets what is
 * furthest from where the reader is: the browser never holds much more than `MOST` bytes.
 *
 * Pieces are whole lines. What follows the last line break waits in `_rest` until its line is complete.
 */
import { bytes, type ILogLine, linesOf } from './log_lines';

/** One piece of a log as the server answers it. Offsets are bytes in the file. */
export interface ILogAnswer {
  content: string;
  offset: number;
  next_offset: number;
  size: number;
  complete: boolean;
}

/** Reads from `offset` (negative: from the end) at most `limit` bytes. */
export type FetchLog = (offset: number, limit: number) => Promise<ILogAnswer>;

/** How much is read at once, in bytes. */
export const STEP = 256 * 1024;
/** How much is kept, in bytes. */
export const MOST = 8 * 1024 * 1024;

interface IPiece {
  start: number;
  end: number;
  lines: ILogLine[];
}

/** What the reader sees. */
export interface ILogView {
  lines: readonly ILogLine[];
  /** Greater than 0: there is more above. */
  start: number;
  size: number;
  complete: boolean;
  /** The window does not reach the end of the log: new lines do not appear until it does. */
  detached: boolean;
}

export class LogWindow {
  constructor(
    private readonly _fetch: FetchLog,
    private readonly _step = STEP,
    private readonly _most = MOST
  ) {}

  /** Open at the end of the log. */
  openTail(): Promise<ILogView> {
    return this._inTurn(async () => this._restart(await this._fetch(-this._step, this._step)));
  }

  /** Open at the beginning of the log. */
  openHead(): Promise<ILogView> {
    return this._inTurn(async () => this._restart(await this._fetch(0, this._step)));
  }

  /** Open around a place in the log, in bytes, where a line begins. What is loaded already stays. */
  openAt(place: number): Promise<ILogView> {
    return this._inTurn(async () => {
      if (!this.has(place)) {
        const start = Math.max(0, place - this._step / 2);
        this._restart(await this._fetch(start, this._step));
      }
    });
  }

  /** Whether this place of the log is loaded. */
  has(place: number): boolean {
    return this._pieces.length > 0 && this._pieces[0].start <= place && place < this._end;
  }

  /** Read what was written since the last time; nothing happens while the window is detached. */
  readNew(): Promise<ILogView> {
    return this._inTurn(async () => {
      let hasMore = !this._detached;
      while (hasMore) {
        const answer = await this._fetch(this._next(), this._step);
        hasMore = answer.next_offset > this._next() && answer.next_offset < answer.size;
        this._append(answer);
        this._forgetTop();
      }
    });
  }

  /** Read the next part below, when the window is detached. */
  readLater(): Promise<ILogView> {
    return this._inTurn(async () => {
      this._append(await this._fetch(this._next(), this._step));
      this._detached = this._next() < this._size;
      this._forgetTop();
    });
  }

  /** Read the part above. */
  readEarlier(): Promise<ILogView> {
    return this._inTurn(async () => {
      const end = this._pieces[0]?.start ?? 0;
      if (end > 0) {
        const start = Math.max(0, end - this._step);
        this._prepend(await this._fetch(start, end - start), end);
        this._forgetBottom();
      }
    });
  }

  /** What is loaded now. */
  view(): ILogView {
    const lines = this._pieces.flatMap(piece => piece.lines);
    return {
      lines: this._rest === '' ? lines : [...lines, ...linesOf(this._rest, this._pieces.at(-1)?.end ?? 0)],
      start: this._pieces[0]?.start ?? 0,
      size: this._size,
      complete: this._complete,
      detached: this._detached
    };
  }

  private _inTurn(work: () => Promise<void>): Promise<ILogView> {
    const turn = this._busy.then(work);
    this._busy = turn.catch(() => undefined);
    return turn.then(() => this.view());
  }

  /** The offset of the first byte that was not read yet. */
  private _next(): number {
    return this._end;
  }

  private _restart(answer: ILogAnswer): void {
    const cut = answer.offset === 0 ? 0 : answer.content.indexOf('\n') + 1;
    const start = answer.offset + bytes(answer.content.slice(0, cut));
    this._pieces = [{ start, end: start, lines: [] }];
    this._rest = '';
    this._append({ ...answer, content: answer.content.slice(cut) });
    this._detached = answer.next_offset < answer.size;
  }

  private _append(answer: ILogAnswer): void {
    this._end = answer.next_offset;
    this._size = Math.max(answer.size, answer.next_offset);
    this._complete = answer.complete;
    const text = this._rest + answer.content;
    // A line longer than a whole step is shown in parts rather than waited for.
    const cut = text.length > this._step && !text.includes('\n') ? text.length : text.lastIndexOf('\n') + 1;
    if (cut > 0) {
      const start = this._pieces.at(-1)?.end ?? 0;
      const lines = linesOf(text.slice(0, cut).replace(/\n$/, ''), start);
      this._pieces.push({ start, end: start + bytes(text.slice(0, cut)), lines });
    }
    this._rest = text.slice(cut);
  }

  private _prepend(answer: ILogAnswer, end: number): void {
    const breakAt = answer.content.indexOf('\n') + 1;
    const cut = answer.offset === 0 || breakAt === answer.content.length ? 0 : breakAt;
    const start = answer.offset + bytes(answer.content.slice(0, cut));
    this._pieces.unshift({ start, end, lines: linesOf(answer.content.slice(cut).replace(/\n$/, ''), start) });
  }

  private _forgetTop(): void {
    while (this._pieces.length > 1 && this._next() - this._pieces[0].start > this._most) {
      this._pieces.shift();
    }
  }

  private _forgetBottom(): void {
    while (this._pieces.length > 1 && this._next() - this._pieces[0].start > this._most) {
      this._pieces.pop();
      this._rest = '';
      this._end = this._pieces[this._pieces.length - 1].end;
      this._detached = true;
    }
  }

  private _pieces: IPiece[] = [];
  private _rest = '';
  // Told by the server rather than counted: bytes that are not UTF-8 do not survive the way.
  private _end = 0;
  private _size = 0;
  private _complete = false;
  private _detached = false;
  private _busy: Promise<unknown> = Promise.resolve();
}
