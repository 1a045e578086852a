"""Which task instances of a DAG a person means, over one run or many: what clearing and marking go by.

A preview and the deed select by this same code, so that what is shown is what is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import FINISHED_TASK_STATES, TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.engine.subset import Indexes, subset, tasks_named
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store import run_listing, task_instances, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

MOST_RUNS = 1000
MOST_TASKS = 10_000
FAILED = frozenset({TaskInstanceState.FAILED, TaskInstanceState.UPSTREAM_FAILED})
TaskName = str | tuple[str, int]  # a task or task group, or one instance of a mapped task


@dataclass(frozen=True, slots=True)
class Selection:
    """Which task instances of a DAG.

    Attributes:
        run_id: the run; without one all runs whose logical date is from ``start`` to ``end``.
        task_ids: tasks, task groups, or (task id, map index); ``None``: all tasks.
        upstream, downstream: with all that stands above or below these.
        past, future: also in all runs of the DAG with an earlier or later logical date than ``run_id``.
        only_failed: of all these only what failed, or could not run since something upstream failed.
        only_running: of all these only what runs.
        only_unfinished: of all these only what has not ended.
    """

    run_id: str | None = None
    task_ids: Sequence[TaskName] | None = None
    upstream: bool = False
    downstream: bool = False
    past: bool = False
    future: bool = False
    only_failed: bool = False
    only_running: bool = False
    only_unfinished: bool = False
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunPart:
    """A run, the DAG as it sees it, all its task instances, and the chosen ones of them."""

    run: DagRunRecord
    spec: DagSpec
    found: list[TaskInstanceRecord]
    chosen: list[TaskInstanceRecord]


def select(
    tx: Transaction, dag_id: str, wanted: Selection, *, latest: bool, with_setups: bool, lock: bool
) -> list[RunPart]:
    """The chosen task instances, run by run, the earliest run first; runs of which nothing is chosen too.

    With ``latest`` the DAG's newest version says what stands where, else each run's own; ``with_setups`` adds the
    setups and teardowns that the chosen tasks need. Raises ``InvalidInputError`` for a task that is in none of the runs
    and where it would be too much at once.
    """
    newest = find.version(tx, dag_id).spec if latest else None
    parts, known, total = [], set[str](), 0
    for run in _runs(tx, dag_id, wanted):
        spec = newest or versions.get(tx, run.version_id).spec
        found = task_instances.of_run(tx, run.id, lock=lock)
        roots = _roots(spec, found, wanted.task_ids)
        known |= _known(roots, wanted.task_ids, spec)
        which = subset(spec, roots, upstream=wanted.upstream, downstream=wanted.downstream, with_setups=with_setups)
        chosen = [task for task in found if _is_in(which, task) and _fits(wanted, task)]
        total += len(chosen)
        if total > MOST_TASKS:
            raise InvalidInputError.at("task_ids", f"That is more than {MOST_TASKS:,} task instances. Choose fewer.")
        parts.append(RunPart(run, spec, found, chosen))
    unknown = sorted({_name(each) for each in wanted.task_ids or ()} - known) if parts else []
    if unknown:
        raise InvalidInputError.at("task_ids", f"The run has no task {', '.join(unknown)}.")
    return parts


def merged(parts: Iterable[RunPart]) -> list[RunPart]:
    """One part a run, with all that any of its parts has chosen."""
    found: dict[int, RunPart] = {}
    for part in parts:
        before = found.get(part.run.id)
        if before is None:
            found[part.run.id] = part
        else:
            chosen = {task.id: task for task in [*before.chosen, *part.chosen]}
            found[part.run.id] = replace(before, chosen=[chosen[each] for each in sorted(chosen)])
    return list(found.values())


def _runs(tx: Transaction, dag_id: str, wanted: Selection) -> list[DagRunRecord]:
    find.dag(tx, dag_id)
    start, end = wanted.start, wanted.end
    if wanted.run_id is not None:
        run = find.run(tx, dag_id, wanted.run_id)
        if not (wanted.past or wanted.future):
            return [run]
        start = None if wanted.past else run.logical_date
        end = None if wanted.future else run.logical_date
    which = RunFilter(dag_ids=(dag_id,), logical_date_from=start, logical_date_to=end)
    found = run_listing.page(tx, which, "logical_date", MOST_RUNS + 1, 0)
    if len(found) > MOST_RUNS:
        raise InvalidInputError.at("include_past", f"That is more than {MOST_RUNS:,} runs. Choose fewer.")
    return found


def _roots(spec: DagSpec, found: list[TaskInstanceRecord], task_ids: Sequence[TaskName] | None) -> dict[str, Indexes]:
    there = {task.task_id for task in found} | {task.task_id for task in spec.tasks}
    if task_ids is None:
        return dict.fromkeys(there)
    roots: dict[str, Indexes] = {}
    for each in task_ids:
        name, indexes = (each, None) if isinstance(each, str) else (each[0], frozenset({each[1]}))
        for task_id in tasks_named(spec, name) or ([name] if name in there else []):
            before = roots.get(task_id, frozenset())
            roots[task_id] = None if indexes is None or before is None else before | indexes
    return roots


def _known(roots: dict[str, Indexes], task_ids: Sequence[TaskName] | None, spec: DagSpec) -> set[str]:
    names = {_name(each) for each in task_ids or ()}
    return {name for name in names if name in roots or tasks_named(spec, name)}


def _name(given: TaskName) -> str:
    return given if isinstance(given, str) else given[0]


def _is_in(which: dict[str, Indexes], task: TaskInstanceRecord) -> bool:
    if task.task_id not in which:
        return False
    indexes = which[task.task_id]
    return indexes is None or task.map_index in indexes


def _fits(wanted: Selection, task: TaskInstanceRecord) -> bool:
    if wanted.only_failed and task.state not in FAILED:
        return False
    if wanted.only_unfinished and task.state in FINISHED_TASK_STATES:
        return False
    return not wanted.only_running or task.state is TaskInstanceState.RUNNING
