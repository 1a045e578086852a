"""Files of the workspace, read and written with the rights of whose notebook it is.

The worker is the service's, and the service may open what the person may not: its own folder. A path that a person
gives, or that their code exchanges for a link meanwhile, must lead the worker nowhere else than it leads them.
"""

from __future__ import annotations

import hashlib
import logging
import pwd
import sys
import tempfile
from pathlib import Path
from typing import IO

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.notebook_files import copy_into_place
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import UnavailableError
from couture_scheduler.files import repositories, snapshots, work_folder
from couture_scheduler.files.layout import WORK_NAME
from couture_scheduler.files.repositories import Git, Repository
from couture_scheduler.kernels import run_client
from couture_scheduler.kernels.run_client import Command

log = logging.getLogger("couture.notebook")


def read(launch: Launch, path: Path) -> bytes:
    """The content of a file. Raises ``OSError``."""
    if not launch.account:
        return path.read_bytes()
    return run_client.read(Path(launch.kernel_pool), path)


def place(launch: Launch, source: Path, target: Path) -> Path:
    """Copy ``source``, a file of the try, to ``target``. Raises ``TaskError``."""
    if not launch.account:
        return copy_into_place(source, target)
    try:
        run_client.write(Path(launch.kernel_pool), target, source.read_bytes())
    except (OSError, UnavailableError) as error:
        raise TaskError(f"{launch.account} could not write {target}: {error}") from error
    return target


def git(launch: Launch) -> Git:
    """Who asks ``git``: it does what a repository's own settings say, and that is the owner's."""
    return run_client.git_of(Path(launch.kernel_pool)) if launch.account else repositories.here


def work_place(launch: Launch, folder: Path, try_number: int) -> Path:
    """Where the copied files of the try with this folder are: there, beside its log, or in the home of the owner, where
    nothing of it is ours to open."""
    if not launch.account:
        return folder / WORK_NAME
    ours = hashlib.sha256(launch.endpoint["home"].encode()).hexdigest()[:8]  # one account, several Hubs
    home = Path(pwd.getpwnam(launch.account).pw_dir)
    return home / work_folder.PLACE / f"{ours}-{launch.task_instance_id}-{try_number}"


def is_folder(launch: Launch, path: Path) -> bool:
    """Whether there is such a folder, for the owner."""
    if not launch.account:
        return path.is_dir()
    return run_client.ask(Path(launch.kernel_pool), Command(["test", "-d", str(path)])).status == 0


def unpack(launch: Launch, snapshot: str, work: Path) -> snapshots.Snapshot:
    """Copy the files of a snapshot into the folder ``work``. Raises ``OSError`` or a ``SchedulerError``."""
    home = Path(launch.endpoint["home"])
    if not launch.account:
        found = snapshots.unpack(home, snapshot, work)
        work_folder.mark_copied(work)
        return found
    with tempfile.TemporaryFile() as archive:
        snapshots.write_archive(home, snapshot, archive)
        archive.seek(0)
        _work(launch, "archive", work, given=archive)
    return snapshots.read(home, snapshot)


def export(launch: Launch, repository: Repository, commit: str, work: Path) -> None:
    """Copy the files of a commit into the folder ``work``. Raises ``OSError`` or a ``SchedulerError``."""
    if launch.account:
        _work(launch, "commit", work, str(repository.root), commit)
        return
    repository.export(commit, work)
    work_folder.mark_copied(work)


def tidy(launch: Launch, work: Path) -> None:
    """After a success: keep what the run changed or made."""
    if not launch.account:
        work_folder.tidy(work)
        return
    try:
        _work(launch, "tidy", work)
        if is_folder(launch, work):
            log.info("What the run made in its copied files is in %s, for 30 days.", work)
    except (OSError, UnavailableError) as error:
        log.warning("The copied files in %s stay: %s", work, error)


def _work(launch: Launch, what: str, work: Path, *more: str, given: IO[bytes] | None = None) -> None:
    words = [sys.executable, "-m", work_folder.__name__, what, str(work), *more]
    said = run_client.ask(Path(launch.kernel_pool), Command(words), given)
    if said.status:
        raise OSError(said.problem.splitlines()[-1])
