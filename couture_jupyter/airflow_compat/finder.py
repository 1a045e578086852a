"""The import finder behind ``import airflow``. Installed while a DAG file is read or a task runs; nowhere else."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.names import MODULES, names_of

_DISTRIBUTIONS = ("apache-airflow", "apache-airflow-core", "apache-airflow-task-sdk")


def install() -> bool:
    """From now on ``airflow`` is us in this process. Does nothing, and says so with ``False``, when Airflow itself is
    installed."""
    if any(isinstance(finder, AirflowFinder) for finder in sys.meta_path):
        return True
    if _airflow_is_installed():
        return False
    sys.meta_path.insert(0, AirflowFinder())
    return True


def _airflow_is_installed() -> bool:
    for name in _DISTRIBUTIONS:
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        return True
    return False


class AirflowFinder(MetaPathFinder):
    """Finds the modules of the table."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """A module of the table, or ``None``."""
        if fullname not in MODULES:
            return None
        return ModuleSpec(fullname, _TableLoader(), is_package=True)


class _TableLoader(Loader):
    """Makes a module whose names are looked up when they are used."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _TableModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run: names are found in ``__getattr__``."""


class _TableModule(ModuleType):
    """One module of Airflow."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        home = names_of(self.__name__).get(name)
        if home is not None:
            module, _, attribute = home.partition(":")
            value = getattr(importlib.import_module(module), attribute)
            setattr(self, name, value)
            return value
        if f"{self.__name__}.{name}" in MODULES:
            return importlib.import_module(f"{self.__name__}.{name}")
        raise AttributeError(f'Couture Jupyter has no "{name}" in {self.__name__} yet.')

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *names_of(self.__name__)})
