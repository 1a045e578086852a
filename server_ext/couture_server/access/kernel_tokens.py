"""A token for the kernels of a server that people enter with a password; see docs/decisions/0009.

Kernels find the token of their server in the file that Jupyter writes for its user alone. A server with a password has
none, so its kernels could not speak to it. It gets one that nobody is shown.
"""

from __future__ import annotations

import secrets

from jupyter_server.auth import IdentityProvider
from jupyter_server.auth.identity import PasswordIdentityProvider


def give_token(provider: IdentityProvider) -> None:
    """Give Jupyter's own password sign-in a token too. Other ways to sign in, and servers that ask nobody, stay."""
    if type(provider) is PasswordIdentityProvider and provider.auth_enabled and not provider.token:
        provider.token = secrets.token_hex(32)
