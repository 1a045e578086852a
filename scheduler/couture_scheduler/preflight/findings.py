"""What a check finds: findings, each at its cell, and side files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

SideFileKind = Literal["module", "data", "environment"]


class Severity(StrEnum):
    """How bad a finding is: an ``ERROR`` would make the run fail, a ``WARNING`` may, ``INFO`` is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know before the notebook runs.

    ``code`` names the rule. ``cell`` is the index among all cells of the notebook (``None``: the notebook as a whole,
    or a script), ``line`` the line in it, from 1. ``message`` says what is wrong, ``advice`` what to do.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    cell: int | None = None
    line: int | None = None

    @property
    def sentence(self) -> str:
        """Everything in one line: where, what, and what to do."""
        parts = [] if self.cell is None else [f"cell {self.cell + 1}"]
        parts += [f"line {self.line}"] if self.line else []
        place = ", ".join(parts).capitalize()
        return f"{place}: {self.message} {self.advice}" if place else f"{self.message} {self.advice}"


@dataclass(frozen=True, slots=True)
class SideFile:
    """A file that the notebook needs beside itself.

    ``path`` is in the workspace, with forward slashes. ``kind`` is ``module`` (Python code that is imported or run),
    ``data`` (opened by its name) or ``environment`` (a requirements or lock file beside the notebook). ``cell`` is the
    index of the first cell that needs it, ``None`` for what only stands beside the notebook; ``size`` is in bytes,
    ``None`` when the file does not exist.
    """

    path: str
    kind: SideFileKind
    cell: int | None
    size: int | None
    exists: bool
