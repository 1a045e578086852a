"""Other formats of an executed notebook, made by nbconvert in a process of its own: it is slow, it may hang, and what
it cannot do is a warning on the run, never its failure.

The process is ``notebook_converter.py``; it prints one line of JSON for each format.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

TIMEOUT = 180.0  # seconds that one format may take
MARK = b"couture-export: "


def export(
    executed: Path,
    kinds: Sequence[str],
    folder: Path,
    stem: str,
    *,
    images: Path | None = None,
    within: Path | None = None,
    timeout: float | None = None,
) -> dict[str, Path | str]:
    """Make the formats in ``folder``, as ``stem`` with each format's ending. For each kind the file, or a sentence that
    says why there is none.

    ``images`` is the folder that relative paths of pictures in the text start from; they stay inside ``within``.
    ``timeout`` is the seconds that all of them together may take, by default ``TIMEOUT`` for each.
    """
    job = {
        "executed": str(executed.absolute()),
        "folder": str(folder.absolute()),
        "stem": stem,
        "kinds": list(kinds),
        "images": str(images.absolute()) if images else None,
        "within": str(within.absolute()) if within else None,
    }
    told, missing = _told(json.dumps(job), TIMEOUT * len(kinds) if timeout is None else timeout)
    found: dict[str, Path | str] = dict.fromkeys(kinds, missing)
    for line in told.splitlines():
        if line.startswith(MARK):
            answer = json.loads(line.removeprefix(MARK))
            found[answer["kind"]] = answer.get("problem") or folder / answer["file"]
    return found


def _told(job: str, patience: float) -> tuple[bytes, str]:
    """What the process printed, and what to say of formats that it did not speak of."""
    command = [sys.executable, "-P", "-m", "couture_jupyter.operators.notebook_converter", job]
    with tempfile.TemporaryDirectory(
        prefix="couture-export-"
    ) as empty:  # nbconvert runs templates that lie where it works
        process = subprocess.Popen(
            command, cwd=empty, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            told = process.communicate(timeout=patience)[0]
        except subprocess.TimeoutExpired as late:
            return late.output or b"", f"It took longer than {patience:.3g} seconds."
        finally:
            _end(process)
    return told, "nbconvert ended without a word; the log may say more."


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything it started: a browser is several processes."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
