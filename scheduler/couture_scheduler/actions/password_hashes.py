"""How passwords are kept (argon2id) and what is asked of a new one."""

from __future__ import annotations

import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from couture_scheduler.errors import InvalidInputError

SHORTEST = 12
LONGEST = 1000  # characters: hashing takes longer the longer a password is
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The hash of a password, with its own salt."""
    return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether ``kept`` is the hash of ``password``. Takes as long when there is none to compare with."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(kept or _of_nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def generated() -> str:
    """A password that nobody can guess."""
    return secrets.token_urlsafe(18)


def require_strong(username: str, password: str, field: str = "password") -> None:
    """Refuse a password that is easy to guess with ``InvalidInputError``."""
    told = ""
    if len(password) < SHORTEST:
        told = f"A password has at least {SHORTEST} characters; several words make a good one."
    elif len(password) > LONGEST:
        told = f"A password has at most {LONGEST} characters."
    elif len(set(password)) < 5:
        told = "A password has at least 5 different characters."
    elif password.casefold().replace(username.casefold(), "", 1).strip("0123456789 .-_!") == "":
        told = "A password is more than the user's name."
    if told:
        raise InvalidInputError.at(field, told)


@functools.cache
def _of_nobody() -> str:
    return hashed(generated())
