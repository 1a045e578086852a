"""``@asset``: a function that makes an asset becomes a DAG with one task, which has the asset as its outlet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from couture_jupyter.assets import Asset, AssetAll, AssetReference, AssetWatcher, BaseAsset
from couture_jupyter.dags import DAG
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.python import PythonOperator, call_function
from couture_jupyter.runtime import current_task
from couture_jupyter.taskflow import DecoratedTask

Function = Callable[..., Any]
_GIVEN = ("self", "context", "outlet_events")  # arguments that are no assets


class AssetFunctionOperator(PythonOperator):
    """Calls the function of an ``@asset``. Its arguments are assets by their names, the inlets of the task; ``self`` is
    the asset that it makes, ``context`` and ``outlet_events`` are what they always are."""

    def __init__(self, *, made: Asset | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.made = made

    def call(self, context: Context) -> Any:
        """The function's return value."""
        given = {"self": self.made, "context": context, "outlet_events": context["outlet_events"]}
        wanted = _wanted(self.python_callable)
        values = {name: given[name] if name in given else _asset(name) for name in wanted}
        return call_function(self.python_callable, (), values, context)


def _wanted(function: Function) -> list[str]:
    """The arguments that must be given. ``DagError`` for those that cannot be."""
    parameters = inspect.signature(function).parameters.values()
    for each in parameters:
        is_nameless = each.kind is each.POSITIONAL_ONLY and each.default is each.empty
        if is_nameless or each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            raise DagError(f'The function {_name(function)} under @asset cannot have the argument "{each}".')
    return [each.name for each in parameters if each.default is each.empty]


def _asset(name: str) -> Asset:
    found = current_task.get().find_asset(name)
    if found is None:
        raise LookupError(f'There is no asset called "{name}".')
    return Asset(**found)


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", function))


def _make_task(function: Function, outlets: list[BaseAsset], made: Asset | None) -> None:
    if isinstance(function, DecoratedTask):
        function.override(outlets=outlets)()
        return
    inlets = [AssetReference(name) for name in _wanted(function) if name not in _GIVEN]
    AssetFunctionOperator(task_id=_name(function), python_callable=function, made=made, inlets=inlets, outlets=outlets)


class AssetDefinition(Asset):
    """The asset that a function makes; its DAG is there."""

    def __init__(self, function: Function, dag_arguments: dict[str, Any], **facts: Any) -> None:
        super().__init__(**facts)
        with DAG(dag_arguments.pop("dag_id", None) or self.name, **dag_arguments) as self.dag:
            _make_task(function, [self], self)

    def iter_outlets(self) -> Iterator[BaseAsset]:
        """Itself."""
        yield self


class MultiAssetDefinition(AssetAll):
    """The assets that a function makes together; in a schedule, all of them."""

    def __init__(self, function: Function, dag_arguments: dict[str, Any], outlets: Iterable[BaseAsset]) -> None:
        super().__init__(*outlets)
        self.name = _name(function)
        if not self.objects:
            raise DagError(f"@asset.multi over {self.name} has no outlets.")
        with DAG(dag_arguments.pop("dag_id", None) or self.name, **dag_arguments) as self.dag:
            _make_task(function, list(self.objects), None)

    def iter_outlets(self) -> Iterator[BaseAsset]:
        """The assets."""
        yield from self.objects


class asset:  # noqa: N801 - Airflow's name of a decorator
    """``@asset(schedule="@daily")`` over a function: the asset is called as the function, and so are its DAG and task.

    Args:
        schedule: of the DAG; may be other assets.
        name, uri, group, extra, watchers: of the asset.
        dag_arguments: arguments of the DAG, such as ``dag_id`` and ``tags``.
    """

    def __init__(
        self,
        *,
        schedule: Any,
        name: str | None = None,
        uri: Any = None,
        group: str | None = None,
        extra: Mapping[str, Any] | None = None,
        watchers: Iterable[AssetWatcher] | None = None,
        **dag_arguments: Any,
    ) -> None:
        self._facts = {"uri": uri, "group": group, "extra": extra, "watchers": watchers}
        self._name = name
        self._dag_arguments = {"schedule": schedule, **dag_arguments}

    def __call__(self, function: Function) -> AssetDefinition:
        name = self._name or _name(function)
        facts = {**self._facts, "uri": self._facts["uri"] or name}
        return AssetDefinition(_outermost(function), dict(self._dag_arguments), name=name, **facts)

    class multi:  # noqa: N801 - Airflow's name of a decorator
        """``@asset.multi(outlets=[a, b], schedule=…)``: a function that makes several assets."""

        def __init__(self, *, schedule: Any, outlets: Iterable[BaseAsset], **dag_arguments: Any) -> None:
            self._outlets = list(outlets)
            self._dag_arguments = {"schedule": schedule, **dag_arguments}

        def __call__(self, function: Function) -> MultiAssetDefinition:
            return MultiAssetDefinition(_outermost(function), dict(self._dag_arguments), self._outlets)


def _outermost(function: Function) -> Function:
    """The function, unless it is in another one: a task could not find it."""
    inner = function.function if isinstance(function, DecoratedTask) else function
    if _name(inner) != getattr(inner, "__qualname__", _name(inner)):
        raise DagError(f"The function {_name(inner)} under @asset must not be inside another one.")
    return function
