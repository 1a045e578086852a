"""Who does a try: the file that makes sure that nobody else does. See ``engine/launch.py`` for the rule."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from couture_scheduler.files.processes import is_alive, place, process_started

ENGINE_PID = 0  # the pid in a claim that an engine made so that nobody can begin any more


@dataclass(frozen=True, slots=True)
class Claim:
    """The content of a claim file: a process, told apart from later ones by its start time, and from those elsewhere by
    its place (``processes.place``)."""

    pid: int
    started: float
    place: str = ""

    @property
    def by_engine(self) -> bool:
        """Whether an engine made it to stop others."""
        return self.pid == ENGINE_PID

    @property
    def is_alive(self) -> bool:
        """Whether the process that made the claim still runs. Of one on another machine only that can tell."""
        return self.place == place() and is_alive(self.pid, self.started)

    @property
    def machine(self) -> str:
        """The name of the worker machine that it runs on; empty for the engine's own."""
        return self.place.partition("@")[2]


def claim(folder: Path, launch: int) -> Claim | None:
    """Claim the launch for this process; ``None`` when somebody was quicker."""
    mine = Claim(os.getpid(), process_started(os.getpid()) or 0.0, place())
    return mine if _place(folder, launch, mine) else None


def forbid(folder: Path, launch: int) -> bool:
    """Make sure that nobody can begin this launch any more; ``False`` when somebody has begun already."""
    return _place(folder, launch, Claim(ENGINE_PID, 0.0, place()))


def claim_or_forbid(folder: Path, launch: int) -> Claim | None:
    """The claim of whoever has begun this launch. ``None``: nobody has, and now nobody can."""
    found = read_claim(folder, launch)
    if found is None and not forbid(folder, launch):
        found = read_claim(folder, launch)
    return None if found is None or found.by_engine else found


def read_claim(folder: Path, launch: int) -> Claim | None:
    """The claim of this launch, or ``None`` when there is none."""
    path = claim_path(folder, launch)
    try:
        text = os.readlink(path)
    except FileNotFoundError:
        return None
    except OSError:  # an ordinary file, from a file system without symbolic links
        text = path.read_text()
    return _understand(text)


def claim_path(folder: Path, launch: int) -> Path:
    """Where the claim of this launch is."""
    return folder / f"claim-{launch}"


def claimed_at(folder: Path, launch: int) -> datetime:
    """When the claim was made."""
    return datetime.fromtimestamp(claim_path(folder, launch).lstat().st_mtime, UTC)


def _understand(text: str) -> Claim:
    """A text that is cut off comes from a crash in the middle of the one write: nobody works on that launch."""
    parts = text.split(" ")
    try:
        return Claim(int(parts[0]), float(parts[1]), parts[2])
    except (IndexError, ValueError):
        return Claim(-1, 0.0)


def _place(folder: Path, launch: int, mine: Claim) -> bool:
    """Create the claim with its content in one step. A symbolic link that leads nowhere is the only thing that a file
    system makes at once with its content, and in a sixth of the time that a file with a draft takes."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f"{mine.pid} {mine.started} {mine.place}"
    path = claim_path(folder, launch)
    try:
        os.symlink(text, path)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):
        return _create(path, text)
    return True


def _create(path: Path, text: str) -> bool:
    """The second best way, for file systems without symbolic links."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        return False
    with open(handle, "w", encoding="ascii") as file:
        file.write(text)
    return True
