/** Code bricks: snippets for DAG files. */
import { type Http, pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IBrick = Schemas['CodeBrick'];
export type IBrickParameter = Schemas['BrickParameterAnswer'];
export type IBrickContent = Schemas['BrickContentBody'];
export type IBrickList = Schemas['CodeBrickCollection'];
export type IBrickVersion = Schemas['CodeBrickVersion'];
export type IBrickDraft = Schemas['BrickDraft'];
export type IBrickProposal = Schemas['BrickProposal'];
export type IRenderedBrick = Schemas['RenderedBrick'];
export type IInsertedBrick = Schemas['InsertedBrick'];
export type IBrickImportEntry = Schemas['BrickImportEntry'];
export type BrickOrigin = IBrick['origin'];
export type BrickValues = Record<string, unknown>;

export interface IBrickQuery {
  search?: string;
  category?: string;
  tags?: readonly string[];
  origin?: BrickOrigin | null;
  limit?: number;
  offset?: number;
}

export class CodeBricksApi {
  constructor(private readonly _http: Http) {}

  list(query: IBrickQuery = {}): Promise<IBrickList> {
    return this._http.get<IBrickList>('codeBricks', { ...query });
  }

  get(brickId: string): Promise<IBrick> {
    return this._http.get<IBrick>(pathOf('codeBricks', brickId));
  }

  create(content: IBrickContent, isShared: boolean): Promise<IBrick> {
    return this._http.post<IBrick>('codeBricks', { ...content, is_shared: isShared });
  }

  /** The brick's next version; a 409 when `version` is no longer the newest. */
  update(brickId: string, content: IBrickContent, isShared: boolean, version: number): Promise<IBrick> {
    const body = { ...content, is_shared: isShared, expected_version: version };
    return this._http.put<IBrick>(pathOf('codeBricks', brickId), body);
  }

  async delete(brickId: string): Promise<void> {
    await this._http.delete(pathOf('codeBricks', brickId));
  }

  async versions(brickId: string): Promise<IBrickVersion[]> {
    const path = `${pathOf('codeBricks', brickId)}/versions`;
    return (await this._http.get<Schemas['CodeBrickVersions']>(path)).versions;
  }

  render(brickId: string, values: BrickValues): Promise<IRenderedBrick> {
    return this._http.post<IRenderedBrick>(`${pathOf('codeBricks', brickId)}/render`, { values });
  }

  /** The code of a brick that is being written. */
  preview(brick: IBrickContent): Promise<IRenderedBrick> {
    return this._http.post<IRenderedBrick>('codeBricks/preview', { brick });
  }

  /** The source with the brick in it, for a cursor in `line`, counted from 1. */
  insert(brickId: string, source: string, line: number, values: BrickValues): Promise<IInsertedBrick> {
    return this._http.post<IInsertedBrick>(`${pathOf('codeBricks', brickId)}/insert`, { source, line, values });
  }

  /** A brick of some lines of a source, counted from 1; `placeholders` names the proposals that become some. */
  draft(source: string, first: number, last: number, placeholders: readonly string[]): Promise<IBrickDraft> {
    const body = { source, first_line: first, last_line: last, placeholders };
    return this._http.post<IBrickDraft>('codeBricks/draft', body);
  }

  /** A file of these bricks; without ids of all that people wrote. */
  export(brickIds: readonly string[] = []): Promise<Schemas['BrickFile']> {
    return this._http.post<Schemas['BrickFile']>('codeBricks/export', { code_brick_ids: brickIds });
  }

  async previewImport(document: unknown): Promise<IBrickImportEntry[]> {
    const answer = await this._http.post<Schemas['BrickImportPreview']>('codeBricks/import/preview', { document });
    return answer.entries;
  }

  async import(document: unknown, only: readonly number[], replace: boolean, isShared: boolean): Promise<IBrick[]> {
    const body = { document, only, replace, is_shared: isShared };
    return (await this._http.post<Schemas['BrickImportResult']>('codeBricks/import', body)).code_bricks;
  }
}
