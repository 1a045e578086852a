/** Questions that tasks ask people, and the answers. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IQuestion = Schemas['HITLDetail'];
export type IQuestionPage = Schemas['HITLDetailCollection'];
export type IAnswer = Schemas['UpdateHITLDetailPayload'];

export class HumanInputApi {
  constructor(private readonly _http: Http) {}

  /** Questions whose tasks wait for an answer now, of all DAGs, the newest first. */
  waiting(params: QueryParams = {}): Promise<IQuestionPage> {
    return this._http.get('dags/~/dagRuns/~/hitlDetails', { ...params, waiting: true });
  }

  /** Questions of one run, the newest first. */
  ofRun(dagId: string, runId: string, params: QueryParams = {}): Promise<IQuestionPage> {
    return this._http.get(`dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/hitlDetails`, params);
  }

  /** Answer a question; the task goes on. */
  async respond({ task_instance: task }: IQuestion, answer: IAnswer): Promise<void> {
    const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
    const path = pathOf('dags', dagId, 'dagRuns', runId, 'taskInstances', taskId, mapIndex);
    await this._http.patch(`${path}/hitlDetails`, answer);
  }
}
