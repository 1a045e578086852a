"""Files of the workspace, read and written with the rights of whose notebook it is.

The worker is the service's, and the service may open what the person may not: its own folder. A path that a person
gives, or that their code exchanges for a link meanwhile, must lead the worker nowhere else than it leads them.
"""

from __future__ import annotations

from pathlib import Path

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.notebook_files import copy_into_place
from couture_scheduler.engine.launch import Launch
from couture_scheduler.errors import UnavailableError
from couture_scheduler.kernels import run_client


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
