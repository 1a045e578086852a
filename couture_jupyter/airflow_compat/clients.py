"""Client libraries of providers, for DAG files that take values from them while the provider is not installed.

Airflow's own examples import messages and enums of ``google.cloud`` beside the operators. Where the operators are
stand-ins these are, too. Only a DAG file, or a module beside it, gets them: for a library that looks whether another
one is there, it is not.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.places import airflow_home, dags_folder
from couture_jupyter.airflow_compat.stand_ins import is_installed, stand_in_for

# The top of a library -> the provider that brings it.
_LIBRARIES = {
    "google": "apache-airflow-providers-google",
    "googleapiclient": "apache-airflow-providers-google",
    "kubernetes": "apache-airflow-providers-cncf-kubernetes",
}
# Airflow 1 came with the library that gave Python 2 the modules of Python 3.
_OLD_NAMES = "future.backports"
_OUTSIDE = ("<frozen importlib", str(Path(importlib.__file__).parent))


class ClientFinder(MetaPathFinder):
    """The last to be asked: nobody else has the module."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """A stand-in for a module of a client library; a module of Python under its old name."""
        if fullname in ("future", _OLD_NAMES) or fullname.startswith(f"{_OLD_NAMES}."):
            return ModuleSpec(fullname, _OldName(), is_package=True)
        provider = _LIBRARIES.get(fullname.partition(".")[0])
        if provider is None or is_installed(provider) or not _asked_by_a_dag_file():
            return None
        return ModuleSpec(fullname, _Client(provider), is_package=True)


class _OldName(Loader):
    """``future.backports.urllib.parse`` is ``urllib.parse``."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        now = spec.name.removeprefix(_OLD_NAMES).lstrip(".")
        return importlib.import_module(now) if now and now != "future" else None

    def exec_module(self, module: ModuleType) -> None:
        """It ran under its own name."""


class _Client(Loader):
    """Makes a module of stand-ins."""

    def __init__(self, provider: str) -> None:
        self._provider = provider

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _ClientModule(spec.name, self._provider)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


class _ClientModule(ModuleType):
    """One module of a library that is not here."""

    def __init__(self, name: str, provider: str) -> None:
        super().__init__(name)
        self._provider = provider

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sentence = (
            f"{self.__name__} is not installed here. It comes with what {self._provider} needs. "
            f"Install it with: pip install --no-deps {self._provider}, and then what the import asks for"
        )
        return stand_in_for(self.__name__, name, sentence)


def _asked_by_a_dag_file() -> bool:
    """Whether the import stands in a DAG file, or in a module of its folder or beside it."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(_OUTSIDE) and name != __file__:
            return Path(name).is_relative_to(dags_folder()) or Path(name).is_relative_to(airflow_home() / "plugins")
        frame = frame.f_back  # type: ignore[assignment]
    return False
