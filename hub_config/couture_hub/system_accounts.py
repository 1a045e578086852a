"""Which user of the operating system somebody's server runs as: the one of their name, if it is a person's."""

from __future__ import annotations

import pwd
import re
import subprocess
import threading
from collections.abc import Iterable
from pathlib import Path

FIRST_UID = 1000  # below it are root and those that programs run as, the service's among them
_ONE_AT_A_TIME = threading.Lock()
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


class NoAccountError(Exception):
    """There is nobody that a server could run as."""


def require_person(name: str, group: str) -> None:
    """``NoAccountError`` where the system's user of this name is not a person's: an account here with the name
    ``root`` must not be root there. ``group`` is the one of those who are entered for Couture."""
    found = _found(name)
    if found is None:
        raise NoAccountError(
            f"There is no user {name!r} on the Hub's system. Who administers it can make one: "
            f"useradd --create-home --groups {group} {name}"
        )
    if found.pw_uid < FIRST_UID:
        raise NoAccountError(
            f"{name!r} is a user that belongs to the Hub's system itself, so no server runs as it. Choose another name."
        )


def make_person(name: str, homes: Path, group: str) -> None:
    """Make the system's user of this name, unless there is one. A home that is there already gives it its number, as in
    a container that was made anew; no home of somebody else does."""
    with _ONE_AT_A_TIME:
        if _found(name) is not None:
            return
        done = subprocess.run(useradd(name, homes, group), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoAccountError(f"The system's user {name!r} could not be made: {done.stderr.strip()}")


def useradd(name: str, homes: Path, group: str) -> list[str]:
    """The command; ``group`` may write into the common workspace."""
    if not _NAME.fullmatch(name):
        raise NoAccountError(
            f"{name!r} cannot be the name of a user of the system: small letters a to z, digits, - and _, at most 32."
        )
    owners = {home.name: home.lstat().st_uid for home in homes.iterdir()}
    number = owners.get(name)
    if number is not None and number < FIRST_UID:
        raise NoAccountError(f"The home {homes / name} belongs to a user of the system itself, not to a person.")
    home = ["--no-create-home"] if number is not None else ["--create-home", "--key", "HOME_MODE=0700"]
    return [
        *("useradd", "--uid", str(number or _free(owners.values()))),
        *("--home-dir", str(homes / name), *home, "--shell", "/bin/bash"),
        *("--user-group", "--groups", group, name),
    ]


def _free(taken: Iterable[int]) -> int:
    """A number that neither a user nor a home has."""
    known = {*taken, *(each.pw_uid for each in pwd.getpwall())}
    return next(number for number in range(FIRST_UID, 60_000) if number not in known)


def _found(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
