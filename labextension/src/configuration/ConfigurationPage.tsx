/** The settings in force in one tab, what is installed in the other. Nothing is changed here. */
import type { ReactElement } from 'react';
import type { IPageProps } from '../tokens';
import { Loading, QueryProblem, Tabs, useCouture, useQuery } from '../ui';
import { About } from './About';
import { SettingsView } from './SettingsView';

export function ConfigurationPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(() => client.configuration.get(), undefined, [client]);
  const current = place.section === 'about' ? 'about' : 'settings';
  const tabs = [
    { id: 'settings', label: trans.__('Settings') },
    { id: 'about', label: trans.__('About') }
  ];
  return (
    <div className="couture-Page couture-Configuration">
      <h1>{trans.__('Configuration')}</h1>
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && (
        <Tabs
          label={trans.__('Configuration')}
          tabs={tabs}
          current={current}
          onChange={section => onPlace({ section })}
        >
          {current === 'settings' ? <SettingsView installation={data} /> : <About installation={data} />}
        </Tabs>
      )}
    </div>
  );
}
