/** The engine: is it running, start it, stop it. */
import type { Http } from './client';
import type { IEngine, IWorkspace } from './types';

export class EngineApi {
  constructor(private readonly _http: Http) {}

  get(): Promise<IEngine> {
    return this._http.get('engine');
  }

  /** Where the workspace is, who you are and what you may do. */
  workspace(): Promise<IWorkspace> {
    return this._http.get('workspace');
  }

  start(): Promise<IEngine> {
    return this._http.post('engine/start');
  }

  stop(): Promise<IEngine> {
    return this._http.post('engine/stop');
  }
}
