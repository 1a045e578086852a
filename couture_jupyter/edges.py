"""Dependencies between tasks: ``>>``, ``<<``, lists, labels, ``chain``; and the search for cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from couture_jupyter.exceptions import CycleError, DagError

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator


class DependencyMixin:
    """Whatever can stand on either side of ``>>``: a task, a task group, the output of a task, a label.

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

    def set_downstream(self, other: Any, edge_modifier: EdgeModifier | None = None) -> None:
        """``other`` (one or a list) starts after this."""
        for each in _flat(other):
            _join(self, each, edge_modifier)

    def set_upstream(self, other: Any, edge_modifier: EdgeModifier | None = None) -> None:
        """``other`` (one or a list) ends before this."""
        for each in _flat(other):
            _join(each, self, edge_modifier)

    def come_after(self, before: Sequence[BaseOperator], label: str | None) -> None:
        """Start after the tasks ``before``. What has no tasks of its own remembers them."""
        _connect(before, self.roots, label)

    def as_setup(self) -> Self:
        """Make this a setup task."""
        raise DagError(f"{self!r} cannot be a setup or a teardown: only a task can.")

    def as_teardown(self, *, setups: Any = None, on_failure_fail_dagrun: bool | None = None) -> Self:
        """Make this the teardown task of ``setups``."""
        raise DagError(f"{self!r} cannot be a setup or a teardown: only a task can.")

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


class EdgeModifier(DependencyMixin):
    """Text on the edges between what stands before it and what stands after it: ``a >> Label("if empty") >> b``."""

    def __init__(self, label: str | None = None) -> None:
        self.label = label
        self._before: list[DependencyMixin] = []
        self._after: list[DependencyMixin] = []

    @property
    def roots(self) -> Sequence[BaseOperator]:
        """The tasks after the label."""
        return [task for each in self._after for task in each.roots]

    @property
    def leaves(self) -> Sequence[BaseOperator]:
        """The tasks before the label."""
        return [task for each in self._before for task in each.leaves]

    def stand_after(self, before: DependencyMixin) -> None:
        """The label is on the edges from ``before`` to whatever comes after it, now or later."""
        self._before.append(before)
        for each in self._after:
            _join(before, each, self)

    def stand_before(self, after: DependencyMixin) -> None:
        """The label is on the edges to ``after`` from whatever comes before it, now or later."""
        self._after.append(after)
        for each in self._before:
            _join(each, after, self)


def Label(label: str) -> EdgeModifier:  # noqa: N802 - Airflow's name
    """A label for edges, e.g. ``check >> Label("errors found") >> report``."""
    return EdgeModifier(label)


def _flat(other: Any) -> Iterator[DependencyMixin]:
    if isinstance(other, DependencyMixin):
        yield other
    elif isinstance(other, list | tuple | set):
        for each in other:
            yield from _flat(each)
    elif callable(getattr(other, "override", None)):
        raise DagError(f"A dependency is between tasks; {other.__name__} is a function that makes one: call it.")
    else:
        raise DagError(f"A dependency is between tasks; {other!r} is a {type(other).__name__}.")


def _join(before: DependencyMixin, after: DependencyMixin, modifier: EdgeModifier | None) -> None:
    if isinstance(before, EdgeModifier) and isinstance(after, EdgeModifier):
        raise DagError(f'A label stands between tasks: "{before.label}" stands beside "{after.label}".')
    if isinstance(before, EdgeModifier):
        before.stand_before(after)
    elif isinstance(after, EdgeModifier):
        after.stand_after(before)
    else:
        after.come_after(before.leaves, modifier.label if modifier else None)


def _connect(before: Sequence[BaseOperator], after: Sequence[BaseOperator], label: str | None = None) -> None:
    """An edge from each of ``before`` to each of ``after``. An edge that is there already stays one."""
    for first in before:
        for second in after:
            _share_dag(first, second)
            first.downstream_task_ids.add(second.task_id)
            second.upstream_task_ids.add(first.task_id)
            if label is not None:
                first.edge_labels[second.task_id] = label


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
            _join_all(before, after)


def _join_pairwise(before: Sequence[Any], after: Sequence[Any]) -> None:
    if len(before) != len(after):
        raise DagError(f"chain() joins lists of the same length pairwise; these have {len(before)} and {len(after)}.")
    for first, second in zip(before, after, strict=True):
        _join_all(first, second)


def _join_all(before: Any, after: Any) -> None:
    for each in _flat(before):
        each.set_downstream(after)


def chain_linear(*tasks: Any) -> None:
    """Like ``chain``, but all tasks of a list come after all tasks of the list before."""
    if len(tasks) < 2:
        raise DagError("chain_linear() needs at least two things to join. Was a list meant? Then write *tasks.")
    for before, after in pairwise(tasks):
        _join_all(before, after)


def cross_downstream(from_tasks: Any, to_tasks: Any) -> None:
    """Each of ``to_tasks`` starts after all of ``from_tasks``."""
    _join_all(from_tasks, to_tasks)


def relatives(tasks: Mapping[str, BaseOperator], start: Iterable[str], *, upstream: bool) -> set[str]:
    """The ids of all tasks before (or after) those of ``start``, however far."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        task = tasks[waiting.pop()]
        new = (task.upstream_task_ids if upstream else task.downstream_task_ids) - found
        found |= new
        waiting.extend(new)
    return found


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
