"""How the notebook that is checked will run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SEPARATORS = re.compile(r"[-_.]+")


@dataclass(frozen=True, slots=True)
class Job:
    """``kernel_name`` ``None``: on its own kernel. ``requirements`` is the file from which an environment is made for
    it, ``python`` the interpreter in that environment once it is there; until then ``packages`` are those that the file
    names, as ``package_name`` writes them."""

    parameters: dict[str, Any] = field(default_factory=dict)
    kernel_name: str | None = None
    requirements: str | None = None
    python: Path | None = None
    packages: frozenset[str] = frozenset()


def package_name(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()
