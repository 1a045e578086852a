"""``ExternalTaskMarker``: whoever clears one clears the task of another DAG that it points to, and all below that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import jinja2

from couture_jupyter.context import run_context
from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.templates import environment
from couture_scheduler.actions.selecting import RunPart, Selection, select
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import dag_listing, dag_runs, run_listing
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction
from couture_scheduler.worker.context import run_info

MARKER = "ExternalTaskMarker"


@dataclass(frozen=True, slots=True)
class _Step:
    """A part of a run whose markers are to be followed; ``depth`` markers led here, of ``most`` that may."""

    part: RunPart
    depth: int
    most: int | None


def follow_markers(tx: Transaction, parts: Iterable[RunPart], *, lock: bool) -> list[RunPart]:
    """What the chosen markers point to, and what the markers there point to, part by part.

    Raises ``ConflictError`` when markers lead on further than the first one's ``recursion_depth`` allows.
    """
    found: list[RunPart] = []
    seen: set[tuple[str, str, str]] = set()
    waiting = [_Step(part, 0, None) for part in parts]
    while waiting:
        step = waiting.pop(0)
        for task in _markers(step.part):
            target = _target(tx, step.part.run, step.part.spec, task)
            if target in seen:
                continue
            seen.add(target)
            most = step.most if step.most is not None else int(task.arguments.get("recursion_depth") or 10)
            if step.depth >= most:
                raise ConflictError(
                    f"The marker {task.task_id!r} of {step.part.run.dag_id!r} leads on further than its "
                    f"recursion_depth ({most}). Do the DAGs wait for each other in a circle? Clear without them."
                )
            for part in _pointed_to(tx, target, lock=lock):
                found.append(part)
                waiting.append(_Step(part, step.depth + 1, most))
    return found


def _markers(part: RunPart) -> list[TaskSpec]:
    chosen = {task.task_id for task in part.chosen}
    return [task for task in part.spec.tasks if task.operator == MARKER and task.task_id in chosen]


def _pointed_to(tx: Transaction, target: tuple[str, str, str], *, lock: bool) -> list[RunPart]:
    dag_id, task_id, date = target
    if dag_listing.get(tx, dag_id) is None:
        return []  # a DAG that is not here (any more) has nothing to clear
    moment = datetime.fromisoformat(date)
    which = RunFilter(dag_ids=(dag_id,), logical_date_from=moment, logical_date_to=moment)
    runs = run_listing.page(tx, which, "logical_date", 1, 0)
    wanted = [Selection(run.run_id, (task_id,), downstream=True) for run in runs]
    return [part for each in wanted for part in select(tx, dag_id, each, latest=False, with_setups=True, lock=lock)]


def _target(tx: Transaction, run: DagRunRecord, spec: DagSpec, task: TaskSpec) -> tuple[str, str, str]:
    """The DAG, task and logical date that a marker points to."""
    context = run_context(run_info(dag_runs.infos(tx, [run.id])[run.id]))
    jinja = environment(None)
    texts = []
    for name in ("external_dag_id", "external_task_id", "logical_date"):
        try:
            texts.append(jinja.from_string(str(task.arguments.get(name) or "")).render(context))
        except jinja2.TemplateError as error:
            raise ConflictError(
                f"Where the marker {task.task_id!r} of {spec.dag_id!r} points to cannot be told outside of a run: its "
                f"{name} says: {error}. Clear without dependent DAGs."
            ) from error
    dag_id, task_id, date = texts
    try:
        moment = datetime.fromisoformat(date) if date else run.logical_date
    except ValueError:
        raise ConflictError(
            f"The marker {task.task_id!r} of {spec.dag_id!r} gives {date!r}, which is no logical date."
        ) from None
    return dag_id, task_id, (moment if moment.tzinfo else moment.replace(tzinfo=run.logical_date.tzinfo)).isoformat()
