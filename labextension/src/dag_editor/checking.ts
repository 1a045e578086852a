/** Asks the server about a text a moment after the last key, one question at a time. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDagFileCheck } from '../api';

const PAUSE = 350; // milliseconds without a key

export interface ICheckerState {
  /** The newest answer; null: there is none yet. */
  readonly answer: IDagFileCheck | null;
  readonly isChecking: boolean;
  /** Why there is no newer answer. */
  readonly problem: Error | null;
}

export class Checker implements IDisposable {
  constructor(private readonly _ask: (text: string) => Promise<IDagFileCheck>) {}

  get state(): ICheckerState {
    return { answer: this._answer, isChecking: this._isBusy || this._timer !== undefined, problem: this._problem };
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Check this text after a pause, or at once. */
  check(text: string, atOnce = false): void {
    this._wanted = text;
    clearTimeout(this._timer);
    const wasChecking = this.state.isChecking;
    this._timer = setTimeout(() => void this._go(), atOnce ? 0 : PAUSE);
    if (!wasChecking) {
      this._changed.emit();
    }
  }

  private async _go(): Promise<void> {
    this._timer = undefined;
    if (this._isBusy || this._wanted === null) {
      return;
    }
    const text = this._wanted;
    this._wanted = null;
    this._isBusy = true;
    try {
      const answer = await this._ask(text);
      this._problem = null;
      // What was written meanwhile has moved the lines: its own answer comes soon.
      if (this._wanted === null) {
        this._answer = answer;
      }
    } catch (reason) {
      this._problem = reason instanceof Error ? reason : new Error(String(reason));
    }
    this._isBusy = false;
    if (this._isDisposed) {
      return;
    }
    if (this._wanted !== null && this._timer === undefined) {
      this._timer = setTimeout(() => void this._go(), 0);
    }
    this._changed.emit();
  }

  private _answer: IDagFileCheck | null = null;
  private _problem: Error | null = null;
  private _wanted: string | null = null;
  private _isBusy = false;
  private _isDisposed = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _changed = new Signal<this, void>(this);
}
