/** Files of the DAG folder. Paths are relative to it; lines and columns count from 1. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IDagFile = Schemas['DagFile'];
export type IDagFileList = Schemas['DagFileCollection'];
export type IDagFileContent = Schemas['DagFileContent'];
export type IDagFileVersion = Schemas['DagFileVersion'];
export type ISavedDagFile = Schemas['SavedDagFile'];
export type IDagFileCheck = Schemas['DagFileCheck'];
export type IDagProblem = Schemas['DagProblem'];
export type ICheckedDag = Schemas['CheckedDag'];

export class DagFilesApi {
  constructor(private readonly _http: Http) {}

  list(): Promise<IDagFileList> {
    return this._http.get('dagFiles');
  }

  get(path: string): Promise<IDagFile> {
    return this._http.get('dagFiles/one', { path });
  }

  content(path: string): Promise<IDagFileContent> {
    return this._http.get('dagFiles/content', { path });
  }

  /** The contents that the engine has read in it, the newest first. */
  async versions(path: string): Promise<IDagFileVersion[]> {
    return (await this._http.get<Schemas['DagFileVersionCollection']>('dagFiles/versions', { path })).versions;
  }

  /** Save it, unless the file is not the one with this hash (null: there must be none): then the error has status 409. */
  save(path: string, content: string, expectedHash: string | null): Promise<ISavedDagFile> {
    return this._http.put('dagFiles/content', { content, expected_hash: expectedHash }, { path });
  }

  /** What the engine would make of this text in the place of the file. Nothing is written. */
  check(path: string, content: string): Promise<IDagFileCheck> {
    return this._http.post('dagFiles/check', { path, content });
  }
}
