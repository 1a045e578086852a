"""Somebody signs in at a provider: the browser leaves for it, and comes back with a code. By Authlib; only this module
knows it, and it is imported when needed.

With OpenID Connect, who it is comes from the ID token, whose signature, issuer, audience, dates and nonce are checked,
and from the provider's answer about the same subject. With OAuth 2.0 alone it is whom the provider's answer to the
token is about, which came to us for the code and by nobody's hands. Nothing of a provider is remembered: each sign-in
asks anew what it is.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from couture_scheduler.directory.asking import Person
from couture_scheduler.directory.provider_visit import Arrival, Departure
from couture_scheduler.directory.settings import ADDRESSES, LoginSettings, is_safe_address
from couture_scheduler.directory.steps import DirectoryError, PersonRefusedError, Step, StepName

SECONDS = 10.0  # for each answer of the provider
LEEWAY = 60  # seconds that clocks may differ
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_TOLD = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")  # of one without OpenID Connect
_BAD_CODE = ("invalid_grant", "bad_verification_code")  # the second is GitHub's
_LONGEST = 300  # characters that are passed on of what a provider says


def departing(settings: LoginSettings, callback: str) -> tuple[str, Departure]:
    """The provider's address to send the browser to, and what the browser keeps. Raises ``DirectoryError``."""
    departure = Departure(*(secrets.token_urlsafe(48) for _ in range(3)))
    with _session(settings, callback) as session:
        provider = _provider(session, settings)
        address, _ = session.create_authorization_url(
            provider["authorization_endpoint"],
            state=departure.state,
            code_verifier=departure.verifier,
            **({"nonce": departure.nonce} if settings.has_openid else {}),
        )
    return str(address), departure


def arriving(settings: LoginSettings, arrival: Arrival) -> Person:
    """Who came back. Raises ``PersonRefusedError`` when it is not proven, ``DirectoryError`` when the provider or the
    settings fail."""
    departure = arrival.departure
    if departure is None or not hmac.compare_digest(departure.state.encode(), arrival.state.encode()):
        raise PersonRefusedError(StepName.STATE, "The answer does not belong to a sign-in that this browser began.")
    if arrival.error or not arrival.code:
        raise PersonRefusedError(StepName.TOKEN, f"The provider refuses it: {_short(arrival.error or 'no code')}")
    with _session(settings, arrival.callback) as session:
        provider = _provider(session, settings)
        token = _token(session, provider, arrival.code, departure.verifier)
        if not settings.has_openid:
            return _person(settings, _told(session, provider))
        keys = _keys(session, provider)
        claims = proven(settings, token, keys, departure.nonce, time.time())
        return _person(settings, {**_more(session, provider, str(claims["sub"])), **claims})


def try_provider(settings: LoginSettings, tell: Callable[[Step], None]) -> None:
    """Ask the provider what it is, and for its keys; one without OpenID Connect, whether its addresses answer as they
    should and know us. Raises ``DirectoryError``."""
    with _session(settings, "") as session:
        provider = _provider(session, settings, tell)
        if not settings.has_openid:
            _try_addresses(session, provider, tell)
            return
        count = len(_keys(session, provider).keys)
        tell(Step(StepName.KEYS, True, f"Keys that its tokens are signed with: {count}."))


def proven(
    settings: LoginSettings, token: Mapping[str, Any], keys: KeySet, nonce: str, now: float
) -> Mapping[str, Any]:
    """The claims of the ID token, if it is the provider's, for us, for this sign-in and not too old.

    Raises ``PersonRefusedError``.
    """
    try:
        signed = jwt.decode(str(token.get("id_token") or ""), keys, algorithms=_SIGNATURES)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": settings.auth_oauth_issuer},
                "aud": {"essential": True, "value": settings.auth_oauth_client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
            },
            {
                "nonce": nonce,
                "client_id": settings.auth_oauth_client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(int(now), LEEWAY)
    except (JoseError, ValueError) as error:
        raise PersonRefusedError(StepName.TOKEN, f"The ID token is not good: {_short(error)}") from None
    return dict(claims)


@contextmanager
def _session(settings: LoginSettings, callback: str) -> Iterator[Any]:
    """Requests to the provider: whatever fails on the way is a ``DirectoryError``."""
    with OAuth2Session(
        settings.auth_oauth_client_id,
        settings.auth_oauth_client_secret or None,
        token_endpoint_auth_method="client_secret_basic" if settings.auth_oauth_client_secret else "none",
        scope=settings.auth_oauth_scope,
        redirect_uri=settings.auth_oauth_callback_url or callback,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    ) as session:
        session.verify = settings.auth_oauth_tls_cacertfile or True
        try:
            yield session
        except requests.exceptions.SSLError as error:
            raise DirectoryError(StepName.ENCRYPT, f"Its certificate is not trusted: {_why(error)}") from None
        except (requests.RequestException, OSError) as error:
            raise DirectoryError(StepName.CONNECT, f"The provider does not answer: {_why(error)}") from None


def _provider(
    session: Any, settings: LoginSettings, tell: Callable[[Step], None] = lambda step: None
) -> Mapping[str, Any]:
    """What the provider says of itself, or is said of it, with the addresses that are needed."""
    if not settings.has_openid:
        return dict(zip(_TOLD, (getattr(settings, name) for name in ADDRESSES), strict=True))
    issuer = settings.auth_oauth_issuer
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _document(session, address, StepName.CONNECT)
    tell(Step(StepName.CONNECT, True, f"{address} answers."))
    tell(_encryption([issuer]))
    if found.get("issuer") != issuer:
        told = f"It calls itself {_short(found.get('issuer'))}, and AUTH_OAUTH_ISSUER is {issuer}: make them the same."
        raise DirectoryError(StepName.ISSUER, told)
    for name in _NEEDED:
        if not is_safe_address(str(found.get(name) or "")):
            raise DirectoryError(StepName.ISSUER, f"It gives no https address as its {name}.")
    tell(Step(StepName.ISSUER, True, f"It is {issuer}."))
    return found


def _encryption(addresses: Iterable[str]) -> Step:
    if all(urlsplit(each).scheme == "https" for each in addresses):
        return Step(StepName.ENCRYPT, True, "Encrypted; the certificate is trusted.")
    return Step(StepName.ENCRYPT, False, "Not all is encrypted: only good for a provider on this machine.")


def _try_addresses(session: Any, provider: Mapping[str, Any], tell: Callable[[Step], None]) -> None:
    """Begin a sign-in that nobody goes on with, give a code that nobody got, and ask about nobody."""
    address, verifier = provider["authorization_endpoint"], secrets.token_urlsafe(48)
    begun, _ = session.create_authorization_url(address, state="trial", code_verifier=verifier)
    status = session.get(begun, withhold_token=True, allow_redirects=False).status_code
    if status >= 500 or status in (404, 405):
        raise DirectoryError(StepName.CONNECT, f"{address} answers with {status}.")
    tell(Step(StepName.CONNECT, True, f"{address} answers."))
    tell(_encryption(provider.values()))
    try:
        _token(session, provider, secrets.token_urlsafe(), verifier)
    except PersonRefusedError:
        tell(Step(StepName.TOKEN, True, f"{provider['token_endpoint']} knows our id and secret."))
    else:
        raise DirectoryError(StepName.TOKEN, f"{provider['token_endpoint']} gives a token for any code.")
    address = provider["userinfo_endpoint"]
    status = session.get(address, withhold_token=True).status_code
    if status not in (400, 401, 403):
        raise DirectoryError(StepName.PERSON, f"{address} answers with {status} where it is asked without a token.")
    tell(Step(StepName.PERSON, True, f"{address} says nothing without a token."))


def _token(session: Any, provider: Mapping[str, Any], code: str, verifier: str) -> Mapping[str, Any]:
    methods = provider.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if session.client_secret and "client_secret_basic" not in methods and "client_secret_post" in methods:
        session.token_endpoint_auth_method = "client_secret_post"  # noqa: S105
    try:
        found = session.fetch_token(
            provider["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
        )
    except OAuthError as error:
        if error.error in _BAD_CODE:
            raise PersonRefusedError(StepName.TOKEN, "The code is not good any more, or was used already.") from None
        raise DirectoryError(StepName.TOKEN, f"The provider gives no token: {_short(error)}") from None
    except ValueError as error:
        raise DirectoryError(StepName.TOKEN, f"The provider's token cannot be read: {_short(error)}") from None
    return dict(found)


def _keys(session: Any, provider: Mapping[str, Any]) -> KeySet:
    found = _document(session, provider["jwks_uri"], StepName.KEYS)
    try:
        return KeySet.import_key_set(found)  # type: ignore[arg-type]
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise DirectoryError(StepName.KEYS, f"Its keys cannot be read: {_short(error)}") from None


def _more(session: Any, provider: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    """What else it says of this subject: many providers have names and groups in this answer alone."""
    address = str(provider.get("userinfo_endpoint") or "")
    if not address:
        return {}
    if not is_safe_address(address):
        raise DirectoryError(StepName.ISSUER, "It gives no https address as its userinfo_endpoint.")
    found = _told(session, provider)
    if found.get("sub") != subject:
        raise PersonRefusedError(StepName.PERSON, "The provider's answer is about somebody else.")
    return found


def _told(session: Any, provider: Mapping[str, Any]) -> Mapping[str, Any]:
    """What it says of whom the token is about."""
    return _document(session, str(provider["userinfo_endpoint"]), StepName.PERSON, withhold_token=False)


def _person(settings: LoginSettings, claims: Mapping[str, Any]) -> Person:
    def text(name: str) -> str:
        value = claims.get(name) if name else None
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""  # ids are numbers

    username = text(settings.auth_oauth_username_claim)
    if not username:
        told = f"It says no {settings.auth_oauth_username_claim} of this person: see AUTH_OAUTH_USERNAME_CLAIM."
        raise PersonRefusedError(StepName.PERSON, told)
    groups = claims.get(settings.auth_oauth_group_claim) or []
    groups = [groups] if isinstance(groups, str) else groups
    return Person(
        username,
        "",
        text(settings.auth_oauth_firstname_claim),
        text(settings.auth_oauth_lastname_claim),
        text(settings.auth_oauth_email_claim),
        tuple(each for each in groups if isinstance(each, str)) if isinstance(groups, list) else (),
    )


def _document(session: Any, address: str, step: StepName, withhold_token: bool = True) -> Mapping[str, Any]:
    answer = session.get(address, withhold_token=withhold_token, headers={"Accept": "application/json"})
    if answer.status_code != 200:
        raise DirectoryError(step, f"{address} answers with {answer.status_code}.")
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise DirectoryError(step, f"{address} answers with something that is no JSON object.")
    return found


def _why(error: Exception) -> str:
    """The innermost cause: requests and urllib3 put addresses and class names around it."""
    cause: BaseException = error
    while inner := getattr(cause, "reason", None) or cause.__cause__ or cause.__context__:
        if not isinstance(inner, BaseException):
            break
        cause = inner
    return _short(cause)


def _short(what: object) -> str:
    return " ".join(str(what).split())[:_LONGEST]
