/** Files of the DAG folder. Paths are relative to it; lines and columns count from 1. */
import type { Http, IDownload } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IDagFile = Schemas['DagFile'];
export type IDagFileList = Schemas['DagFileCollection'];
export type IDagFileContent = Schemas['DagFileContent'];
export type IDagFileVersion = Schemas['DagFileVersion'];
export type IDagFileMoment = Schemas['DagFileMoment'];
export type ISavedDagFile = Schemas['SavedDagFile'];
export type IDagFileCheck = Schemas['DagFileCheck'];
export type IDagProblem = Schemas['DagProblem'];
export type ICheckedDag = Schemas['CheckedDag'];
export type IDagFileDraft = Schemas['DagFileDraft'];
export type IDagFileTemplate = Schemas['DagFileTemplate'];
export type ICodeCompletions = Schemas['CodeCompletions'];
export type ICodeExplanation = Schemas['CodeExplanation'];
export type ICodeSignature = Schemas['CodeSignature'];
export type Collision = Schemas['Collision'];

/** A text in the place of a file, and where the cursor is: `line` from 1, `column` from 0, in characters. */
export type ICodePlace = Schemas['CodePlaceBody'];

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

  /** Who changed it when, the newest first. */
  async history(path: string): Promise<IDagFileMoment[]> {
    return (await this._http.get<Schemas['DagFileHistory']>('dagFiles/history', { path })).history;
  }

  /** Save it, unless the file is not the one with this hash (null: there must be none): then the error has status 409. */
  save(path: string, content: string, expectedHash: string | null): Promise<ISavedDagFile> {
    return this._http.put('dagFiles/content', { content, expected_hash: expectedHash }, { path });
  }

  /** What the engine would make of this text in the place of the file. Nothing is written. */
  check(path: string, content: string): Promise<IDagFileCheck> {
    return this._http.post('dagFiles/check', { path, content });
  }

  /** How the word at the cursor can go on. */
  complete(place: ICodePlace): Promise<ICodeCompletions> {
    return this._http.post('dagFiles/completions', place);
  }

  /** What stands at the cursor; `name`: what it would be, completed to this. Null: nothing that is known. */
  async explain(place: ICodePlace, name: string | null = null): Promise<ICodeExplanation | null> {
    const body = { ...place, name };
    return (await this._http.post<Schemas['CodeExplanationAnswer']>('dagFiles/explanation', body)).explanation;
  }

  /** The call around the cursor. */
  async signature(place: ICodePlace): Promise<ICodeSignature | null> {
    return (await this._http.post<Schemas['CodeSignatureAnswer']>('dagFiles/signature', place)).signature;
  }

  /** Put a file there as it is; `content` is base64. The answer has the path under which it was kept. */
  upload(path: string, content: string, ifExists: Collision): Promise<ISavedDagFile> {
    return this._http.post('dagFiles/upload', { path, content, if_exists: ifExists });
  }

  rename(path: string, newPath: string): Promise<void> {
    return this._http.post('dagFiles/rename', { path, new_path: newPath });
  }

  delete(path: string): Promise<void> {
    return this._http.delete('dagFiles', { path });
  }

  /** One file, or several in an archive. */
  download(paths: readonly string[]): Promise<IDownload | null> {
    return this._http.download('dagFiles/download', { path: paths });
  }

  /** DAG files to begin with, with this DAG id in them. */
  async templates(dagId?: string): Promise<IDagFileTemplate[]> {
    return (await this._http.get<Schemas['DagFileTemplateCollection']>('dagFiles/templates', { dag_id: dagId })).templates;
  }

  /** What you have written and not saved, the newest first. */
  async drafts(): Promise<IDagFileDraft[]> {
    return (await this._http.get<Schemas['DagFileDraftCollection']>('dagFiles/drafts')).drafts;
  }

  async draft(path: string): Promise<IDagFileDraft | null> {
    return (await this._http.get<Schemas['DagFileDraftAnswer']>('dagFiles/draft', { path })).draft;
  }

  keepDraft(path: string, content: string, baseHash: string | null): Promise<IDagFileDraft> {
    return this._http.put('dagFiles/draft', { content, base_hash: baseHash }, { path });
  }

  forgetDraft(path: string): Promise<void> {
    return this._http.delete('dagFiles/draft', { path });
  }
}
