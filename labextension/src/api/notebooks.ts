/** Notebooks: what parameters they take, and what would fail if they ran. */
import type { Http } from './client';
import type { IFindings, INotebookCheck, INotebookInspection } from './types';

export class NotebooksApi {
  constructor(private readonly _http: Http) {}

  inspect(path: string): Promise<INotebookInspection> {
    return this._http.get('notebooks/inspect', { path });
  }

  check(asked: INotebookCheck): Promise<IFindings> {
    return this._http.post('notebooks/check', asked);
  }
}
