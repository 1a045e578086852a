"""What a person may ask: two runs beside each other, or a run and the last good one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_jupyter.recorded_displays import plain
from couture_jupyter.states import DagRunState, TaskInstanceState
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.environments import read_environment
from couture_scheduler.comparing.cells import CellChange, compare_notebooks
from couture_scheduler.comparing.values import ValueChange, compare_environments, compare_values
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.store import recorded_values, run_listing, task_instances, tries, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.tries import TryRecord


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs: the run, its task that is compared, and the newest try of that."""

    run: DagRunRecord
    task: TaskInstanceRecord
    last_try: TryRecord | None
    notebook: dict[str, Any] | None
    environment: dict[str, Any] | None
    values: dict[str, Any]

    @property
    def parameters(self) -> dict[str, Any]:
        """What papermill noted in the executed notebook, else what the run was started with."""
        noted = (self.notebook or {}).get("metadata", {}).get("papermill")
        given = noted.get("parameters") if isinstance(noted, dict) else None
        return given if isinstance(given, dict) else dict((self.run.conf or {}).get("parameters") or {})


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` and ``after`` and what differs. ``notes`` are sentences about what could not be compared."""

    before: Side
    after: Side
    task_ids: list[str]
    parameters: list[ValueChange]
    values: list[ValueChange]
    environment: list[ValueChange]
    cells: list[CellChange]
    notes: list[str]


@needs("runs:read")
def last_good(ctx: ActionContext, dag_id: str, run_id: str) -> DagRunRecord:
    """The newest successful run of the DAG that began before this one. ``NotFoundError`` when there is none."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        wanted = RunFilter(dag_ids=(dag_id,), states=(DagRunState.SUCCESS,), started_to=run.sort_at)
        found = [each for each in run_listing.page(tx, wanted, "-start_date", 2, 0) if each.id != run.id]
    if not found:
        raise NotFoundError(f"No run of {dag_id!r} before {run_id!r} has succeeded. Choose the run to compare with.")
    return found[0]


@needs("runs:read")
def compare(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    *,
    other_dag_id: str | None = None,
    other_run_id: str | None = None,
    task_id: str | None = None,
) -> Comparison:
    """From the other run (by default the last good one) to this one. Without ``task_id`` the notebook that failed, else
    the first one both have."""
    if other_dag_id not in (None, dag_id) and other_run_id is None:
        raise InvalidInputError.at("other_dag_run_id", f"Name the run of {other_dag_id!r} to compare with.")
    other = other_run_id or last_good(ctx, dag_id, run_id).run_id
    with ctx.store.reading() as tx:
        before_run, after_run = find.run(tx, other_dag_id or dag_id, other), find.run(tx, dag_id, run_id)
        task_ids = _notebook_tasks(tx, before_run, after_run)
        if task_id is not None and task_id not in task_ids:
            raise InvalidInputError.at("task_id", f"The two runs have no notebook task {task_id!r} in common.")
        if not task_ids:
            raise NotFoundError("These two runs have no notebook in common, so there is nothing to compare.")
        chosen = task_id or _most_telling(tx, after_run, task_ids)
        before, after = (_side(ctx, tx, run, chosen) for run in (before_run, after_run))
    return _compared(before, after, task_ids)


def _compared(before: Side, after: Side, task_ids: list[str]) -> Comparison:
    notes = [
        f"{side.run.run_id} has left no executed notebook of {side.task.task_id}."
        for side in (before, after)
        if side.notebook is None
    ]
    cells: list[CellChange] = []
    if before.notebook is not None and after.notebook is not None:
        found = compare_notebooks(before.notebook, after.notebook)
        cells = found.cells
        notes += [found.note] if found.note else []
    environment: list[ValueChange] = []
    if before.environment is not None and after.environment is not None:
        environment = compare_environments(before.environment, after.environment)
    else:
        notes.append("The packages were not kept with both runs, so environments cannot be compared.")
    return Comparison(
        before,
        after,
        task_ids,
        compare_values(before.parameters, after.parameters),
        compare_values(before.values, after.values),
        environment,
        cells,
        notes,
    )


def _notebook_tasks(tx: Transaction, before: DagRunRecord, after: DagRunRecord) -> list[str]:
    """The notebook tasks that both have, in the order of the DAG."""
    mine, others = (
        [task.task_id for task in versions.get(tx, run.version_id).spec.tasks if task.is_notebook]
        for run in (after, before)
    )
    return [each for each in mine if each in others]


def _most_telling(tx: Transaction, run: DagRunRecord, task_ids: Sequence[str]) -> str:
    states = {each.task_id: each.state for each in task_instances.of_run(tx, run.id)}
    return next((each for each in task_ids if states.get(each) is TaskInstanceState.FAILED), task_ids[0])


def _side(ctx: ActionContext, tx: Transaction, run: DagRunRecord, task_id: str) -> Side:
    task = find.task(tx, run, task_id)
    place = (run.dag_id, run.run_id, task_id, task.map_index, task.try_number)
    folder = layout.try_folder(ctx.settings.runs_folder, *place)
    recorded = recorded_values.of_runs(tx, [run.id]).get(run.id, [])
    return Side(
        run,
        task,
        tries.get(tx, task.id, task.try_number),
        _notebook(folder),
        read_environment(folder),
        {
            each.name: plain(each.value)
            for each in recorded
            if (each.task_id, each.map_index) == (task_id, task.map_index)
        },
    )


def _notebook(folder: Path) -> dict[str, Any] | None:
    try:
        return read_notebook(folder / layout.NOTEBOOK_NAME)
    except NotFoundError:
        return None
