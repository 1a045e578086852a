"""What a notebook's kernel runs in: a virtual environment made for it, and the list of packages that is kept."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from couture_jupyter.exceptions import TaskError, TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.runtime import NotebookProgress
from couture_scheduler.engine.launch import Launch
from couture_scheduler.environments.packages import PATIENCE, ask_for_packages, known_packages
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import InvalidInputError, SchedulerError, UnavailableError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.layout import ENVIRONMENT_NAME
from couture_scheduler.files.workspace import inside
from couture_scheduler.kernels import pool_client
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL, interpreter_of
from couture_scheduler.kernels.notebook_executor import NotebookJob
from couture_scheduler.kernels.run_client import Command, ask, start

BETWEEN_LINES = 1.0  # seconds between two lines of the installer on the page
LONGEST_LINE = 120  # characters of one
LONGEST_ANSWER = 1 << 20  # bytes

log = logging.getLogger("couture.environment")


@contextmanager
def job_interpreter(
    request: NotebookRequest, launch: Launch, on_progress: Callable[[NotebookProgress], None]
) -> Iterator[Path | None]:
    """The interpreter that the job asks for, which stays while the block runs; ``None`` for the kernelspec's own.

    Raises ``TaskFailed`` for a requirements file that cannot be used, ``TaskError`` with the installer's words.
    """
    path = request.environment.requirements
    if not path:
        yield None
        return
    if launch.account:
        with owners_interpreter(path, launch, BuildProgress(path, on_progress)) as python:
            yield python
        return
    from couture_scheduler.environments.building import BuildFailed, environment  # needs a POSIX system

    try:
        workspace = Path(launch.workspace)
        wanted = read_requirements(inside(workspace, path), workspace=workspace)
    except InvalidInputError as error:
        raise TaskFailed(str(error)) from error

    told = BuildProgress(path, on_progress)
    try:
        with environment(Path(launch.endpoint["home"]), wanted, told.step, told.line) as python:
            yield python
    except BuildFailed as error:
        raise TaskError(f"The packages of {path} could not be installed:\n{error}") from error


@contextmanager
def owners_interpreter(path: str, launch: Launch, told: BuildProgress) -> Iterator[Path]:
    """The same, made by the owner of the job, in their home."""
    words = [sys.executable, "-m", "couture_scheduler.environments.owners", launch.workspace, path]
    theirs, stay = os.pipe()
    heard, say = os.pipe()
    with open(stay, "wb"), open(heard, "rb") as answers:
        try:
            with open(theirs, "rb") as stdin, open(say, "wb") as stdout:
                process = start(Path(launch.kernel_pool), Command(words), stdin, stdout, sys.stderr)
        except UnavailableError as error:
            raise TaskError(f"The packages of {path} could not be installed: {error}") from error
        try:
            yield _built(answers, path, told)
        finally:
            process.end()


def _built(answers: IO[bytes], path: str, told: BuildProgress) -> Path:
    while line := answers.readline(LONGEST_ANSWER):
        match _understood(line):
            case {"tell": sentence}:
                told.step(str(sentence))
            case {"say": text}:
                told.line(str(text))
            case {"python": python}:
                return Path(python)
            case {"failed": sentence, "for_good": True}:
                raise TaskFailed(str(sentence))
            case {"failed": sentence}:
                raise TaskError(f"The packages of {path} could not be installed:\n{sentence}")
    raise TaskError(f"The packages of {path} could not be installed: what installs them ended. Its words are above.")


def _understood(line: bytes) -> Any:
    """What a line says that the owner's process wrote; nothing where it is no answer."""
    try:
        return json.loads(line)
    except ValueError:
        return None


class BuildProgress:
    """What a person sees while packages are installed: every line in the log, and now and then one on the page."""

    def __init__(self, path: str, on_progress: Callable[[NotebookProgress], None]) -> None:
        self._path = path
        self._on_progress = on_progress
        self._sentence = ""
        self._shown = time.monotonic()

    def step(self, sentence: str) -> None:
        """Another step begins."""
        log.info("%s (%s)", sentence, self._path)
        self._sentence = sentence
        self._on_progress(NotebookProgress(0, 0, note=sentence))

    def line(self, text: str) -> None:
        """The installer said something."""
        log.info("%s", text)
        if text.strip() and time.monotonic() - self._shown > BETWEEN_LINES:
            self._shown = time.monotonic()
            self._on_progress(NotebookProgress(0, 0, note=f"{self._sentence} {text.strip()[:LONGEST_LINE]}"))


@contextmanager
def packages_noted(job: NotebookJob, python: Path | None, launch: Launch) -> Iterator[None]:
    """Write the packages of the interpreter that runs the job into the try's folder; when it has to be asked for them,
    while the block runs."""
    tell: Callable[[], dict[str, Any] | None] = partial(_owners_packages, job, python, launch)
    if not launch.account:
        interpreter, home = _interpreter(job, python, interpreter_of), Path(launch.endpoint["home"])
        if interpreter is None or _note(partial(known_packages, interpreter, home), launch):
            yield
            return
        tell = partial(ask_for_packages, interpreter, home)
    asking = threading.Thread(target=_note, args=(tell, launch), name="packages", daemon=True)
    asking.start()
    try:
        yield
    finally:
        asking.join()


def _owners_packages(job: NotebookJob, python: Path | None, launch: Launch) -> dict[str, Any] | None:
    """The same by the owner, whose interpreter it is: it is not started by us. ``None`` where there is none."""
    pool, home = Path(launch.kernel_pool), Path(launch.endpoint["home"])
    interpreter = _interpreter(job, python, partial(pool_client.interpreter_of, pool))
    if interpreter is None:
        return None
    return known_packages(interpreter, home, launch.account) or ask_for_packages(
        interpreter, home, launch.account, partial(_said, pool)
    )


def _said(pool: Path, words: Sequence[str]) -> bytes:
    said = ask(pool, Command(words), patience=PATIENCE)
    if said.status:
        raise OSError(said.problem)
    return said.output


def _note(tell: Callable[[], dict[str, Any] | None], launch: Launch) -> bool:
    """Whether there was something to write."""
    try:
        found = tell()
        if found is not None:
            write_atomically(Path(launch.folder, ENVIRONMENT_NAME), json.dumps(found))
    except (OSError, SchedulerError) as error:
        log.warning("The list of packages could not be kept: %s", error)
        return True
    return found is not None


def _interpreter(job: NotebookJob, python: Path | None, find: Callable[[str], str | None]) -> str | None:
    """Made for the job, or of the kernelspec, which ``find`` looks up, or of a Python script; ``None`` where it is no
    Python."""
    if python:
        return str(python)
    if job.source.suffix != ".ipynb":
        return sys.executable if job.source.suffix == ".py" else None
    try:
        metadata = json.loads(job.source.read_bytes()).get("metadata", {})
    except (OSError, ValueError):
        return None  # running it says what is wrong
    return find(job.kernel_name or metadata.get("kernelspec", {}).get("name") or DEFAULT_KERNEL)
