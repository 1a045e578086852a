/** The DAG file that is chosen in the file browser. */
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { ICouture } from '../tokens';

export class BrowsedFile {
  constructor(
    couture: ICouture,
    private readonly _browsers: IFileBrowserFactory | null
  ) {
    const ask = async (): Promise<void> => {
      const { root_prefix: root, dags_folder: folder } = await couture.client.engine.workspace();
      this._folder = root === null || folder === null ? null : [root, folder].filter(Boolean).join('/');
    };
    // Without an answer there is no entry in the menu; when the server is back, it is asked again.
    const quietly = (): void => void ask().catch(() => undefined);
    couture.changes.reconnected.connect(quietly);
    quietly();
  }

  /** Its path in the DAG folder; null: none is chosen there. */
  path(): string | null {
    const [item, ...more] = [...(this._browsers?.tracker.currentWidget?.selectedItems() ?? [])];
    if (this._folder === null || !item || more.length > 0 || !item.path.startsWith(`${this._folder}/`)) {
      return null;
    }
    return item.path.slice(this._folder.length + 1);
  }

  private _folder: string | null = null;
}
