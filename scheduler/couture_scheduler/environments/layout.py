"""Where environments lie in the home folder, and how large they are."""

from __future__ import annotations

import os
from pathlib import Path

from couture_scheduler.environments.requirements import Requirements

FOLDER = "environments"
PACKAGES = "packages"  # what interpreters have, beside the environments
READY = "ready.json"  # in an environment, once it is whole: what it was made from, and its size in bytes


def interpreter_of(home: Path, wanted: Requirements) -> Path | None:
    """The Python of the environment for ``wanted``; ``None`` while it has not been made."""
    folder = home / FOLDER / wanted.digest
    python = folder / "bin" / "python"
    return python if (folder / READY).exists() and python.exists() else None


def size_of(folder: Path) -> int:
    """Bytes of the files in ``folder``; links are not followed."""
    return sum(os.lstat(os.path.join(parent, name)).st_size for parent, _, names in os.walk(folder) for name in names)
