"""How people sign in, at the HTTP edge: the settings under the names of the manual, in lower case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from couture_scheduler.directory.settings import AuthType
from couture_scheduler.directory.steps import StepName
from pydantic import Field

from couture_server.http.models import Answer, Body, Patch, Text

Value = Annotated[Text, Field(max_length=10_000)]
Roles = Annotated[list[Annotated[Text, Field(min_length=1, max_length=64)]], Field(max_length=100)]
Mapping = Annotated[
    dict[Annotated[Text, Field(max_length=10_000)], Roles],
    Field(
        max_length=1000,
        description="Roles that a group gives: by the DN of the directory's, or the name of the provider's.",
    ),
]


class LoginSettings(Answer):
    """How people sign in. A secret that is set is `***`."""

    auth_type: AuthType
    auth_user_registration: bool
    auth_user_registration_role: str
    auth_role_public: str
    auth_roles_mapping: dict[str, list[str]]
    auth_roles_sync_at_login: bool
    auth_ldap_server: str
    auth_ldap_use_tls: bool
    auth_ldap_allow_self_signed: bool
    auth_ldap_tls_demand: bool
    auth_ldap_tls_cacertdir: str
    auth_ldap_tls_cacertfile: str
    auth_ldap_tls_certfile: str
    auth_ldap_tls_keyfile: str
    auth_ldap_bind_user: str
    auth_ldap_bind_password: str
    auth_ldap_search: str
    auth_ldap_search_filter: str
    auth_ldap_uid_field: str
    auth_ldap_append_domain: str
    auth_ldap_username_format: str
    auth_ldap_firstname_field: str
    auth_ldap_lastname_field: str
    auth_ldap_email_field: str
    auth_ldap_group_field: str
    auth_ldap_group_search: str
    auth_oauth_name: str
    auth_oauth_issuer: str
    auth_oauth_authorize_url: str
    auth_oauth_token_url: str
    auth_oauth_userinfo_url: str
    auth_oauth_client_id: str
    auth_oauth_client_secret: str
    auth_oauth_scope: str
    auth_oauth_callback_url: str
    auth_oauth_tls_cacertfile: str
    auth_oauth_username_claim: str
    auth_oauth_firstname_claim: str
    auth_oauth_lastname_claim: str
    auth_oauth_email_claim: str
    auth_oauth_group_claim: str
    auth_kerberos_keytab: str
    auth_kerberos_principal: str
    auth_kerberos_realms: str
    updated_at: datetime | None
    updated_by: str
    missing_parts: dict[str, str] = Field(description="What to install on the server first, by `auth_type`.")


class LoginSettingsPatch(Patch):
    """What to change of it. A secret that is sent back as `***` stays."""

    auth_type: AuthType = AuthType.DB
    auth_user_registration: bool = False
    auth_user_registration_role: Annotated[Text, Field(max_length=64)] = ""
    auth_role_public: Annotated[Text, Field(max_length=64)] = ""
    auth_roles_mapping: Mapping = Field(default_factory=dict)
    auth_roles_sync_at_login: bool = True
    auth_ldap_server: Value = ""
    auth_ldap_use_tls: bool = False
    auth_ldap_allow_self_signed: bool = False
    auth_ldap_tls_demand: bool = True
    auth_ldap_tls_cacertdir: Value = ""
    auth_ldap_tls_cacertfile: Value = ""
    auth_ldap_tls_certfile: Value = ""
    auth_ldap_tls_keyfile: Value = ""
    auth_ldap_bind_user: Value = ""
    auth_ldap_bind_password: Value = ""
    auth_ldap_search: Value = ""
    auth_ldap_search_filter: Value = ""
    auth_ldap_uid_field: Value = ""
    auth_ldap_append_domain: Value = ""
    auth_ldap_username_format: Value = ""
    auth_ldap_firstname_field: Value = ""
    auth_ldap_lastname_field: Value = ""
    auth_ldap_email_field: Value = ""
    auth_ldap_group_field: Value = ""
    auth_ldap_group_search: Value = ""
    auth_oauth_name: Value = ""
    auth_oauth_issuer: Value = ""
    auth_oauth_authorize_url: Value = ""
    auth_oauth_token_url: Value = ""
    auth_oauth_userinfo_url: Value = ""
    auth_oauth_client_id: Value = ""
    auth_oauth_client_secret: Value = ""
    auth_oauth_scope: Value = ""
    auth_oauth_callback_url: Value = ""
    auth_oauth_tls_cacertfile: Value = ""
    auth_oauth_username_claim: Value = ""
    auth_oauth_firstname_claim: Value = ""
    auth_oauth_lastname_claim: Value = ""
    auth_oauth_email_claim: Value = ""
    auth_oauth_group_claim: Value = ""
    auth_kerberos_keytab: Value = ""
    auth_kerberos_principal: Value = ""
    auth_kerberos_realms: Value = ""


class LoginTrialBody(Body):
    """Somebody's name and password, and changes of the settings to try them with. None of it is kept. A provider is
    asked without them."""

    username: Annotated[Text, Field(max_length=250)] = ""
    password: Annotated[Text, Field(max_length=1000)] = ""
    settings: LoginSettingsPatch = Field(default_factory=LoginSettingsPatch)


class LoginStep(Answer):
    """One step of a trial, and how it went."""

    name: StepName
    is_done: bool
    sentence: str


class DirectoryPerson(Answer):
    """Who it is, as somebody else says."""

    username: str
    dn: str
    first_name: str
    last_name: str
    email: str
    groups: list[str]


class LoginTrial(Answer):
    """Whether this person would get in, step by step, and the roles that they would have."""

    works: bool
    steps: list[LoginStep]
    person: DirectoryPerson | None
    roles: list[str]
