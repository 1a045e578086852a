"""The import finder behind ``import airflow``. Installed while a DAG file is read or a task runs; nowhere else.

A module of Airflow is, in this order: one of the table (``names``); part of a provider that is installed; what a plugin
of the DAG folder registered; a stand-in for a provider that is not installed (``stand_ins``).
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.clients import ClientFinder
from couture_jupyter.airflow_compat.modules import OPEN, StandInModule, TableModule
from couture_jupyter.airflow_compat.moved import MovedModule, moved_to
from couture_jupyter.airflow_compat.names import MODULES, ROOT

_DISTRIBUTIONS = ("apache-airflow", "apache-airflow-core", "apache-airflow-task-sdk")
# Where provider packages had or have their places: whatever is not ours there is a provider's or a plugin's.
_VENDORS = ("providers", "contrib", "operators", "hooks", "sensors", "kubernetes", "macros")
# These come with Airflow itself: ours stand for them also when they are installed.
_ALWAYS_OURS = ("airflow.providers.standard", "airflow.providers.common.compat")
_set_aside: dict[str, ModuleType] = {}


def install() -> bool:
    """From now on ``airflow`` is us in this process. Does nothing, and says so with ``False``, when Airflow itself is
    installed."""
    if _installed():
        return True
    if airflow_is_installed():
        return False
    sys.meta_path.insert(0, AirflowFinder())
    sys.meta_path.append(ClientFinder())
    sys.modules.update(_set_aside)
    _set_aside.clear()
    return True


def uninstall() -> None:
    """``airflow`` means nothing of ours any more; what was imported is set aside for the next time."""
    if _installed() is None:
        return
    sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, AirflowFinder | ClientFinder)]
    for name in [each for each in sys.modules if each == ROOT or each.startswith(f"{ROOT}.")]:
        _set_aside[name] = sys.modules.pop(name)


@contextmanager
def airflow_names() -> Iterator[None]:
    """``airflow`` is us within the block, unless it is everywhere already."""
    if _installed() or not install():
        yield
        return
    try:
        yield
    finally:
        uninstall()


def airflow_is_installed() -> bool:
    """Whether Airflow itself is here; then it is left alone."""
    for name in _DISTRIBUTIONS:
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        return True
    return False


def _installed() -> MetaPathFinder | None:
    return next((finder for finder in sys.meta_path if isinstance(finder, AirflowFinder)), None)


class AirflowFinder(MetaPathFinder):
    """Finds whatever begins with ``airflow``."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """A module of the table, of a provider, or a stand-in; ``None`` for all else."""
        if fullname != ROOT and not fullname.startswith(f"{ROOT}."):
            return None
        real = _real(fullname, path)
        if real is not None:
            return real
        if fullname in MODULES:
            return _spec(fullname, TableModule)
        if moved_to(fullname) is not None:
            return _spec(fullname, MovedModule)
        if _may_stand_in(fullname):
            return _spec(fullname, StandInModule)
        return _spec(fullname, ModuleType) if _folders(fullname) else None


def _real(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """A file of an installed provider, or beside the DAG file; folders without an ``__init__.py`` stay ours."""
    if fullname == ROOT or (fullname in MODULES and not _may_be_installed(fullname)):
        return None
    found = PathFinder.find_spec(fullname, path if path is not None else _folders(ROOT))
    return found if found is not None and found.loader is not None and found.origin else None


def _may_be_installed(fullname: str) -> bool:
    return fullname.startswith(f"{ROOT}.providers.") and not fullname.startswith(_ALWAYS_OURS)


def _may_stand_in(fullname: str) -> bool:
    """Whether the module may be a provider's or a plugin's: what is in a module of ours is ours or an error."""
    parent = fullname.rpartition(".")[0]
    if fullname.split(".")[1] not in _VENDORS or fullname.startswith(_ALWAYS_OURS) or moved_to(parent):
        return False
    return parent == ROOT or not MODULES.get(parent) or parent in OPEN


def _spec(fullname: str, kind: type[ModuleType]) -> ModuleSpec:
    spec = ModuleSpec(fullname, _Loader(kind), is_package=True)
    spec.submodule_search_locations = _folders(fullname)
    return spec


def _folders(package: str) -> list[str]:
    """The folders of ``package`` on the import path, and folders of the path that are called so themselves: DAG files
    may lie in a package, as Airflow's own examples do."""
    parts = package.split(".")
    found = [Path(entry or ".").joinpath(*parts) for entry in sys.path]
    found += [Path(entry) for entry in sys.path if len(parts) > 1 and Path(entry).parts[-len(parts) :] == tuple(parts)]
    return [str(folder) for folder in dict.fromkeys(found) if folder.is_dir()]


class _Loader(Loader):
    """Makes a module whose names are looked up when they are used."""

    def __init__(self, kind: type[ModuleType]) -> None:
        self._kind = kind

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._kind(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run: names are found in ``__getattr__``."""
