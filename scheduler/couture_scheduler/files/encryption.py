"""What may not lie about in plain text: encrypted with Fernet, by keys that are outside of the database.

The keys come from ``COUTURE_FERNET_KEY`` (several with commas between them), else from ``<home>/secret.key`` (one a
line), which is made when it is first needed. The first key encrypts; all of them decrypt, so that a key can be changed:
put the new one first, run ``couture db rotate-key``, take the old one out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from couture_scheduler.errors import ConflictError

KEY_NAME = "secret.key"
VARIABLE = "COUTURE_FERNET_KEY"


class Cipher:
    """Encrypts and decrypts text with the keys of one home."""

    def __init__(self, keys: list[str], whose: str) -> None:
        from cryptography.fernet import Fernet, MultiFernet  # slow to import

        self.whose = whose
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:  # without its cause, which may tell a part of the key
            raise ConflictError(
                f"{whose} holds no valid key. A key is 32 bytes in URL-safe base64; make one with: couture db new-key"
            ) from None

    def encrypt(self, text: str) -> str:
        """``text`` for the database."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def decrypt(self, token: str, what: str) -> str:
        """The text again. Raises ``ConflictError`` that names ``what`` when no key fits."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token.encode("ascii", "replace")).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise ConflictError(
                f"{what} cannot be decrypted: it was encrypted with a key that is not in {self.whose}. Put that key "
                "back (after the present one), or set the value anew."
            ) from None


def cipher(home: Path) -> Cipher:
    """The cipher of ``home``; its key is made when there is none."""
    given = os.environ.get(VARIABLE, "").replace("\n", ",")
    keys = [key.strip() for key in given.split(",") if key.strip()]
    if keys:
        return Cipher(keys, f"the environment variable {VARIABLE}")
    path = home / KEY_NAME
    return Cipher(list(_keys_in(path)), str(path))


def new_key() -> str:
    """A fresh random key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


def add_key(home: Path) -> Cipher:
    """Put a new key before those in the file of ``home``; the cipher with all of them."""
    path = home / KEY_NAME
    return _write(path, [new_key(), *_keys_in(path)])


def drop_old_keys(home: Path) -> Cipher:
    """Leave only the first key in the file of ``home``, once everything is encrypted with it."""
    path = home / KEY_NAME
    return _write(path, list(_keys_in(path))[:1])


def _keys_in(path: Path) -> Iterator[str]:
    with suppress(FileNotFoundError):
        yield from path.read_text(encoding="ascii").split()
        return
    _make(path)
    yield from path.read_text(encoding="ascii").split()


def _make(path: Path) -> None:
    """With a new key, and whole: of two who make it at once, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(path, [new_key()])
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _write(path: Path, keys: list[str]) -> Cipher:
    os.replace(_draft(path, keys), path)
    return Cipher(keys, str(path))


def _draft(path: Path, keys: list[str]) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(handle)
    return draft
