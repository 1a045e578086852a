/** The settings in their order on the page, with their titles and what they are. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ApiError, ILoginSettingsChange } from '../api';

export type Kind = NonNullable<ILoginSettingsChange['auth_type']>;
export type Name = keyof ILoginSettingsChange;
export type TextName = { [Each in Name]-?: string extends ILoginSettingsChange[Each] ? Each : never }[Name];
export type FlagName = { [Each in Name]-?: boolean extends ILoginSettingsChange[Each] ? Each : never }[Name];

export type ISetting = { title: string; hint: string } & (
  | { kind: 'text' | 'secret' | 'role'; name: TextName }
  | { kind: 'flag'; name: FlagName }
);

export interface ISection {
  title: string;
  settings: readonly ISetting[];
}

/** The name of a setting as the manual has it. */
export function documented(name: Name): string {
  return name.toUpperCase();
}

/** Those that count with this kind of signing in. */
export function sections(trans: TranslationBundle, kind: Kind): ISection[] {
  const directory: ISection[] = [
    { title: trans.__('The directory'), settings: [...server(trans), ...certificates(trans)] },
    { title: trans.__('How somebody is found'), settings: [...search(trans), ...attributes(trans)] }
  ];
  const people = { title: trans.__('Who they become'), settings: becoming(trans) };
  switch (kind) {
    case 'AUTH_OAUTH':
      return [
        { title: trans.__('The provider'), settings: provider(trans) },
        { title: trans.__('What it says of somebody'), settings: claims(trans) },
        people
      ];
    case 'AUTH_KERBEROS':
      return [{ title: trans.__('Kerberos'), settings: kerberos(trans) }, ...directory, people];
    default:
      return [...directory, people];
  }
}

/** What was refused that no field on the page tells: in general, or of a setting of another kind of signing in. */
export function elsewhere({ detail, fields }: ApiError, shown: readonly ISection[]): string[] {
  const told = ['auth_type', 'auth_roles_mapping', ...shown.flatMap(({ settings }) => settings.map(({ name }) => name as string))];
  const problems = Object.entries(fields);
  return problems.length === 0 ? [detail] : problems.filter(([name]) => !told.includes(name)).map(([name, sentence]) => `${name.toUpperCase()}: ${sentence}`);
}

function provider(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_oauth_name', title: trans.__('Name of the provider'), hint: trans.__('For the button “Sign in with …”.') },
    { kind: 'text', name: 'auth_oauth_issuer', title: trans.__('Issuer'), hint: trans.__('With OpenID Connect. Its address, as it says it itself: https://login.example.com/realms/team') },
    { kind: 'text', name: 'auth_oauth_authorize_url', title: trans.__('Address for signing in'), hint: trans.__('Without OpenID Connect, and so without an issuer: https://github.com/login/oauth/authorize') },
    { kind: 'text', name: 'auth_oauth_token_url', title: trans.__('Address for tokens'), hint: trans.__('Without an issuer: https://github.com/login/oauth/access_token') },
    { kind: 'text', name: 'auth_oauth_userinfo_url', title: trans.__('Address that tells who it is'), hint: trans.__('Without an issuer: https://api.github.com/user') },
    { kind: 'text', name: 'auth_oauth_client_id', title: trans.__('Client id'), hint: trans.__('What this Hub is called there.') },
    { kind: 'secret', name: 'auth_oauth_client_secret', title: trans.__('Client secret'), hint: trans.__('It is encrypted, and never shown again.') },
    { kind: 'text', name: 'auth_oauth_scope', title: trans.__('Scope'), hint: trans.__('What it is asked for. With an issuer openid is among it.') },
    { kind: 'text', name: 'auth_oauth_callback_url', title: trans.__('Callback address'), hint: trans.__('As it is registered there: …/hub/oauth_callback. Empty: as the browser wrote the address of the Hub.') },
    { kind: 'text', name: 'auth_oauth_tls_cacertfile', title: trans.__('Certificates of the provider'), hint: trans.__('A file on the server. Empty: those of the machine.') }
  ];
}

function claims(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_oauth_username_claim', title: trans.__('Claim of the user name'), hint: trans.__('One that people cannot choose themselves.') },
    { kind: 'text', name: 'auth_oauth_firstname_claim', title: trans.__('Claim of the first name'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_oauth_lastname_claim', title: trans.__('Claim of the last name'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_oauth_email_claim', title: trans.__('Claim of the e-mail address'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_oauth_group_claim', title: trans.__('Claim of the groups'), hint: trans.__('A list of names.') }
  ];
}

function kerberos(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_kerberos_principal', title: trans.__('Our principal'), hint: trans.__('HTTP/ and the name that browsers know the Hub by: HTTP/hub.example.com@EXAMPLE.COM') },
    { kind: 'text', name: 'auth_kerberos_keytab', title: trans.__('Keytab'), hint: trans.__('A file on the server with the keys of that principal.') },
    { kind: 'text', name: 'auth_kerberos_realms', title: trans.__('Realms'), hint: trans.__('Whose people come in, with commas between them. Empty: our own.') }
  ];
}

function server(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_ldap_server', title: trans.__('Server'), hint: trans.__('ldap://host or ldaps://host, with :port if it is not 389 or 636.') },
    { kind: 'flag', name: 'auth_ldap_use_tls', title: trans.__('Encrypt with StartTLS'), hint: trans.__('For ldap://. With ldaps:// it is encrypted from the start.') },
    { kind: 'flag', name: 'auth_ldap_tls_demand', title: trans.__('Check the certificate of the server'), hint: trans.__('Who signed it, its name and its dates.') },
    { kind: 'flag', name: 'auth_ldap_allow_self_signed', title: trans.__('Take any certificate'), hint: trans.__('Then somebody on the way can pose as the directory. Better name the certificate below.') }
  ];
}

function certificates(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_ldap_tls_cacertfile', title: trans.__('Certificates to trust'), hint: trans.__('A file on the server. Empty: those of the machine.') },
    { kind: 'text', name: 'auth_ldap_tls_cacertdir', title: trans.__('Folder of certificates to trust'), hint: trans.__('On the server.') },
    { kind: 'text', name: 'auth_ldap_tls_certfile', title: trans.__('Our own certificate'), hint: trans.__('A file on the server, if the directory asks for one.') },
    { kind: 'text', name: 'auth_ldap_tls_keyfile', title: trans.__('Its key'), hint: trans.__('A file on the server.') }
  ];
}

function search(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_ldap_bind_user', title: trans.__('Search account'), hint: trans.__('The DN of the account that looks people up.') },
    { kind: 'secret', name: 'auth_ldap_bind_password', title: trans.__('Its password'), hint: trans.__('It is encrypted, and never shown again.') },
    { kind: 'text', name: 'auth_ldap_search', title: trans.__('People are below'), hint: trans.__('A DN such as ou=people,dc=example,dc=com.') },
    { kind: 'text', name: 'auth_ldap_search_filter', title: trans.__('Filter'), hint: trans.__('Who of them may sign in: (memberOf=cn=team,ou=groups,dc=example,dc=com)') },
    { kind: 'text', name: 'auth_ldap_uid_field', title: trans.__('Attribute of the user name'), hint: trans.__('Such as uid, or sAMAccountName with Active Directory.') },
    { kind: 'text', name: 'auth_ldap_append_domain', title: trans.__('Domain'), hint: trans.__('Without a search account: it is added to the name, after an @.') },
    { kind: 'text', name: 'auth_ldap_username_format', title: trans.__('Format of the name'), hint: trans.__('Without a search account, with %s for what was typed: uid=%s,ou=people,dc=example,dc=com') }
  ];
}

function attributes(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'text', name: 'auth_ldap_firstname_field', title: trans.__('Attribute of the first name'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_ldap_lastname_field', title: trans.__('Attribute of the last name'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_ldap_email_field', title: trans.__('Attribute of the e-mail address'), hint: trans.__('For those who are entered.') },
    { kind: 'text', name: 'auth_ldap_group_field', title: trans.__('Attribute of the groups'), hint: trans.__('It lists the DNs of somebody’s groups.') },
    { kind: 'text', name: 'auth_ldap_group_search', title: trans.__('Groups are below'), hint: trans.__('A DN: groups that have somebody as a member are looked for there, too.') }
  ];
}

function becoming(trans: TranslationBundle): ISetting[] {
  return [
    { kind: 'flag', name: 'auth_user_registration', title: trans.__('Enter people at their first sign-in'), hint: trans.__('Else only those get in who are entered as users already.') },
    { kind: 'role', name: 'auth_user_registration_role', title: trans.__('Role of those who are entered'), hint: trans.__('Beside the roles of their groups. Public gives nothing.') },
    { kind: 'role', name: 'auth_role_public', title: trans.__('Role of those who have none'), hint: trans.__('For somebody to whom nothing else gives a role.') },
    { kind: 'flag', name: 'auth_roles_sync_at_login', title: trans.__('Set roles at each sign-in'), hint: trans.__('From the groups below, if there are any. Roles that were given by hand are lost.') }
  ];
}
