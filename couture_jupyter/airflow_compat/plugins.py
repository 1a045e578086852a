"""Airflow's plugins: classes that bring operators, hooks, sensors, macros and timetables of a DAG folder's own."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from couture_jupyter.airflow_compat.places import plugin_folders
from couture_jupyter.exceptions import CoutureError

Function = TypeVar("Function", bound=Callable[..., Any])
_loaded: dict[Path, list[type[AirflowPlugin]]] = {}


class AirflowPlugin:
    """Subclasses list what they bring. ``name`` is the module under which it appears (``airflow.operators.<name>``).

    Operators, hooks, sensors and macros can be imported from there and from ``airflow.operators`` and so on; the rest
    is for Airflow's own server and is not read.
    """

    name: ClassVar[str | None] = None
    operators: ClassVar[list[Any]] = []
    sensors: ClassVar[list[Any]] = []
    hooks: ClassVar[list[Any]] = []
    macros: ClassVar[list[Any]] = []
    timetables: ClassVar[list[Any]] = []

    @classmethod
    def on_load(cls, *args: Any, **kwargs: Any) -> None:
        """Called when the plugin is loaded."""


class PluginError(CoutureError):
    """A file in ``plugins`` could not be read."""


def registered(area: str, name: str, plugin: str = "") -> Any:
    """What a plugin (the one called ``plugin``) brings as ``name`` in an ``area``: operators, hooks, sensors, macros;
    ``None`` when none does."""
    for each in _plugins():
        if plugin in ("", each.name):
            for thing in getattr(each, area, ()):
                if getattr(thing, "__name__", None) == name:
                    return thing
    return None


def hookimpl(function: Function | None = None, **rest: Any) -> Any:
    """Marks a listener's function. Listeners are for Airflow's server; nothing calls them here."""
    return function if function is not None else lambda decorated: decorated


def _plugins() -> Iterator[type[AirflowPlugin]]:
    for folder in plugin_folders():
        for file in sorted(folder.rglob("*.py")):
            if not any(part.startswith((".", "__pycache__")) for part in file.relative_to(folder).parts):
                yield from _plugins_of(file, folder)


def _plugins_of(file: Path, folder: Path) -> list[type[AirflowPlugin]]:
    if file not in _loaded:
        _loaded[file] = []  # a plugin that imports one of its own names must not come here again
        if b"AirflowPlugin" in file.read_bytes():
            module = _import(file, folder)
            _loaded[file] = [each for each in vars(module).values() if _is_plugin(each)]
            for each in _loaded[file]:
                each.on_load()
    return _loaded[file]


def _import(file: Path, folder: Path) -> ModuleType:
    """The module of a file, under the name by which DAG files import it."""
    inner = file.relative_to(folder).with_suffix("").parts
    name = ".".join(inner[:-1] if inner[-1] == "__init__" and len(inner) > 1 else inner)
    if name in sys.modules and getattr(sys.modules[name], "__file__", None) == str(file):
        return sys.modules[name]
    try:
        return importlib.import_module(name) if _is_found(name, file) else _import_alone(name, file)
    except (SyntaxError, ImportError) as error:
        raise PluginError(f"The plugin {file} cannot be read: {error}") from error


def _is_found(name: str, file: Path) -> bool:
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return False
    return found is not None and found.origin == str(file)


def _import_alone(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"couture_plugin_{name.replace('.', '_')}", file)
    if spec is None or spec.loader is None:
        raise PluginError(f"The plugin {file} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _is_plugin(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, AirflowPlugin) and value is not AirflowPlugin
