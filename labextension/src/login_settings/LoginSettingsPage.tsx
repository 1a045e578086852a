/** How people sign in: passwords that are kept here, or by an LDAP directory. */
import type { ReactElement } from 'react';
import { Loading, QueryProblem, RelativeTime, useCouture, useQuery } from '../ui';
import { LoginSettingsForm } from './LoginSettingsForm';

const INSTALL = "pip install 'couture-jupyter[ldap]'";

export function LoginSettingsPage(): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(() => client.loginSettings.get(), ({ subject }) => subject === 'login_settings', [client]);
  return (
    <div className="couture-Page couture-LoginSettings">
      <h1>{trans.__('Sign-in')}</h1>
      <p className="couture-muted">
        {trans.__('Where Couture itself asks for a name and a password, as on a JupyterHub with its accounts. It holds from the next sign-in.')}
      </p>
      {data?.updated_at && (
        <p className="couture-muted">
          {trans.__('Last changed by %1', data.updated_by)} <RelativeTime at={data.updated_at} />
        </p>
      )}
      {data && !data.is_ldap_installed && (
        <div className="couture-Banner" role="status">
          <span className="couture-Banner-text">
            {trans.__('LDAP needs a package that is not installed on the server:')} <code>{INSTALL}</code>
          </span>
        </div>
      )}
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && <LoginSettingsForm key={data.updated_at ?? ''} stored={data} />}
    </div>
  );
}
