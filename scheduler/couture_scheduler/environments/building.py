"""Makes the virtual environment for a requirements file, once for all that want it.

``<home>/environments/<digest>/`` is the environment; ``<digest>.lock`` is held by whoever builds it (alone) and by
whoever uses it (together); ``ready.json`` in it is written last, so that a half-made one is never used. It holds what
the file asks for, ipykernel, and a link to ``couture_jupyter``, so that notebooks can reach variables and connections.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import couture_jupyter
from couture_scheduler.environments.layout import FOLDER, READY
from couture_scheduler.environments.requirements import Requirements
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.environment import without_secrets

KERNEL = "ipykernel>=6.29"
LAST_LINES = 15  # of the installer's output, that a failure repeats

Tell = Callable[[str], None]


class BuildFailed(Exception):
    """The installer gave up; the message repeats what it said."""


@contextmanager
def environment(home: Path, wanted: Requirements, tell: Tell, say: Tell) -> Iterator[Path]:
    """The interpreter of the environment for ``wanted``, which stays while the block runs.

    ``tell`` gets a sentence when it has to be built or waited for, ``say`` each line of the installer. Raises
    ``BuildFailed``.
    """
    folder = home / FOLDER / wanted.digest
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not (folder / READY).exists():
            _take_alone(lock.fileno(), tell)
            if not (folder / READY).exists():  # nobody made it while we waited
                tell("Installing packages …")
                _build(folder, wanted, say)
            fcntl.flock(lock, fcntl.LOCK_SH)
        os.utime(folder / READY)
        yield folder / "bin" / "python"


def _take_alone(lock: int, tell: Tell) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        tell("Waiting for another run that installs the same packages …")
        fcntl.flock(lock, fcntl.LOCK_UN)  # two that both wait for the other's reading to end would wait for ever
        fcntl.flock(lock, fcntl.LOCK_EX)


def _build(folder: Path, wanted: Requirements, say: Tell) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for command in _commands(folder, wanted):
            _run(command, wanted.path.parent, say)
        _link_authoring(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    made = {"requirements": {str(path): content.decode("utf-8-sig") for path, content in wanted.files.items()}}
    write_atomically(folder / READY, json.dumps(made), durable=True)


def _commands(folder: Path, wanted: Requirements) -> list[list[str]]:
    """With uv where it is installed, which is much quicker; else with pip."""
    python = str(folder / "bin" / "python")
    uv = _uv()
    if uv is not None:
        install = [uv, "pip", "install", "--python", python]
        return [
            [uv, "venv", "--no-project", "--python", sys.executable, str(folder)],
            *([[*install, "-r", str(wanted.path)], [*install, KERNEL]] if wanted.is_lock else []),
            *([] if wanted.is_lock else [[*install, "-r", str(wanted.path), KERNEL]]),
        ]
    if wanted.is_lock:
        raise BuildFailed("A pylock.toml is installed with uv, which is not there. Install it with: pip install uv")
    install = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    return [[sys.executable, "-m", "venv", str(folder)], [*install, "-r", str(wanted.path), KERNEL]]


def _uv() -> str | None:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv")


def _run(command: list[str], cwd: Path, say: Tell) -> None:
    last: list[str] = []
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**without_secrets(), "NO_COLOR": "1", "UV_NO_PROGRESS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        for line in process.stdout or ():
            say(line.rstrip())
            last = [*last, line.rstrip()][-LAST_LINES:]
        status = process.wait()
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # when we were told to end in the middle
        process.wait()
    if status:
        raise BuildFailed("\n".join(line for line in last if line) or f"The installer ended with status {status}.")


def _link_authoring(folder: Path) -> None:
    """``couture_jupyter`` needs nothing but Python for what a notebook does with it."""
    for packages in folder.glob("lib/python*/site-packages"):
        place = packages / "couture_jupyter"
        if not place.exists():
            place.symlink_to(Path(couture_jupyter.__file__).parent)
