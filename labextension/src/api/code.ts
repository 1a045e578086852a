/** Which code runs: refs and side files to choose from, what a try ran. */
import type { Http } from './client';
import { pathOf } from './client';
import type { ICodeDifference, ICodeFacts, IGitRefs, ISideFile, ITaskInstance } from './types';

export class CodeApi {
  constructor(private readonly _http: Http) {}

  /** Rejects with a 404 while the try has not read a notebook. */
  facts(task: ITaskInstance, tryNumber: number): Promise<ICodeFacts> {
    return this._http.get(`${this._task(task)}/code`, { try_number: tryNumber, map_index: task.map_index });
  }

  /** How the file of today differs from what ran. */
  difference(task: ITaskInstance, tryNumber: number): Promise<ICodeDifference> {
    return this._http.get(`${this._task(task)}/codeDifference`, { try_number: tryNumber, map_index: task.map_index });
  }

  gitRefs(notebook: string): Promise<IGitRefs> {
    return this._http.get('notebooks/gitRefs', { path: notebook });
  }

  /** The files that the notebook needs beside itself. */
  async sideFiles(notebook: string): Promise<ISideFile[]> {
    const found = await this._http.get<{ side_files: ISideFile[] }>('notebooks/sideFiles', { path: notebook });
    return found.side_files;
  }

  private _task({ dag_id, dag_run_id, task_id }: ITaskInstance): string {
    return `dags/${pathOf(dag_id)}/dagRuns/${pathOf(dag_run_id)}/taskInstances/${pathOf(task_id)}`;
  }
}
