/** Notebooks: what parameters they take, and what would fail if they ran. */
import type { Http } from './client';
import type { components } from './generated';
import type { IFindings, IFolderNotebooks, INotebookCheck, INotebookInspection } from './types';

export class NotebooksApi {
  constructor(private readonly _http: Http) {}

  inspect(path: string): Promise<INotebookInspection> {
    return this._http.get('notebooks/inspect', { path });
  }

  /** The formats that an executed notebook can be turned into, and what is missing for them. */
  async exportFormats(): Promise<components['schemas']['ExportFormat'][]> {
    const found = await this._http.get<components['schemas']['ExportFormatCollection']>('notebooks/exportFormats');
    return found.export_formats;
  }

  /** The notebooks right in a folder, or also those below it. */
  inFolder(path: string, subfolders = false): Promise<IFolderNotebooks> {
    return this._http.get('folders/notebooks', { path: path || '.', subfolders });
  }

  /** Run them as the tasks of one DAG. */
  async runFolder(
    folder: string,
    { notebooks, subfolders, atOnce }: { notebooks: string[]; subfolders: boolean; atOnce: number }
  ): Promise<components['schemas']['FolderRun']> {
    const body = { folder: folder || '.', notebooks, subfolders, at_once: atOnce };
    const run = await this._http.post<components['schemas']['FolderRun']>('folders/run', body);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  check(asked: INotebookCheck): Promise<IFindings> {
    return this._http.post('notebooks/check', asked);
  }
}
