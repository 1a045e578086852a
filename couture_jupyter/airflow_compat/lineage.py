"""Lineage as hooks report it: they may, and nobody collects it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class NoOpCollector:
    """Takes what hooks report, and keeps nothing."""

    def add_input_asset(self, *args: Any, **kwargs: Any) -> None:
        """What a hook read."""

    def add_output_asset(self, *args: Any, **kwargs: Any) -> None:
        """What a hook wrote."""

    def add_extra(self, *args: Any, **kwargs: Any) -> None:
        """What else a hook tells."""

    add_input_dataset = add_input_asset
    add_output_dataset = add_output_asset


HookLineageCollector = HookLineage = NoOpCollector
_collector = NoOpCollector()


def get_hook_lineage_collector() -> NoOpCollector:
    """The one that keeps nothing."""
    return _collector


def send_sql_hook_lineage(*args: Any, **kwargs: Any) -> None:
    """What a statement read and wrote: not kept."""


def prepare_lineage(func: Function) -> Function:
    """Airflow 1's decorator for ``pre_execute``; it has nothing to add."""
    return func


apply_lineage = prepare_lineage


def require_openlineage_version(*args: Any, **kwargs: Any) -> Any:
    """Decorates what an operator tells OpenLineage. Nobody asks for it here, so no version is looked for."""
    return args[0] if args and callable(args[0]) else lambda function: function


def unchanged_properties(properties: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """A job's properties, without anything about OpenLineage in them."""
    return properties
