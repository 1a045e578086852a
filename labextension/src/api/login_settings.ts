/** How people sign in. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ILoginSettings = Schemas['LoginSettings'];
export type ILoginSettingsChange = Schemas['LoginSettingsPatch'];
export type ILoginTrial = Schemas['LoginTrial'];

export class LoginSettingsApi {
  constructor(private readonly _http: Http) {}

  get(): Promise<ILoginSettings> {
    return this._http.get('loginSettings');
  }

  change(change: ILoginSettingsChange): Promise<ILoginSettings> {
    return this._http.patch('loginSettings', change);
  }

  /** Sign somebody in for a trial. */
  test(username: string, password: string, settings: ILoginSettingsChange): Promise<ILoginTrial> {
    return this._http.post('loginSettings/test', { username, password, settings });
  }
}
