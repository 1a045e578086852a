"""Callbacks that are named or carry arguments, as deadlines take them; and how callbacks are called."""

from __future__ import annotations

import importlib
import inspect
import logging
from collections.abc import Callable, Iterable
from typing import Any

from couture_jupyter.coroutines import run_coroutine
from couture_jupyter.exceptions import DagError

Context = dict[str, Any]

log = logging.getLogger("couture.task")


class _Callback:
    """A function, or a notifier's class, and the arguments that it is called with.

    Args:
        callback_callable: the function or the class, or its dotted path.
        kwargs: its arguments; texts in them are templates where the callable is a notifier.

    Raises:
        DagError: it cannot be called, or ``kwargs`` hold ``context``, which it gets anyway.
    """

    def __init__(self, callback_callable: Callable[..., Any] | str, kwargs: dict[str, Any] | None = None) -> None:
        if not callable(callback_callable) and not _is_path(callback_callable):
            raise DagError(f"A callback is a function or its dotted path, not {callback_callable!r}.")
        if kwargs and "context" in kwargs:
            raise DagError('The argument "context" of a callback is given by the engine: leave it out.')
        self.callback_callable = callback_callable
        self.kwargs = kwargs or {}

    @property
    def path(self) -> str:
        """The dotted path, for people."""
        found = self.callback_callable
        return str(found) if isinstance(found, str) else f"{found.__module__}.{getattr(found, '__qualname__', found)}"

    def __call__(self, context: Context) -> None:
        """Call it."""
        given_as: Any = self.callback_callable
        function = _found(given_as) if isinstance(given_as, str) else given_as
        if inspect.isclass(function):
            notifier: Any = function(**self.kwargs)
            notifier(context)
            return
        given = {**self.kwargs, "context": context} if _takes_context(function) else self.kwargs
        result = function(**given)
        if inspect.isawaitable(result):
            run_coroutine(_awaited(result))

    def __eq__(self, other: object) -> bool:
        same = type(other) is type(self)
        return same and (self.path, self.kwargs) == (other.path, other.kwargs)  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path})"


class AsyncCallback(_Callback):
    """A coroutine function, or a notifier's class."""


class SyncCallback(_Callback):
    """A function. ``executor`` is accepted for Airflow's sake: it runs where tasks run."""

    def __init__(
        self,
        callback_callable: Callable[..., Any] | str,
        kwargs: dict[str, Any] | None = None,
        executor: str | None = None,
    ) -> None:
        super().__init__(callback_callable, kwargs)
        self.executor = executor


def as_list(value: Any) -> list[Callable[..., Any]]:
    """The callbacks that an author gave as one, several or none."""
    found = list(value) if isinstance(value, list | tuple | set) else [value]
    return [each for each in found if each is not None]


def call_each(functions: Iterable[Callable[[Context], Any]], context: Context, sentence: str) -> list[Exception]:
    """Call the author's functions, also those after one that failed: its error is logged with ``sentence``. The
    errors."""
    errors: list[Exception] = []
    for function in functions:
        try:
            function(context)
        except Exception as error:
            log.exception(sentence)
            errors.append(error)
    return errors


def _is_path(value: Any) -> bool:
    parts = value.split(".") if isinstance(value, str) else []
    return len(parts) > 1 and all(part.isidentifier() for part in parts)


def _found(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _takes_context(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters
    return "context" in parameters or any(each.kind is each.VAR_KEYWORD for each in parameters.values())


async def _awaited(result: Any) -> None:
    await result
