/** An open DAG file: its text, its file, and what the server says about the text. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDagFileCheck } from '../api';
import type { ICouture } from '../tokens';
import { Checker } from './checking';
import { FileState } from './file_state';
import type { OpenText } from './open_text';

export type Loading = { readonly kind: 'loading' } | { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly error: Error };

export class EditorSession implements IDisposable {
  constructor(
    couture: ICouture,
    readonly text: OpenText
  ) {
    const { client, changes } = couture;
    this.file = new FileState(text.path, client.dagFiles, changes);
    this.checker = new Checker(source => client.dagFiles.check(text.path, source));
    text.sourceChanged.connect(this._onText, this);
    this.file.changed.connect(this._onFile, this);
    this.checker.changed.connect(this._onChecked, this);
  }

  readonly file: FileState;
  readonly checker: Checker;

  get loading(): Loading {
    return this._loading;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.checker.dispose();
      this.file.dispose();
      this.text.dispose();
      Signal.clearData(this);
    }
  }

  /** Read the file, or read it again after a failure. */
  load(): Promise<void> {
    this._whenLoaded = this._load();
    return this._whenLoaded;
  }

  /** Settled when the text is there, or the error. */
  get whenLoaded(): Promise<void> {
    return this._whenLoaded;
  }

  private async _load(): Promise<void> {
    this._loading = { kind: 'loading' };
    this._changed.emit();
    try {
      const source = await this.file.load();
      this._isFollowing = true;
      this.text.begin(source);
      this._isFollowing = false;
      this._loading = { kind: 'ready' };
      this.checker.check(source, true);
    } catch (reason) {
      this._loading = { kind: 'failed', error: reason instanceof Error ? reason : new Error(String(reason)) };
    }
    this._changed.emit();
  }

  /** Why the last saving failed. */
  get saveProblem(): Error | null {
    return this._saveProblem;
  }

  /** Save the text; false when it was not: `saveProblem` or `file.theirs` says why. `isOverTheirs`: the person has seen
   * what somebody else made of the file. */
  async save(isOverTheirs: boolean): Promise<boolean> {
    this._saveProblem = null;
    try {
      if (isOverTheirs) {
        this.file.acceptTheirs();
      }
      return await this.file.save();
    } catch (reason) {
      this._saveProblem = reason instanceof Error ? reason : new Error(String(reason));
      this._changed.emit();
      return false;
    }
  }

  /** The text is what is saved; what the person wrote stays in the editor's undo. */
  async discardDraft(): Promise<void> {
    try {
      await this.file.discardDraft();
    } catch (reason) {
      this._saveProblem = reason instanceof Error ? reason : new Error(String(reason));
      this._changed.emit();
    }
  }

  private _onText(): void {
    if (!this._isFollowing) {
      this.file.write(this.text.source());
    }
    this.checker.check(this.text.source());
  }

  /** What somebody else saved is shown, where nothing of this person's is in its place. */
  private _onFile(): void {
    if (this._loading.kind === 'ready' && this.file.text !== this.text.source()) {
      this._isFollowing = true;
      this.text.replace(this.file.text);
      this._isFollowing = false;
    }
    this._changed.emit();
  }

  private _onChecked(): void {
    const { answer } = this.checker.state;
    if (answer && answer !== this._shown) {
      this._shown = answer;
      const dags = answer.dags ?? this.text.check.dags;
      this.text.check = { problems: answer.problems, dags, isStale: answer.dags === null && dags !== null };
    }
    this._changed.emit();
  }

  private _loading: Loading = { kind: 'loading' };
  private _whenLoaded = Promise.resolve();
  private _saveProblem: Error | null = null;
  private _shown: IDagFileCheck | null = null;
  private _isFollowing = false;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}
