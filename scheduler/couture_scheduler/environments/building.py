"""Makes the virtual environment for a requirements file, once for all that want it.

``<home>/environments/<digest>/`` is the environment; ``<digest>.lock`` is held by whoever builds it (alone) and by
whoever uses it (together); ``ready.json`` in it is written last, so that a half-made one is never used. It holds what
the file asks for, ipykernel, and a link to ``couture_jupyter``, so that notebooks can reach variables and connections.

The installer holds the lock too: should whoever builds be killed, nobody else begins in the same folder before the
installer has ended.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import couture_jupyter
from couture_scheduler.environments.layout import FOLDER, READY, size_of
from couture_scheduler.environments.requirements import Requirements
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.environment import without_secrets

KERNEL = "ipykernel>=6.29"
LAST_LINES = 15  # of the installer's output, that a failure repeats
WAITING = "Waiting for another run that installs the same packages …"
_LOGIN = re.compile(r"(?<=://)[^\s/@]+@")  # of an index's address: pip writes some of them out
_ADVICE = (
    (r"No space left on device|os error 28\b", "The disk is full. Free some space, and run again."),
    (
        r"name resolution|Name or service not known|dns error|tcp connect error|Failed to connect|NewConnectionError",
        "The package index cannot be reached. Look at the network, and at the index and proxy that pip or uv use here.",
    ),
    (
        r"\b40[137]\b[ :,)]*(Client Error|Unauthorized|Forbidden|Proxy)",
        "The package index refuses us. Look at the user and password that pip or uv use for it.",
    ),
)

Tell = Callable[[str], None]


class BuildFailed(Exception):
    """The installer gave up; the message repeats what it said, and what to do."""


@contextmanager
def environment(home: Path, wanted: Requirements, tell: Tell, say: Tell) -> Iterator[Path]:
    """The interpreter of the environment for ``wanted``, which stays while the block runs.

    ``tell`` gets a sentence when it has to be built or waited for, ``say`` each line of the installer. Raises
    ``BuildFailed``.
    """
    folder = home / FOLDER / wanted.digest
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "a") as lock:
        _take(lock.fileno(), fcntl.LOCK_SH, tell)
        if not _is_whole(folder):
            _take(lock.fileno(), fcntl.LOCK_EX, tell)
            if not _is_whole(folder):  # nobody made it while we waited
                tell("Installing packages …")
                _build(folder, wanted, say, lock.fileno())
            fcntl.flock(lock, fcntl.LOCK_SH)
        os.utime(folder / READY)
        yield folder / "bin" / "python"


def _take(lock: int, kind: int, tell: Tell) -> None:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        tell(WAITING)
        fcntl.flock(lock, fcntl.LOCK_UN)  # two that both wait for the other's reading to end would wait for ever
        fcntl.flock(lock, kind)


def _is_whole(folder: Path) -> bool:
    """Whether it was finished, and what it is linked to is still there: its Python, and ``couture_jupyter``."""
    links = [folder / "bin" / "python", *(each / "couture_jupyter" for each in _package_folders(folder))]
    return (folder / READY).exists() and all(each.exists() for each in links)


def _build(folder: Path, wanted: Requirements, say: Tell, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for command in _commands(folder, wanted):
            _run(command, wanted.path.parent, say, lock)
        _link_authoring(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    made = {"requirements": str(wanted.path), "size": size_of(folder)}
    write_atomically(folder / READY, json.dumps(made), durable=True)


def _commands(folder: Path, wanted: Requirements) -> list[list[str]]:
    """With uv where it is installed, which is much quicker; else with pip."""
    python, uv = str(folder / "bin" / "python"), _uv()
    if uv is None and wanted.is_lock:
        raise BuildFailed("A pylock.toml is installed with uv, which is not there. Install it with: pip install uv")
    if uv is not None:
        make = [uv, "venv", "--no-project", "--python", sys.executable, str(folder)]
        install = [uv, "pip", "install", "--python", python]
    else:
        make = [sys.executable, "-P", "-m", "venv", str(folder)]
        install = [python, "-P", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if wanted.is_lock or wanted.has_hashes:  # our wish for a kernel cannot stand in the same line
        return [make, [*install, "-r", str(wanted.path)], [*install, KERNEL]]
    return [make, [*install, "-r", str(wanted.path), KERNEL]]


def _uv() -> str | None:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv")


def _run(command: list[str], cwd: Path, say: Tell, lock: int) -> None:
    last: list[str] = []
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**without_secrets(), "NO_COLOR": "1", "UV_NO_PROGRESS": "1", "PIP_PROGRESS_BAR": "off"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        pass_fds=(lock,),
    )
    try:
        for line in process.stdout or ():
            told = _LOGIN.sub("***@", line.rstrip())
            say(told)
            last = [*last, told][-LAST_LINES:]
        status = process.wait()
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # when we were told to end in the middle
        process.wait()
    if status:
        raise BuildFailed(_failure([line for line in last if line], status))


def _failure(last: list[str], status: int) -> str:
    said = "\n".join(last) or f"The installer ended with status {status}."
    advice = next((advice for pattern, advice in _ADVICE if re.search(pattern, said)), "Mend the file, and run again.")
    return f"{said}\n{advice} All that the installer said is in the log."


def _link_authoring(folder: Path) -> None:
    """``couture_jupyter`` needs nothing but Python for what a notebook does with it."""
    for packages in _package_folders(folder):
        place = packages / "couture_jupyter"
        if not place.exists():
            place.symlink_to(Path(couture_jupyter.__file__).parent)


def _package_folders(folder: Path) -> Iterator[Path]:
    return folder.glob("lib/python*/site-packages")
