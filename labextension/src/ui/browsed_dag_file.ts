/** The Python file of the DAG folder that is chosen in the file browser. */
import { PathExt } from '@jupyterlab/coreutils';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { ICouture } from '../tokens';

export class BrowsedDagFile {
  constructor(
    couture: ICouture,
    private readonly _browsers: IFileBrowserFactory | null
  ) {
    const ask = async (): Promise<void> => {
      const { root_prefix: root, dags_folder: folder } = await couture.client.engine.workspace();
      this._folder = root === null || folder === null ? null : PathExt.join(root, folder);
    };
    // Without an answer there is no entry in the menu; when the server is back, it is asked again.
    const quietly = (): void => void ask().catch(() => undefined);
    couture.changes.reconnected.connect(quietly);
    quietly();
  }

  /** Its path in the DAG folder; null: none is chosen there. */
  path(): string | null {
    const browser = this._browsers?.tracker.currentWidget;
    const [item, ...more] = [...(browser?.selectedItems() ?? [])];
    // The DAG folder is on the server's own drive.
    if (this._folder === null || browser?.model.driveName || more.length > 0 || !item?.path.endsWith('.py')) {
      return null;
    }
    const path = PathExt.relative(this._folder, item.path);
    return path.startsWith('../') ? null : path;
  }

  /** As the file browser names it; '' is its root. */
  private _folder: string | null = null;
}
