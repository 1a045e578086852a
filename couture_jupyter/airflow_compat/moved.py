"""Names that moved from Airflow 1.10's folders into provider packages: found at their new places."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.names import ROOT
from couture_jupyter.airflow_compat.stand_ins import stand_in


class MovedModule(ModuleType):
    """A module of Airflow 1.10 whose content is in a provider package now."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        place, now = new_place(self.__name__, name)
        module = importlib.import_module(place)
        try:
            value = getattr(module, now)
        except AttributeError:
            value = stand_in(place, name)
        setattr(self, name, value)
        return value


def moved_to(module: str) -> str | None:
    """Where most of an old module's names are now; ``None`` when it did not move."""
    words = _table().get(module)
    return f"{ROOT}.{words[0]}" if words else None


def new_place(module: str, name: str) -> tuple[str, str]:
    """The module and the name that an old name has now."""
    words = _table()[module]
    for word in words[1:]:
        old, _, now = word.partition("=")
        if old == name:
            place, _, renamed = now.rpartition(":")
            return f"{ROOT}.{place or words[0]}", renamed
    return f"{ROOT}.{words[0]}", name


@cache
def _table() -> dict[str, list[str]]:
    """Old module -> new module and the names that changed (``Old=New``, ``Old=module:New``)."""
    text = files("couture_jupyter.airflow_compat").joinpath("tables/moved.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return {f"{ROOT}.{old}": words for old, *words in lines}
