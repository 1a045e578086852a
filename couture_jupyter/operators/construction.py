"""How an operator is made: default arguments reach every level of its classes, mistakes are named.

Airflow's rules: operators take keyword arguments only; a missing argument of any ``__init__`` in the class's
line is looked up in ``default_args`` (the DAG's, then the task groups', then the task's own).
"""

from __future__ import annotations

import functools
import inspect
from abc import ABCMeta
from collections.abc import Callable, Mapping
from typing import Any

from couture_jupyter import authoring
from couture_jupyter.exceptions import DagError

_EMPTY = inspect.Parameter.empty


class OperatorMeta(ABCMeta):
    """Wraps each ``__init__`` and finishes each new operator."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **rest: Any) -> OperatorMeta:
        """Wrap the class's own ``__init__``, if it has one."""
        if "__init__" in namespace:
            is_base = not any(isinstance(each, OperatorMeta) for each in bases)
            namespace["__init__"] = _with_defaults(namespace["__init__"], is_base)
        return super().__new__(mcs, name, bases, namespace, **rest)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make an operator."""
        operator = super().__call__(*args, **kwargs)
        if "task_id" not in operator.__dict__:
            raise DagError(f"{cls.__name__}.__init__ does not call super().__init__(**kwargs).")
        operator.finish_construction()
        return operator


def _with_defaults(init: Callable[..., None], is_base: bool) -> Callable[..., None]:
    parameters = list(inspect.signature(init).parameters.values())[1:]
    named = {
        each.name: each.default for each in parameters if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
    }
    required = [name for name, default in named.items() if default is _EMPTY]

    @functools.wraps(init)
    def construct(self: Any, *args: Any, **kwargs: Any) -> None:
        label = type(self).__name__
        if args:
            raise DagError(f"{label}: use keyword arguments, e.g. {label}(task_id={args[0]!r}).")
        defaults = _defaults_for(self, kwargs)
        names = (*named, *self.base_arguments) if is_base else named
        kwargs.update({name: defaults[name] for name in names if name not in kwargs and name in defaults})
        missing = [name for name in required if name not in kwargs]
        if missing:
            raise DagError(f"{label}{_called(kwargs)} needs the argument {_listed(missing)}.")
        self.__dict__["given_arguments"].update(kwargs)
        init(self, **kwargs)

    construct.__dict__["parameter_names"] = tuple(named)
    construct.__dict__["required_names"] = frozenset(required)
    return construct


def _defaults_for(operator: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The default arguments, gathered once, at the outermost ``__init__``."""
    state = operator.__dict__
    if "default_args" not in state:
        state["default_args"] = gathered_defaults(kwargs)
        state["given_arguments"] = {}
    defaults: dict[str, Any] = state["default_args"]
    return defaults


def gathered_defaults(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The default arguments for an operator with these ``arguments``: the DAG's, the groups', its own."""
    group = arguments.get("task_group") or authoring.current_group()
    dag = arguments.get("dag") or authoring.current_dag() or (group.dag if group else None)
    return {
        **(dag.default_args if dag else {}),
        **(group.merged_default_args() if group else {}),
        **(arguments.get("default_args") or {}),
    }


def parameter_names(cls: type) -> set[str]:
    """The names of the arguments that the ``__init__``s of this class and its bases spell out."""
    names: set[str] = set()
    for each in cls.__mro__:
        names.update(getattr(each.__dict__.get("__init__"), "parameter_names", ()))
    return names


def required_names(cls: type) -> frozenset[str]:
    """The names of the arguments that making a ``cls`` cannot do without."""
    names: frozenset[str] = getattr(cls.__init__, "required_names", frozenset())  # type: ignore[misc]
    return names


def _called(kwargs: dict[str, Any]) -> str:
    return f' "{kwargs["task_id"]}"' if "task_id" in kwargs else ""


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
