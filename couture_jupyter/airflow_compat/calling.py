"""Calling functions and loading modules, as Airflow's own helpers for it do."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from datetime import datetime
from functools import cache as cache
from functools import cached_property as cached_property
from types import ModuleType
from typing import Any

from couture_jupyter.airflow_compat.values import AIRFLOW_VAR_NAME_FORMAT_MAPPING


def import_string(dotted_path: str) -> Any:
    """What ``package.module.name`` names. ``ImportError`` when there is no such thing."""
    module, _, name = dotted_path.rpartition(".")
    if not module:
        raise ImportError(f"{dotted_path} does not name a module and something in it.")
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        raise ImportError(f'The module "{module}" has no "{name}".') from None


def qualname(o: Any, *args: Any, **kwargs: Any) -> str:
    """The dotted path of a class, a function, or an object's class."""
    named = o if hasattr(o, "__qualname__") else type(o)
    return f"{named.__module__}.{named.__qualname__}" if named.__module__ else str(named.__qualname__)


def iter_namespace(ns: ModuleType) -> Iterator[str]:
    """The dotted names of the modules in a package."""
    return (found.name for found in pkgutil.iter_modules(ns.__path__, f"{ns.__name__}."))


def is_async_callable(func: Any) -> bool:
    """Whether calling it gives something to await."""
    while isinstance(func, functools.partial):
        func = func.func
    called = type(func).__call__ if callable(func) else func
    return inspect.iscoroutinefunction(func) or inspect.iscoroutinefunction(called)


class KeywordParameters:
    """The part of a context that a function takes."""

    def __init__(self, kwargs: Mapping[str, Any]) -> None:
        self._kwargs = dict(kwargs)

    @classmethod
    def determine(cls, func: Callable[..., Any], args: Collection[Any], kwargs: Mapping[str, Any]) -> KeywordParameters:
        """All of ``kwargs`` for a function that takes any, else those that it names and ``args`` do not fill."""
        parameters = list(inspect.signature(func).parameters.values())
        if any(each.kind is each.VAR_KEYWORD for each in parameters):
            return cls(kwargs)
        filled = {each.name for each in parameters[: len(args)]}
        clash = sorted(filled & set(kwargs))
        if clash:
            raise ValueError(f"The argument {clash[0]!r} has the name of a value of the context. Call it differently.")
        return cls({each.name: kwargs[each.name] for each in parameters if each.name in kwargs})

    def unpacking(self) -> dict[str, Any]:
        """The keyword arguments."""
        return self._kwargs


def determine_kwargs(func: Callable[..., Any], args: Collection[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a context that ``func`` takes."""
    return KeywordParameters.determine(func, args, kwargs).unpacking()


def context_merge(context: MutableMapping[str, Any], *args: Any, **kwargs: Any) -> None:
    """Put more into a context."""
    context.update(*args, **kwargs)


def context_to_airflow_vars(context: Mapping[str, Any], in_env_var_format: bool = False) -> dict[str, str]:
    """What tells another program which task it works for: texts by ``airflow.ctx.…`` or ``AIRFLOW_CTX_…``."""
    task, run, ti = context.get("task"), context.get("dag_run"), context.get("task_instance")
    known = {
        "DAG_ID": getattr(ti, "dag_id", None),
        "TASK_ID": getattr(ti, "task_id", None),
        "EXECUTION_DATE": getattr(run, "logical_date", None),
        "TRY_NUMBER": getattr(ti, "try_number", None),
        "DAG_RUN_ID": getattr(run, "run_id", None),
        "DAG_OWNER": getattr(task, "owner", None),
        "DAG_EMAIL": getattr(task, "email", None),
    }
    form = "env_var_format" if in_env_var_format else "default"
    names = AIRFLOW_VAR_NAME_FORMAT_MAPPING
    return {names[f"AIRFLOW_CONTEXT_{name}"][form]: _text(value) for name, value in known.items() if value}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return ",".join(value) if isinstance(value, list) else str(value)
