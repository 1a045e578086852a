/** Files on their way into the DAG folder, one after the other; what is there already is asked about. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, type Collision } from '../api';
import type { DagFilesApi } from '../api/dag_files';

export interface IUpload {
  readonly id: number;
  readonly name: string;
  readonly state: 'waiting' | 'sending' | 'done' | 'asks' | 'skipped' | 'failed';
  /** Where it was kept, or why it was not. */
  readonly told: string;
}

/** What uploads need of a file. */
export type IFileLike = Pick<File, 'name' | 'arrayBuffer'>;

interface IJob {
  entry: IUpload;
  file: IFileLike;
  ifExists: Collision;
}

export class Uploads implements IDisposable {
  constructor(private readonly _api: DagFilesApi) {}

  get entries(): readonly IUpload[] {
    return this._jobs.map(job => job.entry);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Put these into a folder of the DAG folder (empty: itself). */
  add(files: readonly IFileLike[], folder: string): void {
    for (const file of files) {
      const name = folder ? `${folder}/${file.name}` : file.name;
      this._jobs.push({
        entry: { id: this._next++, name, state: 'waiting', told: '' },
        file,
        ifExists: 'refuse'
      });
    }
    this._changed.emit();
    void this._run();
  }

  /** The answer to a question: null skips the file. */
  answer(id: number, ifExists: Collision | null): void {
    const job = this._jobs.find(each => each.entry.id === id);
    if (job?.entry.state === 'asks') {
      job.ifExists = ifExists ?? 'refuse';
      this._set(job, ifExists === null ? 'skipped' : 'waiting', '');
      void this._run();
    }
  }

  /** The same answer to all questions. */
  answerAll(ifExists: Collision | null): void {
    for (const { id, state } of this.entries) {
      if (state === 'asks') {
        this.answer(id, ifExists);
      }
    }
  }

  /** Forget what has come to its end. */
  clear(): void {
    this._jobs = this._jobs.filter(({ entry }) => ['waiting', 'sending', 'asks'].includes(entry.state));
    this._changed.emit();
  }

  private async _run(): Promise<void> {
    if (this._isBusy) {
      return;
    }
    this._isBusy = true;
    for (let job = this._waiting(); job && !this._isDisposed; job = this._waiting()) {
      await this._send(job);
    }
    this._isBusy = false;
  }

  private _waiting(): IJob | undefined {
    return this._jobs.find(job => job.entry.state === 'waiting');
  }

  private async _send(job: IJob): Promise<void> {
    this._set(job, 'sending', '');
    try {
      const content = base64(new Uint8Array(await job.file.arrayBuffer()));
      const { path } = await this._api.upload(job.entry.name, content, job.ifExists);
      this._set(job, 'done', path);
    } catch (reason) {
      const isThere = reason instanceof ApiError && reason.status === 409;
      this._set(job, isThere ? 'asks' : 'failed', reason instanceof Error ? reason.message : String(reason));
    }
  }

  private _set(job: IJob, state: IUpload['state'], told: string): void {
    job.entry = { ...job.entry, state, told };
    this._changed.emit();
  }

  private _jobs: IJob[] = [];
  private _next = 0;
  private _isBusy = false;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}

/** In pieces: a call takes only so many arguments. */
export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join(''));
}
