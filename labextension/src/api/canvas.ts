/** A DAG file as a drawing that can be edited. The server keeps nothing: each request brings the text. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ICanvas = Schemas['Canvas'];
export type ICanvasDag = Schemas['CanvasDag'];
export type ICanvasNode = Schemas['CanvasNode'];
export type ICanvasArgument = Schemas['CanvasArgument'];
export type ICanvasReading = Schemas['CanvasReading'];
export type ICanvasEdited = Schemas['CanvasEdited'];
export type ICanvasEdit = Schemas['CanvasEditBody']['edit'];
export type IGivenValue = Schemas['GivenValue'];
export type IOperator = Schemas['Operator'];
export type IOperatorArgument = Schemas['OperatorArgument'];

export class CanvasApi {
  private _operators: Promise<readonly IOperator[]> | null = null;

  constructor(private readonly _http: Http) {}

  /** What a text says; nothing is run. */
  read(content: string): Promise<ICanvasReading> {
    return this._http.post('canvas', { content });
  }

  /** The text after one change. What cannot be done is an error with the field and the reason. */
  edit(content: string, edit: ICanvasEdit): Promise<ICanvasEdited> {
    return this._http.post('canvas/edit', { content, edit });
  }

  /** The operators that a DAG can have; asked once, for they change with the installation only. */
  operators(): Promise<readonly IOperator[]> {
    this._operators ??= this._http.get<Schemas['OperatorCollection']>('operators').then(({ operators }) => operators);
    this._operators.catch(() => {
      this._operators = null;
    });
    return this._operators;
  }
}
