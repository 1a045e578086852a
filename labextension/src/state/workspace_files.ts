/**
 * Files by their two names: JupyterLab's, below the folder that its server shows, and Couture's, below the workspace.
 * They differ where the workspace is a folder of the server, as on JupyterHub.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICoutureClient } from '../api';
import type { IChanges } from './changes';

export interface IWorkspaceFiles {
  /** Couture's name of a file or folder of JupyterLab. Fails with a sentence when it is not in the workspace. */
  fromLab(path: string): Promise<string>;
  /** JupyterLab's name of a file or folder of the workspace. Fails with a sentence when the server does not show it. */
  toLab(path: string): Promise<string>;
}

export class WorkspaceFiles implements IWorkspaceFiles {
  constructor(
    private readonly _client: ICoutureClient,
    changes: IChanges,
    private readonly _trans: TranslationBundle
  ) {
    changes.reconnected.connect(() => (this._root = null));
  }

  async fromLab(path: string): Promise<string> {
    const root = await this._askRoot();
    const local = path.replace(/^[^/:]*:/, ''); // a drive such as `RTC:` shows the same files
    if (root === '' || local === root) {
      return local === root ? '' : local;
    }
    if (root === null || !local.startsWith(`${root}/`)) {
      const folder = root ?? this._trans.__('that this server does not show');
      throw new Error(
        this._trans.__('%1 is not in the workspace (%2), from which workflows run. Move or copy it there.', `“${local}”`, folder)
      );
    }
    return local.slice(root.length + 1);
  }

  async toLab(path: string): Promise<string> {
    const root = await this._askRoot();
    if (root === null || path.startsWith('/')) {
      throw new Error(this._trans.__('It is outside the files that this server shows.'));
    }
    return [root, path].filter(Boolean).join('/');
  }

  /** The workspace below the server's folder; null: it is not there. Asked once for each connection. */
  private async _askRoot(): Promise<string | null> {
    this._root ??= this._client.engine.workspace().then(
      ({ root_prefix: root }) => root,
      (reason: unknown) => {
        this._root = null;
        throw reason;
      }
    );
    return this._root;
  }

  private _root: Promise<string | null> | null = null;
}
