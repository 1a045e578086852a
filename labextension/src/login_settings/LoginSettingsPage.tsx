/** How people sign in: by passwords that are kept here or by an LDAP directory, at an OpenID provider, or with Kerberos. */
import type { ReactElement } from 'react';
import { Loading, QueryProblem, RelativeTime, useCouture, useQuery } from '../ui';
import { LoginSettingsForm } from './LoginSettingsForm';

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
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && <LoginSettingsForm key={data.updated_at ?? ''} stored={data} />}
    </div>
  );
}
