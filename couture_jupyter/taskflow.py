"""``@task``: a function becomes a task when it is called in a DAG; what it returns can be passed to the next.

``@task.<kind>`` makes another kind of task. The kinds are a registry: ``register_kind(name, operator, …)``.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from couture_jupyter import authoring
from couture_jupyter.arguments import refuse_unknown
from couture_jupyter.context_names import CONTEXT_NAMES
from couture_jupyter.exceptions import DagError
from couture_jupyter.expansion import ArgumentDicts, ArgumentLists, Expansion
from couture_jupyter.mapping import MappedOperator
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.base_arguments import BASE_ALIASES, BASE_ARGUMENTS
from couture_jupyter.operators.construction import gathered_defaults
from couture_jupyter.trigger_rules import TriggerRule
from couture_jupyter.xcom_args import XComArg


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task: ``operator`` is ``"module:class"``, imported when it is first used. ``multiple_outputs`` says
    whether that is inferred from what the function says it returns."""

    name: str
    operator: str
    infers_multiple_outputs: bool = True

    def operator_class(self) -> type[BaseOperator]:
        """The operator that calls the function."""
        module, _, name = self.operator.partition(":")
        made: type[BaseOperator] = getattr(importlib.import_module(module), name)
        return made


_OPERATORS = "couture_jupyter.operators"
_KINDS: dict[str, Kind] = {}


def register_kind(name: str, operator: str, *, infers_multiple_outputs: bool = True) -> None:
    """From now on there is ``@task.<name>``: its tasks are ``operator`` (``"module:class"``), which takes
    ``python_callable``, ``op_args`` and ``op_kwargs``."""
    _KINDS[name] = Kind(name, operator, infers_multiple_outputs)


def kinds() -> list[str]:
    """The names after ``@task.``."""
    return sorted(_KINDS)


register_kind("python", f"{_OPERATORS}.python:PythonOperator")
register_kind("branch", f"{_OPERATORS}.branch:BranchPythonOperator", infers_multiple_outputs=False)
register_kind("short_circuit", f"{_OPERATORS}.branch:ShortCircuitOperator")
register_kind("bash", f"{_OPERATORS}.bash_function:BashFunctionOperator", infers_multiple_outputs=False)
register_kind("sensor", "couture_jupyter.sensors.python:PythonSensor", infers_multiple_outputs=False)
register_kind("virtualenv", f"{_OPERATORS}.virtualenv:PythonVirtualenvOperator")
register_kind("external_python", f"{_OPERATORS}.virtualenv:ExternalPythonOperator")
for _name, _class in (
    ("branch_virtualenv", "BranchPythonVirtualenvOperator"),
    ("branch_external_python", "BranchExternalPythonOperator"),
):
    register_kind(_name, f"{_OPERATORS}.virtualenv:{_class}", infers_multiple_outputs=False)


class DecoratedTask:
    """A decorated function. Calling it in a DAG makes a task and gives what that task will return."""

    def __init__(
        self,
        function: Callable[..., Any],
        kind: Kind,
        arguments: dict[str, Any],
        role: dict[str, bool] | None = None,
    ) -> None:
        if not callable(function):
            raise DagError(f"@task takes its arguments by name; {function!r} is no function.")
        _check_parameters(function)
        self.function = function
        self._kind = kind
        self._arguments = {BASE_ALIASES.get(name, name): value for name, value in arguments.items()}
        self._role = role or {}
        functools.update_wrapper(self, function)

    @property
    def _name(self) -> str:
        return getattr(self.function, "__name__", type(self.function).__name__)

    def __call__(self, *args: Any, **kwargs: Any) -> XComArg:
        values = self._values()
        wanted, shared = values.pop("task_id"), values.pop("op_kwargs", {})
        op_kwargs = {**shared, **kwargs}
        op_kwargs |= self._from_defaults(self._bound(args, op_kwargs), values)
        made = self._kind.operator_class()(
            task_id=free_id(wanted, values), python_callable=self.function, op_args=args, op_kwargs=op_kwargs, **values
        )
        return self._output(made)

    def override(self, **arguments: Any) -> DecoratedTask:
        """The same function with other task arguments, e.g. ``load.override(task_id="load_again")()``."""
        return self._evolved({**self._arguments, **arguments}, self._role)

    def with_role(self, **role: bool) -> DecoratedTask:
        """The same function, its tasks as setups or teardowns."""
        return self._evolved(self._arguments, role)

    def with_hook(self, wrap: Callable[[Any], Any]) -> DecoratedTask:
        """The same function, its tasks with another ``pre_execute``, made from the one there is."""
        return self.override(pre_execute=wrap(self._arguments.get("pre_execute")))

    def partial(self, **kwargs: Any) -> DecoratedTask:
        """Arguments of the function that are the same in all instances; go on with ``expand``."""
        self._check_mapping("partial", kwargs)
        shared = self._arguments.get("op_kwargs", {})
        self._refuse_twice("partial", kwargs, shared)
        return self._evolved({**self._arguments, "op_kwargs": {**shared, **kwargs}}, self._role)

    def expand(self, **mapped: Any) -> XComArg:
        """One instance for each combination of the items of these lists, dicts or outputs of tasks."""
        self._check_mapping("expand", mapped)
        shared = self._arguments.get("op_kwargs", {})
        self._refuse_twice("expand", mapped, shared)
        expansion = ArgumentLists(self._name, mapped)
        self._from_defaults({*mapped, *shared}, self._arguments)
        return self._expanded(expansion, is_strict=False)

    def expand_kwargs(self, kwargs: Any, *, strict: bool = True) -> XComArg:
        """One instance for each dict of arguments. Unless ``strict``, these may override those of ``partial``."""
        return self._expanded(ArgumentDicts(self._name, kwargs), is_strict=strict)

    def _expanded(self, expansion: Expansion, *, is_strict: bool) -> XComArg:
        values = self._values()
        wanted, shared = values.pop("task_id"), values.pop("op_kwargs", {})
        made = MappedFunction(
            operator_class=self._kind.operator_class(),
            partial_arguments={"python_callable": self.function, "op_kwargs": shared, **_own(values)},
            expansion=expansion,
            is_strict=is_strict,
            task_id=free_id(wanted, values),
            **{name: value for name, value in values.items() if name in BASE_ARGUMENTS},
        )
        return self._output(made)

    def _evolved(self, arguments: dict[str, Any], role: dict[str, bool]) -> DecoratedTask:
        return DecoratedTask(self.function, self._kind, arguments, role)

    def _values(self) -> dict[str, Any]:
        """The arguments of the task, those that follow from the function included."""
        values = {"task_id": self._name, **self._arguments}
        if not any(values.get(name) for name in ("doc", "doc_md", "doc_json", "doc_yaml", "doc_rst")):
            values["doc_md"] = self.function.__doc__
        if values.get("multiple_outputs") is None:
            infers = self._kind.infers_multiple_outputs
            values["multiple_outputs"] = infers and returns_mapping(self.function)
        if self._role.get("is_teardown"):
            if "trigger_rule" in values:
                raise DagError(f"{self._name} is a teardown: its trigger rule cannot be chosen.")
            values["trigger_rule"] = TriggerRule.ALL_DONE_SETUP_SUCCESS
        return values

    def _output(self, made: BaseOperator) -> XComArg:
        for name, value in self._role.items():
            setattr(made, name, value)
        line = authoring.line_of(self.function)
        if line is not None and made.dag is not None:
            made.dag.task_lines[made.task_id] = line  # where people look for it, rather than where it is called
        return XComArg(made)

    def _bound(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> set[str]:
        """The names of the parameters that receive something. A wrong argument is named where the task is made."""
        try:
            return set(inspect.signature(self.function).bind_partial(*args, **kwargs).arguments)
        except TypeError as error:
            raise DagError(f"{self._name}(): {error}.") from error

    def _from_defaults(self, given: set[str], values: Mapping[str, Any]) -> dict[str, Any]:
        """What ``default_args`` hold for the function's other parameters; those from the context need nothing."""
        defaults, found = gathered_defaults(values), {}
        for each in inspect.signature(self.function).parameters.values():
            if each.name in given or each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
                continue
            if each.name in defaults:
                found[each.name] = defaults[each.name]
            elif each.default is each.empty and each.name not in CONTEXT_NAMES:
                raise DagError(f'{self._name}(): the argument "{each.name}" is missing.')
        return found

    def _check_mapping(self, method: str, arguments: Mapping[str, Any]) -> None:
        what, parameters = f"{self._name}.{method}()", inspect.signature(self.function).parameters
        for name in arguments:
            if name in CONTEXT_NAMES:
                raise DagError(f'{what}: "{name}" comes from the context of the task and cannot be given.')
        if not any(each.kind == each.VAR_KEYWORD for each in parameters.values()):
            refuse_unknown(what, arguments, parameters)

    def _refuse_twice(self, method: str, given: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
        for name in given:
            if name in shared:
                raise DagError(f"{self._name}.{method}(): {name} is given already. Keep one.")


class MappedFunction(MappedOperator):
    """A mapped ``@task``: what it is mapped over are arguments of the function."""

    def instance_arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the operator; those of the function are among them."""
        return {**self.partial_arguments, "op_kwargs": {**self.partial_arguments["op_kwargs"], **values}}

    def given_twice(self, values: Mapping[str, Any]) -> list[str]:
        """Arguments of the function that ``partial`` gave as well."""
        return [name for name in values if name in self.partial_arguments["op_kwargs"]]


class TaskDecorator:
    """``@task``, ``@task(retries=2)``, ``@task.<kind>``, ``@task.skip_if(…)``, ``@task.run_if(…)``."""

    def __call__(self, function: Any = None, **arguments: Any) -> Any:
        """A task that calls the function."""
        return self._decorate(_KINDS["python"], function, arguments)

    def __getattr__(self, name: str) -> Any:
        """``task.branch`` and so on."""
        if name not in _KINDS:
            known = ", ".join(sorted([*_KINDS, "skip_if", "run_if"]))
            raise AttributeError(f"There is no @task.{name}. There are: {known}.")
        return functools.partial(self._decorate_as, _KINDS[name])

    def run_if(self, condition: Callable[[Any], Any], skip_message: str | None = None) -> Any:
        """Over ``@task``: the task is skipped unless ``condition(context)`` is true."""
        from couture_jupyter.conditions import with_condition

        return with_condition(condition, skip_message, runs_if=True)

    def skip_if(self, condition: Callable[[Any], Any], skip_message: str | None = None) -> Any:
        """Over ``@task``: the task is skipped if ``condition(context)`` is true."""
        from couture_jupyter.conditions import with_condition

        return with_condition(condition, skip_message, runs_if=False)

    def _decorate_as(self, kind: Kind, function: Any = None, **arguments: Any) -> Any:
        return self._decorate(kind, function, arguments)

    def _decorate(self, kind: Kind, function: Any, arguments: dict[str, Any]) -> Any:
        if function is None:
            return lambda decorated: DecoratedTask(decorated, kind, arguments)
        return DecoratedTask(function, kind, arguments)


task = TaskDecorator()


def free_id(wanted: str, values: Mapping[str, Any]) -> str:
    """``wanted``, or with ``__1``, ``__2`` … when the function is called again in the same DAG."""
    group = values.get("task_group") or authoring.current_group()
    dag = values.get("dag") or authoring.current_dag() or (group.dag if group else None)

    def is_taken(name: str) -> bool:
        return dag is not None and dag.has_task(group.child_id(name) if group else name)

    if not is_taken(wanted):
        return wanted
    count = 1
    while is_taken(f"{wanted}__{count}"):
        count += 1
    return f"{wanted}__{count}"


def returns_mapping(function: Callable[..., Any]) -> bool:
    """Whether the function says that it returns a dict (a ``TypedDict`` is one)."""
    annotation = getattr(function, "__annotations__", {}).get("return")
    if isinstance(annotation, str):
        annotation = _evaluated(annotation, function)
    kind = typing.get_origin(annotation) or annotation
    return isinstance(kind, type) and issubclass(kind, Mapping)


def _evaluated(annotation: str, function: Callable[..., Any]) -> Any:
    """What the annotation means; ``None`` when that is known to type checkers only."""

    def stand_in() -> None: ...

    stand_in.__annotations__ = {"return": annotation}
    try:
        return typing.get_type_hints(stand_in, getattr(inspect.unwrap(function), "__globals__", {})).get("return")
    except (NameError, TypeError, AttributeError, SyntaxError):
        return None


def _check_parameters(function: Callable[..., Any]) -> None:
    name = getattr(function, "__name__", "the function")
    for each in inspect.signature(function).parameters.values():
        if each.name == "self":
            raise DagError(f"@task is for functions; {name} is a method: its self would be missing.")
        if each.name in CONTEXT_NAMES and each.default not in (None, each.empty):
            raise DagError(
                f'{name}(): "{each.name}" comes from the context of the task: it can have no default but None.'
            )


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("dag", "task_group", "default_args")}
