/** Notebooks: what parameters they take. */
import type { Http } from './client';
import type { INotebookInspection } from './types';

export class NotebooksApi {
  constructor(private readonly _http: Http) {}

  inspect(path: string): Promise<INotebookInspection> {
    return this._http.get('notebooks/inspect', { path });
  }
}
