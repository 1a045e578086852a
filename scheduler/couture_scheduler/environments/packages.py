"""Which packages an interpreter has: kept with every run, so that two runs can be compared and one can be repeated.

Asking an interpreter takes a moment, so the answer is kept in ``<home>/environments/packages/`` for as long as none of
its package folders changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from couture_scheduler.environments.layout import FOLDER, PACKAGES
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.environment import without_secrets

PATIENCE = 60.0  # seconds for an interpreter to answer
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


def known_packages(interpreter: str, home: Path) -> dict[str, Any] | None:
    """Python version, platform and packages of ``interpreter``; ``None`` when it has to be asked (again)."""
    with suppress(OSError, ValueError, KeyError):
        known = json.loads(_kept(interpreter, home).read_bytes())
        if known["stamps"] == _stamps(known["folders"]):
            return _told(known)
    return None


def ask_for_packages(interpreter: str, home: Path) -> dict[str, Any] | None:
    """The same, asked now and kept; ``None`` when it does not tell."""
    found = _ask(interpreter)
    if found is None:
        return None
    kept = _kept(interpreter, home)
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(kept, json.dumps({**found, "stamps": _stamps(found["folders"])}))
    return _told(found)


def _kept(interpreter: str, home: Path) -> Path:
    return home / FOLDER / PACKAGES / f"{hashlib.sha256(interpreter.encode()).hexdigest()[:20]}.json"


def _ask(interpreter: str) -> dict[str, Any] | None:
    try:
        answer = subprocess.run(
            [interpreter, "-c", _ASK],
            env=without_secrets(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        found: dict[str, Any] = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return found


def _stamps(folders: list[str]) -> list[int]:
    return [os.stat(each).st_mtime_ns for each in folders]


def _told(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in ("folders", "stamps")}
