"""Dependencies between tasks: ``>>``, ``<<``, lists, ``chain``, ``cross_downstream``; and the search for
cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter.exceptions import CycleError, DagError

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator


class DependencyMixin:
    """Whatever can stand on either side of ``>>``: a task, a task group, the output of a task.

    Subclasses say which tasks they mean: ``roots`` begin, ``leaves`` end.
    """

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """The tasks that what comes before points to."""
        raise NotImplementedError

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """The tasks that point to what comes after."""
        raise NotImplementedError

    def set_downstream(self, other: Any, edge_modifier: Any = None) -> None:
        """``other`` (one or a list) starts after this."""
        for each in _flat(other):
            _connect(self.leaves, each.roots)

    def set_upstream(self, other: Any, edge_modifier: Any = None) -> None:
        """``other`` (one or a list) ends before this."""
        for each in _flat(other):
            _connect(each.leaves, self.roots)

    def __rshift__(self, other: Any) -> Any:
        self.set_downstream(other)
        return other

    def __lshift__(self, other: Any) -> Any:
        self.set_upstream(other)
        return other

    def __rrshift__(self, other: Any) -> Self:
        self.set_upstream(other)
        return self

    def __rlshift__(self, other: Any) -> Self:
        self.set_downstream(other)
        return self


def _flat(other: Any) -> Iterator[DependencyMixin]:
    if isinstance(other, DependencyMixin):
        yield other
    elif isinstance(other, list | tuple | set):
        for each in other:
            yield from _flat(each)
    elif hasattr(other, "as_dependency"):
        yield other.as_dependency()
    else:
        raise DagError(f"A dependency is between tasks; {other!r} is a {type(other).__name__}.")


def _connect(before: Sequence[BaseOperator], after: Sequence[BaseOperator]) -> None:
    for first in before:
        for second in after:
            _share_dag(first, second)
            first.downstream_task_ids.add(second.task_id)
            second.upstream_task_ids.add(first.task_id)


def _share_dag(first: BaseOperator, second: BaseOperator) -> None:
    """A task without a DAG joins the other's."""
    dag = first.dag or second.dag
    if dag is None:
        raise DagError(f"{first.task_id} >> {second.task_id}: at least one of the two must belong to a DAG.")
    for task in (first, second):
        if task.dag is None:
            dag.add_task(task)
        elif task.dag is not dag:
            raise DagError(
                f"{first.task_id} (DAG {first.dag_id}) and {second.task_id} (DAG {second.dag_id}) "
                "are in two DAGs and cannot depend on each other."
            )


def chain(*tasks: Any) -> None:
    """``chain(a, [b, c], [d, e], f)``: each after the one before; two lists of the same length are joined
    pairwise."""
    for before, after in pairwise(tasks):
        if isinstance(before, list | tuple) and isinstance(after, list | tuple):
            _join_pairwise(before, after)
        else:
            for each in _flat(before):
                each.set_downstream(after)


def _join_pairwise(before: Sequence[Any], after: Sequence[Any]) -> None:
    if len(before) != len(after):
        raise DagError(f"chain() joins lists of the same length pairwise; these have {len(before)} and {len(after)}.")
    for first, second in zip(before, after, strict=True):
        first.set_downstream(second)


def chain_linear(*tasks: Any) -> None:
    """Like ``chain``, but all tasks of a list come after all tasks of the list before."""
    for before, after in pairwise(tasks):
        for each in _flat(before):
            each.set_downstream(after)


def cross_downstream(from_tasks: Iterable[Any], to_tasks: Iterable[Any]) -> None:
    """Each of ``to_tasks`` starts after all of ``from_tasks``."""
    after = list(to_tasks)
    for task in from_tasks:
        task.set_downstream(after)


def refuse_cycles(dag_id: str, downstream: Mapping[str, Iterable[str]]) -> None:
    """Raise ``CycleError`` with the path when the tasks depend on each other in a circle."""
    finished: set[str] = set()
    for start in downstream:
        _walk(dag_id, start, downstream, finished)


def _walk(dag_id: str, start: str, downstream: Mapping[str, Iterable[str]], finished: set[str]) -> None:
    path: dict[str, Iterator[str]] = {}
    following: str | None = start
    while following is not None or path:
        if following is not None and following in path:
            names = [*path, following]
            circle = " >> ".join(names[names.index(following) :])
            raise CycleError(f'The tasks of DAG "{dag_id}" depend on each other in a circle: {circle}')
        if following is not None and following not in finished:
            path[following] = iter(sorted(downstream[following]))
        following = _step(path, finished)


def _step(path: dict[str, Iterator[str]], finished: set[str]) -> str | None:
    """The next task below the end of ``path``; ``None`` when that end has no more (it is then taken off)."""
    if not path:
        return None
    last = next(reversed(path))
    following = next(path[last], None)
    if following is None:
        path.pop(last)
        finished.add(last)
    return following
