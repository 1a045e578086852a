"""Which packages an interpreter has: kept with every run, so that two runs can be compared and one can be repeated.

Asking an interpreter takes a moment, so the answer is kept in ``<home>/environments/packages/`` for as long as none of
its package folders changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from couture_scheduler.environments.layout import FOLDER, PACKAGES
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.environment import without_secrets

PATIENCE = 60.0  # seconds for an interpreter to answer
LONGEST = 4 * 2**20  # bytes of an answer
_ASK = """
import json, os, platform, sys
from importlib.metadata import distributions
found = {}
for each in distributions():
    name = each.metadata["Name"]
    if name:
        found.setdefault(name, each.version)
print(json.dumps({
    "python": platform.python_version(), "implementation": platform.python_implementation(),
    "platform": platform.platform(), "executable": sys.executable,
    "packages": dict(sorted(found.items(), key=lambda each: each[0].lower())),
    "folders": [each for each in sys.path if each.endswith(("site-packages", "dist-packages")) and os.path.isdir(each)],
}))
"""


Run = Callable[[Sequence[str]], bytes]


def here(words: Sequence[str]) -> bytes:
    """What a program says that we start ourselves. Raises ``OSError``."""
    try:
        return subprocess.run(
            words,
            env=without_secrets(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        ).stdout
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error


def known_packages(interpreter: str, home: Path, whose: str = "") -> dict[str, Any] | None:
    """Python version, platform and packages of ``interpreter``; ``None`` when it has to be asked (again). It is another
    one for each user of the system ``whose`` it is: they may have packages in their home."""
    with suppress(OSError, ValueError, KeyError):
        known = json.loads(_kept(interpreter, home, whose).read_bytes())
        if known["stamps"] == _stamps(known["folders"]):
            return _told(known)
    return None


def ask_for_packages(interpreter: str, home: Path, whose: str = "", run: Run = here) -> dict[str, Any] | None:
    """The same, asked now and kept; ``None`` when it does not tell. ``run`` starts it."""
    try:
        found = _understood(run([interpreter, "-c", _ASK]))
    except (OSError, ValueError):
        return None
    with suppress(PermissionError):  # folders that are closed to us: it is asked each time
        kept, stamps = _kept(interpreter, home, whose), _stamps(found["folders"])
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, json.dumps({**found, "stamps": stamps}))
    return _told(found)


def _kept(interpreter: str, home: Path, whose: str) -> Path:
    asked = f"{whose} {interpreter}" if whose else interpreter
    return home / FOLDER / PACKAGES / f"{hashlib.sha256(asked.encode()).hexdigest()[:20]}.json"


def _understood(answer: bytes) -> dict[str, Any]:
    """Whatever an interpreter says, of people who may have made it say anything: names and texts. ``ValueError``."""
    found = json.loads(answer[:LONGEST])
    try:
        return {
            **{name: str(found[name]) for name in ("python", "implementation", "platform", "executable")},
            "packages": {str(name): str(version) for name, version in found["packages"].items()},
            "folders": [str(each) for each in found["folders"]],
        }
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("It is no list of packages.") from error


def _stamps(folders: list[str]) -> list[int]:
    return [os.stat(each).st_mtime_ns for each in folders]


def _told(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in ("folders", "stamps")}
