"""Control groups (version 2 of Linux's): a limit that no program can pass for a moment, where we may make one.

A group is made beside our own, which may be done where the folder above is delegated to us: in a systemd user session,
or a container that lets one. Everywhere else there is none, and ``limits`` watches alone.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
_NAME = "couture-kernel-"
PERIOD = 100_000  # microseconds in which the share of processors is counted


class ControlGroup:
    """One kernel's group. It stays until the next one is made: a kernel ends some time after it was given back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def was_out_of_memory(self) -> bool:
        """Whether the system ended a process of the group for its memory."""
        try:
            words = (self._folder / "memory.events").read_text().split()
        except OSError:
            return False
        return int(dict(zip(words[::2], words[1::2], strict=False)).get("oom_kill", "0")) > 0


def join_group(
    pid: int, memory_bytes: int | None, cpus: float | None, root: Path = ROOT, own: Path = OWN
) -> ControlGroup | None:
    """Put the process into a group with these limits; ``None`` where that cannot be done."""
    wanted = {name for name, limit in (("memory", memory_bytes), ("cpu", cpus)) if limit is not None}
    folder = _place(pid, wanted, root, own)
    if folder is None:
        return None
    _remove_empty(folder.parent)
    group = ControlGroup(folder)
    try:
        folder.mkdir(exist_ok=True)  # a kernel that was kept has its group from the try before
        if memory_bytes is not None:
            (folder / "memory.max").write_text(str(memory_bytes))
            with suppress(OSError):  # where swap is not counted there is no such file
                (folder / "memory.swap.max").write_text("0")
                (folder / "memory.oom.group").write_text("1")  # all of it ends, not just a child that is large
        if cpus is not None:
            (folder / "cpu.max").write_text(f"{max(1000, int(cpus * PERIOD))} {PERIOD}")
        (folder / "cgroup.procs").write_text(str(pid))
    except OSError:
        _remove_empty(folder.parent)
        return None
    return group


def _remove_empty(above: Path) -> None:
    """The groups of kernels that have ended; the system keeps those in which something runs."""
    for folder in above.glob(f"{_NAME}*"):
        with suppress(OSError):
            folder.rmdir()


def _place(pid: int, wanted: set[str], root: Path, own: Path) -> Path | None:
    """Where the group goes: beside ours, if what is above has the controllers."""
    try:
        lines = own.read_text().splitlines()
        ours = next(line[3:] for line in lines if line.startswith("0::/"))
        if ours == "/":
            return None
        above = (root / ours.lstrip("/")).parent
        if not wanted or not wanted <= set((above / "cgroup.subtree_control").read_text().split()):
            return None
    except (OSError, StopIteration):
        return None
    return above / f"{_NAME}{pid}"
