"""The modules that the finder makes: those of the table, and those that stand in for a provider's."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.names import MODULES, names_of
from couture_jupyter.airflow_compat.plugins import registered
from couture_jupyter.airflow_compat.stand_ins import stand_in

# Modules in which plugins and, earlier, providers put names of their own.
OPEN = ("airflow.operators", "airflow.operators.sensors", "airflow.hooks", "airflow.sensors", "airflow.macros")


class TableModule(ModuleType):
    """One module of the table."""

    def __getattr__(self, name: str) -> Any:
        home = names_of(self.__name__).get(name)
        if home is not None:
            return self._keep(name, find(f"{self.__name__}.{name}", home))
        if name.startswith("__"):
            raise AttributeError(name)
        below = f"{self.__name__}.{name}"
        if below in MODULES:
            return importlib.import_module(below)
        return self._keep(name, self._from_elsewhere(name))

    def __setattr__(self, name: str, value: Any) -> None:
        """Python puts each module that is imported into the package above it; there a name of the table goes first:
        ``airflow.sdk.task`` is a module, and ``task`` of ``airflow.sdk`` the decorator."""
        if not (isinstance(value, TableModule) and name in names_of(self.__name__)):
            super().__setattr__(name, value)

    def _from_elsewhere(self, name: str) -> Any:
        """What a plugin brings, a module on disk or of a provider, or a stand-in."""
        if self.__name__ in OPEN:
            found = registered(self.__name__.rpartition(".")[2], name)
            if found is not None:
                return found
            if name[0].isupper():
                return stand_in(self.__name__, name)
        try:
            return importlib.import_module(f"{self.__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{self.__name__}.{name}":
                raise
        raise AttributeError(f'Couture Jupyter has no "{name}" in {self.__name__}.')

    def _keep(self, name: str, value: Any) -> Any:
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *names_of(self.__name__)})


class StandInModule(ModuleType):
    """A module of a provider or a plugin that is not here: whatever is asked of it stands in for the real thing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _, area, plugin = [*self.__name__.split("."), ""][:3]
        found = registered(area, name, plugin) if area != "providers" else None
        value = stand_in(self.__name__, name) if found is None else found
        setattr(self, name, value)
        return value


def find(theirs: str, home: str) -> Any:
    """What of ours stands behind a name of Airflow.

    Raises ``ImportError`` with a sentence when Couture Jupyter does not have it.
    """
    module, _, attribute = home.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("couture_jupyter"):
            raise
    except AttributeError:
        pass
    raise ImportError(f"Couture Jupyter does not have {theirs} yet.", name=theirs)
