/** New DAGs from notebooks: looked at, and saved. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IComposeBody = Schemas['ComposeBody'];
export type ISplitBody = Schemas['SplitBody'];
export type INotebookDag = Schemas['NotebookDag'];
export type INotebookFlow = Schemas['NotebookFlow'];
export type INotebookPart = Schemas['NotebookPart'];

export class NotebookDagsApi {
  constructor(private readonly _http: Http) {}

  /** The DAG that runs several notebooks. */
  compose(body: IComposeBody): Promise<INotebookDag> {
    return this._http.post('notebookDags/compose', body);
  }

  saveComposed(body: IComposeBody): Promise<INotebookDag> {
    return this._http.post('notebookDags/compose/save', body);
  }

  /** The tasks into which a notebook can be split. */
  split(body: ISplitBody): Promise<INotebookDag> {
    return this._http.post('notebookDags/split', body);
  }

  saveSplit(body: ISplitBody, replace: boolean): Promise<INotebookDag> {
    return this._http.post('notebookDags/split/save', { ...body, replace });
  }
}
