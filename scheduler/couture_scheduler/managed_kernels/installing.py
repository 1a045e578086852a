"""Installs managed kernels: an environment made from the lock file, and a kernelspec that starts in it.

``data`` is a data folder of Jupyter: the kernelspec is ``<data>/kernels/<name>/``, the environment
``<data>/couture/environments/<digest of the lock>/``. Kernels with the same lock share it. A kernelspec is changed
once its environment is whole, so that what is there goes on working should anything fail.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from couture_scheduler.environments.building import Tell, environment
from couture_scheduler.environments.pruning import prune_unneeded
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.managed_kernels.catalogue import ManagedKernel

HOME = "couture"
_OURS = "couture_jupyter"  # in the kernelspec's metadata: the digest of the lock that it was made from


class State(StrEnum):
    """What there is of a managed kernel."""

    INSTALLED = "installed"
    OUTDATED = "outdated"  # an older version made it, or its Python is gone
    FOREIGN = "not managed"  # somebody else's kernelspec has the name
    MISSING = "not installed"


@dataclass(frozen=True, slots=True)
class Installed:
    """A managed kernel, with the folder of its kernelspec if there is one."""

    kernel: ManagedKernel
    state: State
    folder: Path | None


def look(kernel: ManagedKernel, datas: Iterable[Path]) -> Installed:
    """What there is of a kernel in the first of these data folders that has one of its name."""
    for data in datas:
        folder = _spec_folder(kernel, data)
        if folder.is_dir():
            return Installed(kernel, _state(kernel, folder), folder)
    return Installed(kernel, State.MISSING, None)


def install(kernel: ManagedKernel, data: Path, tell: Tell, say: Tell) -> Path:
    """Install a kernel, or bring it up to date; the folder of its kernelspec.

    ``tell`` hears what is done, ``say`` each line of the installer. Raises ``BuildFailed``, and ``ConflictError`` where
    somebody else's kernelspec has the name.
    """
    folder = _spec_folder(kernel, data)
    _refuse_foreign(kernel, folder)
    wanted = read_requirements(kernel.lock)
    with environment(data / HOME, wanted, tell, say) as python:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / "kernel.json", json.dumps(_spec_of(kernel, python, wanted.digest), indent=1))
    prune_unneeded(data / HOME, _digests(data))
    return folder


def remove(kernel: ManagedKernel, data: Path) -> None:
    """Remove a kernel, and its environment if nobody else needs it. Raises what ``require_ours`` raises."""
    shutil.rmtree(require_ours(kernel, data))
    prune_unneeded(data / HOME, _digests(data))


def require_ours(kernel: ManagedKernel, data: Path) -> Path:
    """The folder of its kernelspec. ``NotFoundError`` where it is not installed, ``ConflictError`` where the name is
    somebody else's kernelspec."""
    folder = _spec_folder(kernel, data)
    if not folder.is_dir():
        raise NotFoundError(f"The kernel {kernel.name!r} is not installed in {data}.")
    _refuse_foreign(kernel, folder)
    return folder


def _spec_folder(kernel: ManagedKernel, data: Path) -> Path:
    return data / "kernels" / kernel.name


def _refuse_foreign(kernel: ManagedKernel, folder: Path) -> None:
    if folder.is_dir() and _state(kernel, folder) is State.FOREIGN:
        raise ConflictError(
            f"There is a kernel {kernel.name!r} in {folder} that was not installed by couture. It stays as it is; "
            f"to make room, remove it: jupyter kernelspec remove {kernel.name}"
        )


def _state(kernel: ManagedKernel, folder: Path) -> State:
    if _digest(folder) is None:
        return State.FOREIGN
    spec = _spec(folder)
    python = Path(spec["argv"][0])
    wanted = _spec_of(kernel, python, read_requirements(kernel.lock).digest)
    return State.INSTALLED if python.exists() and spec == wanted else State.OUTDATED


def _digest(folder: Path) -> str | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(_spec(folder)["metadata"][_OURS]["lock"])
    return None


def _spec(folder: Path) -> Any:
    return json.loads((folder / "kernel.json").read_bytes())


def _digests(data: Path) -> set[str]:
    return {found for each in (data / "kernels").glob("*") if (found := _digest(each)) is not None}


def _spec_of(kernel: ManagedKernel, python: Path, digest: str) -> dict[str, Any]:
    return {
        "argv": [str(python), "-m", kernel.module, "-f", "{connection_file}"],
        "display_name": kernel.display_name,
        "language": kernel.language,
        "metadata": {"debugger": kernel.module == "ipykernel_launcher", _OURS: {"lock": digest}},
    }
