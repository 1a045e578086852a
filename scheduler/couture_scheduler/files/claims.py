"""Who does a try: the file that makes sure that nobody else does. See ``engine/launch.py`` for the rule."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.files.processes import boot_id, is_alive, process_started

ENGINE_PID = 0  # the pid in a claim that an engine made so that nobody can begin any more


@dataclass(frozen=True, slots=True)
class Claim:
    """The content of a claim file: a process, told apart from later ones by its start time and the boot."""

    pid: int
    started: float
    boot: str = ""

    @property
    def by_engine(self) -> bool:
        """Whether an engine made it to stop others."""
        return self.pid == ENGINE_PID

    @property
    def is_alive(self) -> bool:
        """Whether the process that made the claim still runs."""
        return self.boot == boot_id() and is_alive(self.pid, self.started)


def claim(folder: Path, launch: int) -> Claim | None:
    """Claim the launch for this process; ``None`` when somebody was quicker."""
    mine = Claim(os.getpid(), process_started(os.getpid()) or 0.0, boot_id())
    return mine if _place(folder, launch, mine) else None


def forbid(folder: Path, launch: int) -> bool:
    """Make sure that nobody can begin this launch any more; ``False`` when somebody has begun already."""
    return _place(folder, launch, Claim(ENGINE_PID, 0.0, boot_id()))


def read_claim(folder: Path, launch: int) -> Claim | None:
    """The claim of this launch, or ``None`` when there is none."""
    try:
        document = json.loads(claim_path(folder, launch).read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        # Only where a file system cannot link: a crash in the middle of the one write cut the claim off.
        return Claim(pid=-1, started=0.0)
    return Claim(**document)


def claim_path(folder: Path, launch: int) -> Path:
    """Where the claim of this launch is."""
    return folder / f"claim-{launch}"


def _place(folder: Path, launch: int, mine: Claim) -> bool:
    """Create the claim with its content in one step: a link to a finished file fails if the name is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"pid": mine.pid, "started": mine.started, "boot": mine.boot}).encode()
    draft = folder / f".claim-{launch}.{os.getpid()}"
    draft.write_bytes(content)
    try:
        os.link(draft, claim_path(folder, launch))
    except FileExistsError:
        return False
    except OSError:
        return _create(claim_path(folder, launch), content)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _create(path: Path, content: bytes) -> bool:
    """The second best way, for file systems without links."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        return False
    with open(handle, "wb") as file:
        file.write(content)
    return True
