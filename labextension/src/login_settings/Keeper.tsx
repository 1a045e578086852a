/** Who says who somebody is. */
import type { ReactElement } from 'react';
import type { ILoginSettingsChange } from '../api';
import { Field, useCouture } from '../ui';
import { documented, type Kind } from './fields';

const KINDS: readonly Kind[] = ['AUTH_DB', 'AUTH_LDAP', 'AUTH_OAUTH', 'AUTH_KERBEROS'];

export interface IKeeperProps {
  value: Kind;
  /** What to install on the server before this can be used. */
  missing?: string;
  error?: string;
  onChange: (change: ILoginSettingsChange) => void;
}

export function Keeper({ value, missing, error, onChange }: IKeeperProps): ReactElement {
  const { trans } = useCouture();
  const hint = trans.__('An Admin with a password here gets in with that in any case, and with it alone: the way back when nobody else can be asked.');
  const titles: Record<Kind, string> = {
    AUTH_DB: trans.__('by passwords that are kept here (AUTH_DB)'),
    AUTH_LDAP: trans.__('by passwords that an LDAP directory keeps (AUTH_LDAP)'),
    AUTH_OAUTH: trans.__('at an OpenID Connect or OAuth provider (AUTH_OAUTH)'),
    AUTH_KERBEROS: trans.__('with a Kerberos ticket (AUTH_KERBEROS)')
  };
  return (
    <>
      <Field
        label={trans.__('People sign in')}
        path="auth_type"
        error={error}
        hint={
          <>
            <code>{documented('auth_type')}</code> {hint}
          </>
        }
      >
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={value}
            onChange={event => onChange({ auth_type: KINDS.find(kind => kind === event.target.value) ?? 'AUTH_DB' })}
          >
            {KINDS.map(kind => (
              <option key={kind} value={kind}>
                {titles[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {missing && (
        <div className="couture-Banner" role="status">
          <span className="couture-Banner-text">{missing}</span>
        </div>
      )}
    </>
  );
}
