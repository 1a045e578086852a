/** The Python file of the DAG folder that is chosen in the file browser. */
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { ICouture } from '../tokens';

export class BrowsedDagFile {
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
    const isThere = this._folder !== null && item?.path.startsWith(`${this._folder}/`) && item.path.endsWith('.py');
    return isThere && more.length === 0 ? item.path.slice(this._folder!.length + 1) : null;
  }

  private _folder: string | null = null;
}
