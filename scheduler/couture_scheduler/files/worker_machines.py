"""What worker machines leave in the home that they share with the engine: signs of life, and what they have taken.

<home>/workers/<name>/
    sign.json      that it lives, and what it does; written anew every few seconds
    taken/<id>     links to the launches that it has taken and not ended, for itself after a new start
    engine.json    where tasks on it reach the engine, see ``executors/remote/tunnel.py``

A sign is told from an older one by ``beat``: clocks of two machines differ, and a shared file's time is neither's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.atomic import write_atomically

SIGN_NAME = "sign.json"
REMEMBERED = timedelta(days=7)  # how long a machine that has gone is listed
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Sign:
    """A machine's sign of life. ``version``: its edition (``engine/launch.py``); only from engines of the same it takes
    launches. ``running``: the ids of the launches that it has taken and that have not ended."""

    name: str
    host: str
    pid: int
    version: str
    queues: tuple[str, ...]
    slots: int
    started_at: str
    at: str
    beat: int = 0
    is_ending: bool = False
    running: tuple[str, ...] = ()

    def takes_tasks(self, now: datetime, lost_after: float) -> bool:
        """Whether the machine lives and does not end. By its own clock, so only about: it is for people."""
        silent = now - datetime.fromisoformat(self.at)
        return not self.is_ending and silent < timedelta(seconds=lost_after)


def machine_folder(home: Path, name: str) -> Path:
    """The folder of one worker machine. Raises ``InvalidInputError`` for what cannot be a name."""
    if not _NAME.fullmatch(name):
        raise InvalidInputError.at(
            "name", f"A worker machine cannot be called {name!r}: letters, digits, '.', '_' and '-', 100 at most."
        )
    return home / "workers" / name


def write_sign(home: Path, sign: Sign) -> None:
    """Write the sign. Raises ``OSError`` or ``DiskFullError``."""
    write_atomically(machine_folder(home, sign.name) / SIGN_NAME, json.dumps(asdict(sign)))


def read_signs(home: Path) -> dict[str, Sign]:
    """The last sign of each machine, by name; of those that have gone, too. What machines of a later version say beyond
    that is left out: that they live must be seen."""
    found = {}
    for path in home.glob(f"workers/*/{SIGN_NAME}"):
        with suppress(OSError, ValueError, TypeError, KeyError):  # is written anew soon
            document = json.loads(path.read_bytes())
            known = {each: document[each] for each in Sign.__dataclass_fields__ if each in document}
            sign = Sign(**{**known, "queues": tuple(known["queues"]), "running": tuple(known["running"])})
            found[sign.name] = sign
    return found


def have_tries(home: Path) -> bool:
    """Whether a machine has taken a launch that the engine takes for unended: its file is there until then."""
    return any(link.exists() for link in home.glob("workers/*/taken/*"))


def forget_gone(home: Path, now: datetime) -> None:
    """Remove what machines left that have been silent for long: containers come with a new name each."""
    for name, sign in read_signs(home).items():
        if now - datetime.fromisoformat(sign.at) > REMEMBERED:
            shutil.rmtree(machine_folder(home, name), ignore_errors=True)


class Taken:
    """The launches that a machine has taken and that have not ended, on disk."""

    def __init__(self, home: Path, name: str) -> None:
        self._folder = machine_folder(home, name) / "taken"
        self._folder.mkdir(parents=True, exist_ok=True)

    def add(self, launch_id: str, file: Path) -> None:
        """Remember one, with its file."""
        with suppress(FileExistsError):
            os.symlink(file, self._folder / launch_id)

    def remove(self, launch_id: str) -> None:
        """Forget one."""
        (self._folder / launch_id).unlink(missing_ok=True)

    def files(self) -> dict[str, Path]:
        """The files of all, by the launch's id."""
        return {path.name: Path(os.readlink(path)) for path in self._folder.iterdir() if path.is_symlink()}
