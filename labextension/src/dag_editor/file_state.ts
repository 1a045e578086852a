/** One DAG file as the editor knows it: what is saved, what was changed by others, the draft, and saving. No DOM. */
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDisposable } from '@lumino/disposable';
import { ApiError, type IDagFileContent, type IDagFileDraft } from '../api';
import type { DagFilesApi } from '../api/dag_files';
import type { IChange, IChanges } from '../state/changes';

/** The saved content that the text is compared with. */
export interface IBase {
  readonly content: string;
  /** null: there is no such file yet. */
  readonly hash: string | null;
}

/** What became of a saved text in the engine. */
export type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly since: number }
  | { readonly kind: 'read'; readonly versions: readonly { dagId: string; number: number }[] }
  | { readonly kind: 'broken'; readonly message: string; readonly line: number | null };

const DRAFT_AFTER = 800; // milliseconds without a key

const NEW: IBase = { content: '', hash: null };

export class FileState implements IDisposable {
  constructor(
    readonly path: string,
    private readonly _api: DagFilesApi,
    changes: IChanges
  ) {
    changes.arrived.connect(this._onChanges, this);
    changes.reconnected.connect(this._onReconnected, this);
  }

  /** What the person saw last of the saved file. */
  get base(): IBase {
    return this._base;
  }

  /** What somebody else made of it since; null: nothing. */
  get theirs(): IBase | null {
    return this._theirs;
  }

  /** The draft that the text began with; null: it began with what is saved. */
  get draft(): IDagFileDraft | null {
    return this._draft;
  }

  get text(): string {
    return this._text;
  }

  get isNew(): boolean {
    return this._base.hash === null;
  }

  /** Whether there is something to save. */
  get isDirty(): boolean {
    return this.isNew || this._text !== this._base.content;
  }

  get reading(): Reading {
    return this._reading;
  }

  /** Why the draft could not be kept; null: all is kept. */
  get draftProblem(): Error | null {
    return this._draftProblem;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      void this.keepDraft();
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** Read the file and the draft; the text to begin with. Without either: the error that there is no such file. */
  async load(): Promise<string> {
    const [saved, draft] = await Promise.all([this._read(), this._api.draft(this.path)]);
    if (!saved && !draft) {
      throw new ApiError(404, this.path);
    }
    const base = saved ?? NEW;
    const isOther = draft !== null && draft.content !== base.content;
    this._draft = isOther ? draft : null;
    this._text = isOther ? draft.content : base.content;
    const isOld = isOther && draft.base_hash !== base.hash;
    this._base = isOld ? { content: base.content, hash: draft.base_hash } : base;
    this._theirs = isOld ? base : null;
    this._changed.emit();
    return this._text;
  }

  /** The person has written. */
  write(text: string): void {
    if (text === this._text) {
      return;
    }
    this._text = text;
    this._keepSoon();
    this._changed.emit();
  }

  /** Keep what is not saved, now. */
  async keepDraft(): Promise<void> {
    if (this._timer === undefined) {
      return;
    }
    clearTimeout(this._timer);
    this._timer = undefined;
    try {
      if (this.isDirty) {
        await this._api.keepDraft(this.path, this._text, this._base.hash);
      } else {
        await this._api.forgetDraft(this.path);
      }
      this._draftProblem = null;
    } catch (reason) {
      this._draftProblem = reason instanceof Error ? reason : new Error(String(reason));
    }
    this._changed.emit();
  }

  /** The draft is not wanted: the text is what is saved. */
  async discardDraft(): Promise<string> {
    this._stopTimer();
    this._base = this._theirs ?? this._base;
    this._theirs = null;
    this._draft = null;
    this._text = this._base.content;
    await this._api.forgetDraft(this.path);
    this._changed.emit();
    return this._text;
  }

  /** From now on the text is compared with what somebody else made of the file, which is seen. */
  acceptTheirs(): void {
    if (this._theirs) {
      this._base = this._theirs;
      this._theirs = null;
      this._draft = null;
      this._keepSoon();
      this._changed.emit();
    }
  }

  /** Save the text. When the file is another one by now, nothing is written and `theirs` says what it is. */
  async save(): Promise<boolean> {
    const text = this._text;
    let saved;
    this._isSaving = true;
    try {
      saved = await this._api.save(this.path, text, this._base.hash);
    } catch (reason) {
      this._isSaving = false;
      if (reason instanceof ApiError && reason.status === 409) {
        await this._look();
        return false;
      }
      throw reason;
    }
    this._isSaving = false;
    this._stopTimer();
    this._base = { content: text, hash: saved.hash };
    this._theirs = null;
    this._draft = null;
    this._reading = { kind: 'waiting', since: Date.now() };
    this._changed.emit();
    await this._api.forgetDraft(this.path);
    await this._refresh(); // the engine may have been quicker than the answer
    return true;
  }

  /** The note about the last saving was seen. */
  forgetReading(): void {
    this._reading = { kind: 'none' };
    this._changed.emit();
  }

  private _keepSoon(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this.keepDraft(), DRAFT_AFTER);
  }

  private _stopTimer(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private async _read(): Promise<IDagFileContent | null> {
    try {
      return await this._api.content(this.path);
    } catch (reason) {
      if (reason instanceof ApiError && reason.status === 404) {
        return null;
      }
      throw reason;
    }
  }

  private _onChanges(_: IChanges, changes: readonly IChange[]): void {
    if (changes.some(change => change.subject === 'dag_file' && change.detail?.file === this.path)) {
      void this._refresh();
    }
  }

  private _onReconnected(): void {
    if (this._draftProblem) {
      this._keepSoon();
    }
    void this._refresh();
  }

  private async _refresh(): Promise<void> {
    try {
      await this._look();
      if (this._reading.kind === 'waiting') {
        await this._hear();
      }
    } catch {
      // The next change, or the reconnecting, looks again; saving checks in any case.
    }
  }

  /** Has somebody else changed the file? What has no unsaved work follows by itself. */
  private async _look(): Promise<void> {
    const found = (await this._read()) ?? NEW;
    if (this._isDisposed || this._isSaving || found.hash === (this._theirs ?? this._base).hash) {
      return;
    }
    if (found.hash === this._base.hash) {
      this._theirs = null;
    } else if (found.hash !== null && found.content === this._text) {
      this._base = { content: found.content, hash: found.hash };
      this._theirs = null;
    } else if (!this.isDirty && found.hash !== null) {
      this._base = { content: found.content, hash: found.hash };
      this._text = found.content;
    } else {
      this._theirs = { content: found.content, hash: found.hash };
    }
    this._changed.emit();
  }

  /** Has the engine read what was saved? */
  private async _hear(): Promise<void> {
    const { hash } = this._base;
    const file = await this._api.get(this.path);
    if (this._isDisposed || this._base.hash !== hash || file.hash !== hash || file.state === 'unread') {
      return;
    }
    if (file.state === 'broken' && file.error) {
      this._reading = { kind: 'broken', message: file.error.message, line: file.error.line };
    } else {
      const versions = await this._api.versions(this.path);
      const made = versions.find(each => each.hash === hash)?.dags ?? [];
      this._reading = {
        kind: 'read',
        versions: made.map(each => ({ dagId: each.dag_id, number: each.version_number }))
      };
    }
    this._changed.emit();
  }

  private _base = NEW;
  private _theirs: IBase | null = null;
  private _draft: IDagFileDraft | null = null;
  private _text = '';
  private _reading: Reading = { kind: 'none' };
  private _draftProblem: Error | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isSaving = false;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}
