/** The drive "Runs:": every run a folder, read-only, backed by the REST API. */
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRunFile, IRunFileTree } from '../api';
import type { Http } from '../api/client';
import { RUNS_DRIVE } from '../tokens';

export class RunsDrive implements Contents.IDrive {
  readonly name = RUNS_DRIVE;
  readonly serverSettings: ServerConnection.ISettings;

  constructor(
    private readonly _http: Http,
    private readonly _trans: TranslationBundle
  ) {
    this.serverSettings = _http.settings;
  }

  get fileChanged(): ISignal<this, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  async get(localPath: string, options: Contents.IFetchOptions = {}): Promise<Contents.IModel> {
    const tree = await this._http.get<IRunFileTree>('runFiles', { path: localPath });
    const model = modelOf(tree);
    if (options.content === false) {
      return model;
    }
    if (tree.type === 'directory') {
      const notice = this._notice(tree);
      return { ...model, format: 'json', mimetype: '', content: [...tree.entries.map(modelOf), ...notice] };
    }
    return { ...model, ...(await this._content(tree, options)) };
  }

  getDownloadUrl(localPath: string): Promise<string> {
    return Promise.resolve(this._http.url('runFiles/content', { path: localPath, download: true }));
  }

  /** A folder shows the newest entries only; the first line of the list says so. */
  private _notice(tree: IRunFileTree): Contents.IModel[] {
    const hidden = tree.total_entries - tree.entries.length;
    if (hidden <= 0) {
      return [];
    }
    const isDag = tree.path !== '' && !tree.path.includes('/');
    const name = isDag
      ? this._trans._n('… and %1 older run: see the run history', '… and %1 older runs: see the run history', hidden)
      : this._trans._n('… and %1 more', '… and %1 more', hidden);
    const path = tree.path === '' ? name : `${tree.path}/${name}`;
    return [{ ...modelOf(tree), name, path, type: 'file', size: 0, last_modified: new Date(0).toISOString() }];
  }

  private async _content(file: IRunFile, options: Contents.IFetchOptions): Promise<Partial<Contents.IModel>> {
    const url = this._http.url('runFiles/content', { path: file.path });
    const response = await ServerConnection.makeRequest(url, {}, this.serverSettings);
    if (!response.ok) {
      throw await ServerConnection.ResponseError.create(response);
    }
    const wanted = options.format ?? formatOf(file);
    if (file.type === 'notebook' && options.type !== 'file') {
      return { format: 'json', content: await response.json() };
    }
    if (wanted === 'base64') {
      return { type: 'file', format: 'base64', content: base64Of(new Uint8Array(await response.arrayBuffer())) };
    }
    return { type: 'file', format: 'text', content: await response.text() };
  }

  newUntitled(): Promise<Contents.IModel> {
    return this._refuse();
  }

  delete(): Promise<void> {
    return this._refuse();
  }

  rename(): Promise<Contents.IModel> {
    return this._refuse();
  }

  save(): Promise<Contents.IModel> {
    return this._refuse();
  }

  copy(): Promise<Contents.IModel> {
    return this._refuse();
  }

  createCheckpoint(): Promise<Contents.ICheckpointModel> {
    return this._refuse();
  }

  listCheckpoints(): Promise<Contents.ICheckpointModel[]> {
    return Promise.resolve([]);
  }

  restoreCheckpoint(): Promise<void> {
    return this._refuse();
  }

  deleteCheckpoint(): Promise<void> {
    return this._refuse();
  }

  private _refuse(): Promise<never> {
    return Promise.reject(
      new Error(
        this._trans.__('What a run left cannot be changed. Save a copy in your own files, or delete the run from its page.')
      )
    );
  }

  private _isDisposed = false;
  private _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
}

/** The run that a path of the drive is in. */
export function runIn(localPath: string): { dagId: string; runId: string } | null {
  const [dagId, runId] = localPath.split('/').filter(Boolean);
  return runId === undefined ? null : { dagId, runId };
}

/** A folder or file as JupyterLab describes it, without its content. */
export function modelOf(file: IRunFile): Contents.IModel {
  const modified = file.last_modified ?? new Date(0).toISOString(); // an empty one is an error to JupyterLab
  return {
    name: file.name,
    path: file.path,
    type: file.type,
    writable: false,
    created: modified,
    last_modified: modified,
    mimetype: file.mimetype ?? '',
    content: null,
    format: null,
    size: file.size ?? undefined
  };
}

/** Text where the name says that it is text, else base64. */
export function formatOf(file: IRunFile): 'text' | 'base64' {
  const isText = /^text\/|json|javascript|xml|yaml/.test(file.mimetype ?? '') || /\.(log|md|py|r|sh|txt|jsonl|toml)$/i.test(file.name);
  return isText ? 'text' : 'base64';
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return btoa(parts.join(''));
}
