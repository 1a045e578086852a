"""The promise of a value that another task will push: passed as an argument, mapped, zipped, concatenated.

``XComArg(task)`` or ``task.output`` is the plain one. While the DAG file is read only its place in the graph and its
``size`` matter; the value itself is asked for with ``resolve`` while a task runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter.edges import DependencyMixin
from couture_jupyter.exceptions import DagError, TaskError
from couture_jupyter.sizes import Size
from couture_jupyter.xcom import RETURN_KEY
from couture_jupyter.xcom_values import ConcatenatedValues, MappedValues, ZippedValues, collection

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator

UNSET: Any = object()


class ResolveMixin:
    """A value that is known only while a task runs."""

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """The tasks, and the XCom keys, that it is made from."""
        raise NotImplementedError

    def resolve(self, context: dict[str, Any]) -> Any:
        """The value."""
        raise NotImplementedError


class XComArg(ResolveMixin, DependencyMixin):
    """What ``operator`` will have pushed under ``key``: pass it to another task as an argument.

    ``XComArg(operator)`` is a ``PlainXComArg``; ``map``, ``zip`` and ``concat`` make the others.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """The plain one, when asked for the base."""
        return super().__new__(PlainXComArg if cls is XComArg else cls)  # type: ignore[return-value]

    def __init__(self, operator: BaseOperator, key: str = RETURN_KEY) -> None:
        """See ``PlainXComArg``."""

    @property
    def operator(self) -> BaseOperator:
        """The task that pushes the value (the first of several)."""
        return next(self.references())[0]

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """The tasks that push the value."""
        return [operator for operator, _ in self.references()]

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """The tasks that push the value."""
        return self.roots

    def size(self) -> Size:
        """How many values there are, for a task that is mapped over them; see ``couture_jupyter.sizes``."""
        raise NotImplementedError

    def map(self, f: Callable[[Any], Any]) -> MapXComArg:
        """Each value through the function ``f``. Raising ``TaskSkipped`` in it skips that instance."""
        return MapXComArg(self, [f])

    def zip(self, *others: XComArg, fillvalue: Any = UNSET) -> ZipXComArg:
        """Tuples of values; as many as the shortest has, or the longest if there is a ``fillvalue``."""
        return ZipXComArg([self, *others], fillvalue)

    def concat(self, *others: XComArg) -> ConcatXComArg:
        """The values of this, then those of the others."""
        return ConcatXComArg([self, *others])

    def __iter__(self) -> Iterator[Any]:
        raise DagError(
            f"{self!r} cannot be iterated over: its value is known only while a task runs. "
            'Take a key with ["name"], pass it on whole, or map a task over it with expand().'
        )

    def __enter__(self) -> Any:
        from couture_jupyter.setup_teardown import open_scope

        return open_scope([self.operator])

    def __exit__(self, *exception: object) -> None:
        from couture_jupyter.setup_teardown import close_scope

        close_scope()

    def as_setup(self) -> Self:
        """The task becomes a setup task."""
        for operator in self.roots:
            operator.as_setup()
        return self

    def as_teardown(self, *, setups: Any = None, on_failure_fail_dagrun: bool | None = None) -> Self:
        """The task becomes the teardown of ``setups``."""
        for operator in self.roots:
            operator.as_teardown(setups=setups, on_failure_fail_dagrun=on_failure_fail_dagrun)
        return self


class PlainXComArg(XComArg):
    """One XCom of one task."""

    def __init__(self, operator: BaseOperator, key: str = RETURN_KEY) -> None:
        self._operator = operator
        self.key = key

    def __getitem__(self, key: str) -> PlainXComArg:
        if not isinstance(key, str):
            raise DagError(
                f"{self!r}[{key!r}]: only keys (text) can be taken while the DAG file is read. "
                "Take an item in the task that receives the value, or with map()."
            )
        return PlainXComArg(self._operator, key)

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """The task and the key."""
        yield self._operator, self.key

    def size(self) -> Size:
        """The length of what is pushed."""
        return {"xcom": [self._operator.task_id, self.key]}

    def resolve(self, context: dict[str, Any]) -> Any:
        """The value: of a mapped task those of all instances; within a mapped task group that of the same index."""
        indexes, is_many = self._map_indexes(context)
        task_id = self._operator.task_id
        found = context["ti"].xcom_pull(task_ids=task_id, key=self.key, map_indexes=indexes, default=UNSET)
        if found is not UNSET:
            return found
        if is_many:
            return []
        if self.key == RETURN_KEY or self._operator.multiple_outputs:
            return None
        raise TaskError(f'The task "{task_id}" has pushed no XCom "{self.key}".')

    def _map_indexes(self, context: dict[str, Any]) -> tuple[Any, bool]:
        """Which instances to ask, and whether there are many."""
        if self._operator.is_mapped:
            return None, True
        group, asking = self._operator.mapped_group(), context["ti"].task.mapped_group()
        if group is None:
            return None, False
        return (context["ti"].map_index, False) if group is asking else (None, True)

    def __str__(self) -> str:
        """The Jinja template of the value, for use inside text."""
        where = f"task_ids={self._operator.task_id!r}, key={self.key!r}"
        return f"{{{{ task_instance.xcom_pull({where}) }}}}"

    def __repr__(self) -> str:
        key = "" if self.key == RETURN_KEY else f", {self.key!r}"
        return f"XComArg({self._operator!r}{key})"


class MapXComArg(XComArg):
    """``arg.map(f)``: functions called on each value."""

    def __init__(self, arg: XComArg, functions: Sequence[Callable[[Any], Any]]) -> None:
        for function in functions:
            if callable(getattr(function, "override", None)):
                raise DagError("map() takes a plain function; this is a @task, whose value is known only later.")
            if not callable(function):
                raise DagError(f"map() takes a function, not {function!r}.")
        self._arg, self._functions = arg, list(functions)

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """Those of what is mapped."""
        return self._arg.references()

    def size(self) -> Size:
        """That of what is mapped."""
        return self._arg.size()

    def map(self, f: Callable[[Any], Any]) -> MapXComArg:
        """One function more."""
        return MapXComArg(self._arg, [*self._functions, f])

    def resolve(self, context: dict[str, Any]) -> Any:
        """The values, each mapped when it is asked for."""
        return MappedValues(collection("map", self._arg.resolve(context)), self._functions)

    def __repr__(self) -> str:
        names = "".join(f".map({getattr(each, '__name__', each)})" for each in self._functions)
        return f"{self._arg!r}{names}"


class _SeveralXComArgs(XComArg):
    """Made from several others."""

    verb = ""

    def __init__(self, args: Sequence[XComArg]) -> None:
        for arg in args:
            if not isinstance(arg, XComArg):
                raise DagError(f"{self.verb}() takes what other tasks return, not {arg!r}.")
        self._args = list(args)

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """Those of all."""
        for arg in self._args:
            yield from arg.references()

    def _collections(self, context: dict[str, Any]) -> list[Sequence[Any]]:
        return [collection(self.verb, arg.resolve(context)) for arg in self._args]

    def __repr__(self) -> str:
        first, *rest = (repr(arg) for arg in self._args)
        return f"{first}.{self.verb}({', '.join(rest)})"


class ZipXComArg(_SeveralXComArgs):
    """``arg.zip(others)``: tuples."""

    verb = "zip"

    def __init__(self, args: Sequence[XComArg], fillvalue: Any = UNSET) -> None:
        super().__init__(args)
        self._fillvalue = fillvalue

    def size(self) -> Size:
        """The shortest, or the longest where the others are filled up."""
        return {"zip": [arg.size() for arg in self._args], "longest": self._fillvalue is not UNSET}

    def resolve(self, context: dict[str, Any]) -> Any:
        """The tuples."""
        found, is_filled = self._collections(context), self._fillvalue is not UNSET
        return ZippedValues(found, is_filled=is_filled, fillvalue=self._fillvalue if is_filled else None)


class ConcatXComArg(_SeveralXComArgs):
    """``arg.concat(others)``: one after the other."""

    verb = "concat"

    def concat(self, *others: XComArg) -> ConcatXComArg:
        """More of them."""
        return ConcatXComArg([*self._args, *others])

    def size(self) -> Size:
        """All together."""
        return {"concat": [arg.size() for arg in self._args]}

    def resolve(self, context: dict[str, Any]) -> Any:
        """The values of all; of a dict its keys."""
        found = [arg.resolve(context) for arg in self._args]
        return ConcatenatedValues(
            [list(each) if isinstance(each, dict) else collection("concat", each) for each in found]
        )


def find_references(value: Any) -> Iterator[BaseOperator]:
    """The tasks whose values ``value`` needs: those of every promise inside it."""
    if isinstance(value, ResolveMixin):
        for operator, _ in value.references():
            yield operator
    elif isinstance(value, dict):
        for each in value.values():
            yield from find_references(each)
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from find_references(each)
