"""Kernels of a server with a password get a token; other servers stay as they are."""

from __future__ import annotations

from couture_server.access.kernel_tokens import give_token
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider


def test_a_server_with_a_password_gets_a_token_that_is_not_shown() -> None:
    provider = PasswordIdentityProvider(hashed_password="argon2:anything")
    give_token(provider)
    assert len(provider.token) == 64
    assert not provider.token_generated  # Jupyter prints only those that it made


def test_others_stay_as_they_are() -> None:
    for provider in (
        PasswordIdentityProvider(token="mine"),
        PasswordIdentityProvider(token=""),  # asks nobody
        IdentityProvider(token=""),
    ):
        before = provider.token
        give_token(provider)
        assert provider.token == before
