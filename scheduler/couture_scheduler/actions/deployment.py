"""What a person may ask about this installation: its settings, providers and plugins."""

from __future__ import annotations

import ast
import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.actions.configuration import shown_settings
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import NotFoundError

PROVIDERS = "apache-airflow-providers-"
_PLUGIN = "AirflowPlugin"
_AREAS = ("operators", "sensors", "hooks", "macros", "timetables")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of Airflow's that is installed: DAG files may use it."""

    package: str
    version: str
    description: str


@dataclass(frozen=True, slots=True)
class PluginError:
    """A file of plugins that cannot be read, and why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin class, read without running it: ``things`` holds the names that it lists, by area."""

    name: str
    source: str
    things: dict[str, list[str]]


@needs("config:read")
def configuration(ctx: ActionContext) -> dict[str, str]:
    """The settings in force, with ``***`` for what is secret. ``NotFoundError`` unless ``expose_config`` is set."""
    settings = ctx.settings
    if not settings.expose_config:
        raise NotFoundError("The settings are not shown: an administrator would have to set expose_config.")
    return shown_settings(settings, ctx.store)


@needs("engine:read")
def list_providers(ctx: ActionContext) -> list[Provider]:
    """The providers that are installed beside us, by name."""
    found = {
        each.name: Provider(each.name, each.version, each.metadata["Summary"] or "")
        for each in importlib.metadata.distributions()
        if (each.name or "").startswith(PROVIDERS)
    }
    return [found[name] for name in sorted(found)]


@needs("engine:read")
def list_plugins(ctx: ActionContext) -> list[Plugin]:
    """The plugin classes in the ``plugins`` folders in and beside the DAG folder, by name."""
    found = [plugin for file in _plugin_files(ctx) for plugin in _plugins_in(file, ctx.settings.workspace)]
    return sorted(found, key=lambda plugin: plugin.name)


@needs("importErrors:read")
def list_plugin_errors(ctx: ActionContext) -> list[PluginError]:
    """The files in these folders that are no Python that can be read, by their paths."""
    found: list[PluginError] = []
    for file in _plugin_files(ctx):
        try:
            ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError) as error:
            found.append(PluginError(_told(file, ctx.settings.workspace), f"{type(error).__name__}: {error}"))
    return sorted(found, key=lambda each: each.source)


def _plugin_files(ctx: ActionContext) -> list[Path]:
    folders = [ctx.settings.dags_folder / "plugins", ctx.settings.dags_folder.parent / "plugins"]
    return [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*.py"))]


def _told(file: Path, workspace: Path) -> str:
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.name


def _plugins_in(file: Path, workspace: Path) -> Iterator[Plugin]:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return  # see list_plugin_errors
    source = _told(file, workspace)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith(_PLUGIN) for base in node.bases):
            yield _plugin(node, source)


def _plugin(node: ast.ClassDef, source: str) -> Plugin:
    name, things = node.name, dict[str, list[str]]()
    for statement in node.body:
        if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
            continue
        target, value = statement.targets[0].id, statement.value
        if target == "name" and isinstance(value, ast.Constant):
            name = str(value.value)
        elif target in _AREAS and isinstance(value, ast.List | ast.Tuple):
            things[target] = [ast.unparse(each) for each in value.elts]
    return Plugin(name, source, things)
