"""What a task or a task group is mapped over: the arguments of ``expand`` and ``expand_kwargs``.

While the DAG file is read they say how many instances there will be (``size``) and which tasks must have ended before
(``references``); in an instance they give its own arguments (``resolve``).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from couture_jupyter.exceptions import DagError, TaskError
from couture_jupyter.sizes import Size
from couture_jupyter.xcom_args import ResolveMixin, XComArg, find_references
from couture_jupyter.xcom_values import collection

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator


@dataclass(frozen=True, slots=True)
class Resolved:
    """The arguments of one instance. ``settled`` holds the identities of values that other tasks pushed: they are not
    templates. ``count`` is how many instances there are."""

    values: Mapping[str, Any]
    settled: frozenset[int]
    count: int


class Expansion(ABC):
    """Either of the two."""

    @abstractmethod
    def size(self) -> Size:
        """How many instances there will be; see ``couture_jupyter.sizes``."""

    @abstractmethod
    def references(self) -> Iterator[BaseOperator]:
        """The tasks whose values are needed."""

    @abstractmethod
    def resolve(self, context: dict[str, Any]) -> Resolved:
        """The arguments of the instance that runs."""

    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """The arguments as the author wrote them."""

    @property
    @abstractmethod
    def is_generated(self) -> bool:
        """Whether other tasks decide how many instances there are."""


class ArgumentLists(Expansion):
    """``expand(x=[…], y=…)``: one instance for each combination; the last argument varies fastest."""

    def __init__(self, what: str, arguments: Mapping[str, Any]) -> None:
        if not arguments:
            raise DagError(f"{what}.expand() needs an argument to expand over.")
        for name, value in arguments.items():
            _check_mappable(f"{what}.expand({name}=…)", value)
        self._arguments = dict(arguments)

    def size(self) -> Size:
        """The product of the lengths."""
        sizes = [_size_of(value) for value in self._arguments.values()]
        return sizes[0] if len(sizes) == 1 else {"product": sizes}

    def references(self) -> Iterator[BaseOperator]:
        """Those of all arguments."""
        return find_references(self._arguments)

    def resolve(self, context: dict[str, Any]) -> Resolved:
        """Of each argument the one item that belongs to the instance."""
        found = {name: _resolve(value, context) for name, value in self._arguments.items()}
        items = {name: collection("expand", value) for name, value in found.items()}
        count = math.prod(len(each) for each in items.values())
        place = _place(context, count)
        values = {}
        for name in reversed(items):
            place, index = divmod(place, len(items[name]))
            values[name] = items[name][index]
        generated = [name for name, value in self._arguments.items() if isinstance(value, ResolveMixin)]
        ordered = {name: values[name] for name in items}
        return Resolved(ordered, frozenset(id(values[name]) for name in generated), count)

    def shown(self) -> dict[str, Any]:
        """As they are."""
        return dict(self._arguments)

    @property
    def is_generated(self) -> bool:
        """Whether any argument comes from a task."""
        return any(isinstance(value, ResolveMixin) for value in self._arguments.values())


class ArgumentDicts(Expansion):
    """``expand_kwargs([{…}, {…}])``: one instance for each dict of arguments."""

    def __init__(self, what: str, arguments: Any) -> None:
        is_list = isinstance(arguments, Sequence) and not isinstance(arguments, str | bytes)
        wrong = [each for each in arguments if not isinstance(each, XComArg | Mapping)] if is_list else []
        if wrong or not (is_list or isinstance(arguments, XComArg)):
            found = wrong[0] if wrong else arguments
            raise DagError(f"{what}.expand_kwargs() takes a list of dicts, or a task that returns one, not {found!r}.")
        self._arguments = arguments

    def size(self) -> Size:
        """The length of the list."""
        return _size_of(self._arguments)

    def references(self) -> Iterator[BaseOperator]:
        """Those of all dicts."""
        return find_references([dict(each) if isinstance(each, Mapping) else each for each in self._dicts()])

    def resolve(self, context: dict[str, Any]) -> Resolved:
        """The dict that belongs to the instance."""
        items = collection("expand_kwargs", _resolve(self._arguments, context))
        found = items[_place(context, len(items))]
        values = _resolve(found, context)
        if not isinstance(values, Mapping):
            raise TaskError(f"expand_kwargs() needs a list of dicts; item {context['ti'].map_index} is {values!r}.")
        for name in values:
            if not isinstance(name, str):
                raise TaskError(f"expand_kwargs(): the name of an argument is text, not {name!r}.")
        literal = isinstance(found, Mapping) and not isinstance(self._arguments, XComArg)
        return Resolved(values, frozenset() if literal else frozenset(map(id, values.values())), len(items))

    def shown(self) -> dict[str, Any]:
        """Under the name of the method."""
        return {"expand_kwargs": self._arguments}

    @property
    def is_generated(self) -> bool:
        """Whether the list comes from a task."""
        return isinstance(self._arguments, XComArg)

    def _dicts(self) -> Sequence[Any]:
        return [self._arguments] if isinstance(self._arguments, XComArg) else self._arguments


class MappedArgument(ResolveMixin):
    """An argument of a function that makes a mapped task group: in each instance another value."""

    def __init__(self, expansion: Expansion, name: str) -> None:
        self._expansion, self._name = expansion, name

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """The tasks that the group is mapped over."""
        for operator in self._expansion.references():
            yield operator, self._name

    def resolve(self, context: dict[str, Any]) -> Any:
        """The value in this instance of the group."""
        values = self._expansion.resolve(context).values
        if self._name not in values:
            raise TaskError(f'expand_kwargs() gives no "{self._name}" to instance {context["ti"].map_index}.')
        return values[self._name]

    def __repr__(self) -> str:
        return f"<{self._name} of each instance>"


def _check_mappable(what: str, value: Any) -> None:
    if isinstance(value, MappedArgument):
        raise DagError(f"{what}: tasks and task groups inside a mapped task group cannot be mapped again.")
    if isinstance(value, XComArg | dict):
        return
    if not isinstance(value, Sequence) or isinstance(value, str | bytes | bytearray):
        raise DagError(
            f"{what} takes a list, a dict or what a task returns, not {value!r}. "
            "An argument that is the same in all instances goes into partial()."
        )


def _size_of(value: Any) -> Size:
    return value.size() if isinstance(value, XComArg) else {"literal": len(value)}


def _resolve(value: Any, context: dict[str, Any]) -> Any:
    return value.resolve(context) if isinstance(value, ResolveMixin) else value


def _place(context: dict[str, Any], count: int) -> int:
    """Which of the instances runs."""
    index: int = context["ti"].map_index
    if index < 0:
        raise TaskError("A mapped task runs only as one of its instances; this one has no map index.")
    if index >= count:
        raise TaskError(f"There is nothing for map index {index}: the task is mapped over {count} values now.")
    return index
