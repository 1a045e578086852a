"""Files, the machine and its processes, as Airflow's own helpers know them."""

from __future__ import annotations

import getpass
import io
import logging
import os
import re
import socket
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory as TemporaryDirectory
from typing import IO, Any

log = logging.getLogger("couture.task")
_IN_ZIP = re.compile(r"(.*\.zip)[/\\](.*)")


def mkdirs(path: str, mode: int) -> None:
    """Make a folder and those above it."""
    Path(path).mkdir(mode=mode, parents=True, exist_ok=True)


def open_maybe_zipped(fileloc: str, mode: str = "r") -> IO[Any]:
    """Open a file; ``some.zip/inner.py`` is one inside of an archive."""
    found = _IN_ZIP.match(fileloc)
    if found and zipfile.is_zipfile(found.group(1)):
        return io.TextIOWrapper(zipfile.ZipFile(found.group(1)).open(found.group(2)), encoding="utf-8")
    return open(fileloc, mode)


def getuser() -> str:
    """The name of the user that this process belongs to."""
    return getpass.getuser()


def get_hostname() -> str:
    """The name of this machine."""
    return socket.getfqdn()


def execute_in_subprocess(cmd: list[str], cwd: str | None = None) -> None:
    """Run a program; its output goes to the log. ``CalledProcessError`` when it fails."""
    with subprocess.Popen(
        cmd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        text=True,
        errors="replace",
        env=dict(os.environ),
    ) as process:
        for line in process.stdout or ():
            log.info("%s", line.rstrip())
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, cmd)
