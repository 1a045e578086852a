"""Dynamic task mapping: ``Operator.partial(…).expand(…)`` makes one task with an instance for each item of a list.

The ``MappedOperator`` stands in the DAG; ``unmap`` makes the real operator of one instance when that runs.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from couture_jupyter import authoring
from couture_jupyter.arguments import refuse_unknown
from couture_jupyter.exceptions import DagError, TaskError
from couture_jupyter.expansion import ArgumentDicts, ArgumentLists, Expansion
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.base_arguments import BASE_ALIASES, BASE_ARGUMENTS
from couture_jupyter.operators.construction import parameter_names, required_names
from couture_jupyter.trigger_rules import TriggerRule

if TYPE_CHECKING:
    from couture_jupyter.sizes import Size

# Of the arguments that all operators have only these may differ between the instances of a task: the engine needs the
# others before there are any.
_MAY_DIFFER = {"inlets", "outlets", "executor_config", "multiple_outputs", "do_xcom_push"}
_PLACE = ("task_id", "dag", "task_group", "default_args")


class OperatorPartial:
    """The arguments that are the same in all instances; ``expand`` or ``expand_kwargs`` says which are not."""

    _is_used = True  # while it is not made yet

    def __init__(self, operator_class: type[BaseOperator], arguments: dict[str, Any]) -> None:
        self.operator_class = operator_class
        self._name = operator_class.__name__
        self._arguments = {BASE_ALIASES.get(name, name): value for name, value in arguments.items()}
        self._refuse_unknown("partial", self._arguments)
        if "task_id" not in self._arguments:
            raise DagError(f'{self._name}.partial() needs the argument "task_id".')
        self._arguments.setdefault("dag", authoring.current_dag())
        self._arguments.setdefault("task_group", authoring.current_group())
        self._is_used = False

    def expand(self, **mapped: Any) -> MappedOperator:
        """One instance for each combination of the items of these lists, dicts or outputs of tasks."""
        self._is_used = True
        self._refuse_unknown("expand", mapped)
        self._refuse_twice(mapped)
        expansion = ArgumentLists(self._name, mapped)
        made = self._make(expansion)
        missing = required_names(self.operator_class) - {*made.partial_arguments, *mapped, *made.default_args, *_PLACE}
        if missing:
            raise DagError(f'{made} needs the argument "{min(missing)}": give it in partial() or expand().')
        return made

    def expand_kwargs(self, kwargs: Any, *, strict: bool = True) -> MappedOperator:
        """One instance for each dict of arguments. Unless ``strict``, these may override those of ``partial``."""
        self._is_used = True
        return self._make(ArgumentDicts(self._name, kwargs), strict=strict)

    def __del__(self) -> None:
        if not self._is_used:
            warnings.warn(f"{self!r} was never expanded, so there is no such task: call expand().", stacklevel=1)

    def _make(self, expansion: Expansion, *, strict: bool = False) -> MappedOperator:
        shared = {name: value for name, value in self._arguments.items() if name in BASE_ARGUMENTS or name == "task_id"}
        return MappedOperator(
            operator_class=self.operator_class,
            partial_arguments={name: value for name, value in self._arguments.items() if name not in _PLACE},
            expansion=expansion,
            is_strict=strict,
            **shared,
        )

    def _refuse_unknown(self, method: str, given: Iterable[str]) -> None:
        if not self.operator_class.takes_any_argument:
            refuse_unknown(f"{self._name}.{method}()", given, _known(self.operator_class))

    def _refuse_twice(self, mapped: Iterable[str]) -> None:
        for name in mapped:
            if name in self._arguments and name not in ("dag", "task_group"):
                raise DagError(f"{self._name}: {name} is given in partial() and in expand(). Keep one.")
            if name == "task_id" or (name in BASE_ARGUMENTS and name not in _MAY_DIFFER):
                raise DagError(f"{self._name}: {name} is the same for all instances of a task: give it in partial().")

    def __repr__(self) -> str:
        return f"{self._name}.partial(task_id={self._arguments['task_id']!r})"


class MappedOperator(BaseOperator):
    """A task with a number of instances. It has the attributes of its class and of ``partial``."""

    is_mapped = True

    def __init__(
        self,
        *,
        operator_class: type[BaseOperator],
        partial_arguments: dict[str, Any],
        expansion: Expansion,
        is_strict: bool = False,
        **kwargs: Any,
    ) -> None:
        self.operator_class = operator_class
        self.partial_arguments = partial_arguments
        self.expansion = expansion
        self.is_strict = is_strict
        super().__init__(**kwargs)
        for name in ("template_fields", "template_ext", "template_fields_renderers", "ui_color", "ui_fgcolor"):
            self.__dict__[name] = getattr(operator_class, name)
        self.__dict__["is_notebook"] = operator_class.is_notebook
        self.__dict__["given_arguments"] = {**self.shared_arguments(), **expansion.shown()}
        if self.mapped_group() is not None:
            raise DagError(f"{self} is in a mapped task group: what is in there cannot be mapped again.")
        if self.trigger_rule in (TriggerRule.ALWAYS, TriggerRule.DUMMY) and expansion.is_generated:
            raise DagError(f'{self} is mapped over what a task returns: its trigger rule cannot be "always".')

    def finish_construction(self) -> None:
        """The tasks that the instances are made from come before this one."""
        for operator in self.expansion.references():
            operator.set_downstream(self)
        if self.operator_class.takes_any_argument:
            self._come_after_tasks_in(self.partial_arguments)
        super().finish_construction()

    @property
    def task_type(self) -> str:
        """The name of the class of its instances."""
        return self.operator_class.__name__

    def size(self) -> Size:
        """How many instances there will be."""
        return self.expansion.size()

    def shared_arguments(self) -> dict[str, Any]:
        """The arguments that all instances have, as the operator's class takes them."""
        return self.partial_arguments

    def for_try(self, context: dict[str, Any]) -> BaseOperator:
        """The operator that runs."""
        return self.unmap(context)

    def unmap(self, context: dict[str, Any]) -> BaseOperator:
        """The operator of the instance that runs; ``context["ti"].map_index`` says which.

        Raises:
            TaskError: the values do not fit.
        """
        found = self.expansion.resolve(context)
        twice = self.given_twice(found.values)
        if twice and self.is_strict:
            raise TaskError(f'expand_kwargs() gives "{twice[0]}", which partial() gives already.')
        arguments = self.instance_arguments(found.values)
        unknown = [name for name in arguments if name not in _known(self.operator_class)]
        if unknown and not self.operator_class.takes_any_argument:
            raise TaskError(f'{self.task_type} has no argument "{unknown[0]}", which expand_kwargs() gives.')
        with authoring.detached():
            made: BaseOperator = self.operator_class(task_id=self.label, default_args=self.default_args, **arguments)
        made.take_place_of(self)
        made.__dict__["settled_values"] = found.settled
        context["expanded_ti_count"] = found.count
        return made

    def instance_arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """All arguments of one instance."""
        return {**self.partial_arguments, **values}

    def given_twice(self, values: Mapping[str, Any]) -> list[str]:
        """Arguments that ``partial`` gave as well."""
        return [name for name in values if name in self.partial_arguments]

    def __getattr__(self, name: str) -> Any:
        """What is not an attribute of every task: an argument of ``partial``, or an attribute of the class."""
        state = self.__dict__
        if not name.startswith("__") and "operator_class" in state:
            if name in state["partial_arguments"]:
                return state["partial_arguments"][name]
            if hasattr(state["operator_class"], name):
                return getattr(state["operator_class"], name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<Mapped({self.task_type}): {self.__dict__.get('task_id', '?')}>"


def _known(operator_class: type[BaseOperator]) -> set[str]:
    return {"task_id", *BASE_ARGUMENTS, *BASE_ALIASES, *parameter_names(operator_class)}
