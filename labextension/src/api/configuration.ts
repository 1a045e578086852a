/** The settings in force, and what is installed. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IInstallation = Schemas['Installation'];
export type IInstallationOption = Schemas['InstallationOption'];
export type IInstalledPackage = Schemas['InstalledPackage'];
export type IProvider = Schemas['ProviderInfo'];

export class ConfigurationApi {
  constructor(private readonly _http: Http) {}

  get(): Promise<IInstallation> {
    return this._http.get('installation');
  }

  /** The providers of Airflow's that are installed. */
  async providers(): Promise<IProvider[]> {
    return (await this._http.get<Schemas['ProviderCollection']>('providers', { limit: 1000 })).providers;
  }
}
