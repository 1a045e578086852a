"""Two small files in a try's folder: what became of its kernel, and how it is to go on from an earlier try."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.files.atomic import write_atomically

KERNEL_NAME = "kernel.json"
RESUME_NAME = "resume.json"

HELD = "held_kernel"
FRESH = "fresh_kernel"
CURRENT = "current"
AS_RUN = "as_run"
COPY = "copy"


@dataclass(frozen=True, slots=True)
class KernelNote:
    """What the worker did with the kernel when the notebook had failed: ``held``, or not and ``because`` of what."""

    held: bool
    because: str


@dataclass(frozen=True, slots=True)
class ResumeNote:
    """A person's wish for the try in whose folder it lies: go on from try ``from_try``.

    ``kernel`` is ``HELD`` (at the cell that failed) or ``FRESH``, ``notebook`` is ``CURRENT``, ``AS_RUN`` or ``COPY``:
    the editable copy of the executed one, at the path ``copy``.
    """

    from_try: int
    kernel: str = HELD
    notebook: str = CURRENT
    accept_changes: bool = False
    user: str = ""
    copy: str = ""


def write_kernel_note(folder: Path, note: KernelNote) -> None:
    """Leave it beside the executed notebook."""
    write_atomically(folder / KERNEL_NAME, json.dumps(dataclasses.asdict(note)))


def read_kernel_note(folder: Path) -> KernelNote | None:
    """The note, if the worker left one."""
    found = _read(folder / KERNEL_NAME)
    return None if found is None else KernelNote(bool(found.get("held")), str(found.get("because", "")))


def write_resume_note(folder: Path, note: ResumeNote) -> None:
    """Leave it for the try that will have this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / RESUME_NAME, json.dumps(dataclasses.asdict(note)), durable=True)


def read_resume_note(folder: Path) -> ResumeNote | None:
    """The wish, if there is one."""
    found = _read(folder / RESUME_NAME)
    return None if found is None else ResumeNote(**found)


def forget_resume_note(folder: Path) -> None:
    """The try starts from the beginning after all."""
    with suppress(OSError):
        (folder / RESUME_NAME).unlink()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
