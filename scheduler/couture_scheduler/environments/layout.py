"""Where environments lie in the home folder, and how large they are."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "environments"
PACKAGES = "packages"  # what interpreters have, beside the environments
READY = "ready.json"  # in an environment, once it is whole: what it was made from, and its size in bytes


def size_of(folder: Path) -> int:
    """Bytes of the files in ``folder``; links are not followed."""
    return sum(os.lstat(os.path.join(parent, name)).st_size for parent, _, names in os.walk(folder) for name in names)
