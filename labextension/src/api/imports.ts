/** Import from other schedulers. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IImportBody = Schemas['ImportBody'];
export type IImportDraft = Schemas['ImportDraft'];
export type IImportedSchedule = Schemas['ImportedSchedule'];

export class ImportsApi {
  constructor(private readonly _http: Http) {}

  async preview(body: IImportBody): Promise<IImportDraft[]> {
    return (await this._http.post<Schemas['ImportPreview']>('imports/preview', body)).drafts;
  }

  async create(body: IImportBody, only: string[], switchedOn: boolean): Promise<IImportedSchedule[]> {
    const asked = { ...body, only, switched_on: switchedOn };
    return (await this._http.post<Schemas['ImportResult']>('imports', asked)).imported;
  }
}
