/** One file browser with badges: fetched when its folder changes or a run has news, drawn when its rows change. */
import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { IDisposable } from '@lumino/disposable';
import type { IChange } from '../state/changes';
import { Query } from '../state/query';
import type { INotebookState } from '../api';
import type { ICouture } from '../tokens';
import { byName, drawBadges, type FolderStates } from './badges';

const THROTTLE = 1000;

export class BadgedBrowser implements IDisposable {
  constructor(
    private readonly _browser: FileBrowser,
    private readonly _couture: ICouture
  ) {
    this._query = this._newQuery();
    this._observer = new MutationObserver(() => this._draw());
    this._observer.observe(_browser.node, { childList: true, subtree: true });
    _browser.model.pathChanged.connect(this._onPath, this);
    _browser.disposed.connect(this.dispose, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._observer.disconnect();
    this._query.dispose();
    this._browser.model.pathChanged.disconnect(this._onPath, this);
  }

  private _newQuery(): Query<INotebookState[]> {
    const { client, changes, files } = this._couture;
    const { path } = this._browser.model;
    const query = new Query<INotebookState[]>({
      fetch: async () => {
        const folder = await files.fromLab(path).catch(() => null); // elsewhere there are no states
        return folder === null ? [] : client.notifications.notebookStates(folder);
      },
      changes,
      matches: isNews,
      throttle: THROTTLE
    });
    query.changed.connect(this._onStates, this);
    return query;
  }

  private _onPath(): void {
    this._query.dispose();
    this._states = new Map();
    this._query = this._newQuery();
    this._draw();
  }

  private _onStates(query: Query<INotebookState[]>): void {
    this._states = byName(query.data ?? []);
    this._draw();
  }

  /** Once a frame at most; what we draw ourselves changes the rows too, and then finds nothing to do. */
  private _draw(): void {
    if (this._frame === 0) {
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        if (!this._isDisposed) {
          drawBadges(this._browser.node, this._states, this._couture.trans);
        }
      });
    }
  }

  private _query: Query<INotebookState[]>;
  private _states: FolderStates = new Map();
  private _frame = 0;
  private _isDisposed = false;
  private readonly _observer: MutationObserver;
}

function isNews(change: IChange): boolean {
  return change.subject === 'dag_run' || (change.subject === 'dag' && change.what === 'deleted');
}
