"""From what the actions return to what the API describes: the views of a DAG."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import chain
from typing import TypeVar

from couture_scheduler.actions import dag_views as actions
from couture_scheduler.store.grid import MappedCell

from couture_jupyter.states import TaskInstanceState
from couture_server.dag_views.bodies import (
    Calendar,
    CalendarDay,
    Grid,
    GridCells,
    GridRun,
    InstanceCount,
    MappedCells,
    MappedGrid,
    PlannedDay,
    PlannedDays,
    RunCount,
    Timeline,
    TimelineGroup,
    TimelineMany,
    TimelineTask,
    TimelineTry,
)

Value = TypeVar("Value", bound=Hashable)


def grid(dag_id: str, found: actions.Grid) -> Grid:
    """Runs side by side."""
    tasks = _places(each.cells.task_id for each in found.runs)
    states = _places(each.cells.state for each in found.runs)
    runs = [_grid_run(each, tasks, states) for each in found.runs]
    return Grid(dag_id=dag_id, task_ids=list(tasks), states=list(states), runs=runs, has_more=found.has_more)


def _places(columns: Iterable[Iterable[Value]]) -> dict[Value, int]:
    """Where each value stands in the list of all, once each."""
    return {value: place for place, value in enumerate(dict.fromkeys(chain.from_iterable(columns)))}


def _grid_run(found: actions.GridRun, tasks: dict[str, int], states: dict[TaskInstanceState | None, int]) -> GridRun:
    run, cells = found.run, found.cells
    return GridRun(
        dag_run_id=run.run_id,
        state=run.state,
        run_type=run.run_type,
        logical_date=run.logical_date,
        run_after=run.run_after,
        queued_at=run.queued_at,
        start_date=run.started_at,
        end_date=run.ended_at,
        version_number=found.version_number,
        partition_key=run.partition_key,
        note=run.note,
        cells=GridCells(
            task=[tasks[task_id] for task_id in cells.task_id],
            state=[states[state] for state in cells.state],
            mapped=cells.mapped,
            try_number=cells.try_number,
            queued=cells.queued,
            start=cells.start,
            end=cells.end,
        ),
    )


def mapped_grid(dag_id: str, task_id: str, found: actions.MappedGrid) -> MappedGrid:
    """The mapped instances of a task."""
    of_run: dict[int, list[MappedCell]] = {run.id: [] for run in found.runs}
    for cell in found.cells:
        of_run[cell.dag_run_id].append(cell)
    runs = [_mapped_cells(run.run_id, of_run[run.id]) for run in found.runs]
    return MappedGrid(dag_id=dag_id, task_id=task_id, runs=runs)


def _mapped_cells(run_id: str, cells: list[MappedCell]) -> MappedCells:
    return MappedCells(
        dag_run_id=run_id,
        map_index=[cell.map_index for cell in cells],
        label=[cell.label for cell in cells],
        state=[cell.state for cell in cells],
        try_number=[cell.try_number for cell in cells],
        queued=[cell.queued for cell in cells],
        start=[cell.start for cell in cells],
        end=[cell.end for cell in cells],
    )


def timeline(found: actions.Timeline) -> Timeline:
    """The course of a run."""
    run, spec = found.run, found.spec
    return Timeline(
        dag_id=run.dag_id,
        dag_run_id=run.run_id,
        state=run.state,
        run_after=run.run_after,
        queued_at=run.queued_at,
        start_date=run.started_at,
        end_date=run.ended_at,
        version_number=found.version_number,
        tasks=[
            TimelineTask(
                task_id=each.task_id,
                label=each.label or each.task_id,
                task_group=each.task_group,
                upstream=list(each.upstream),
            )
            for each in spec.tasks
        ],
        task_groups=[
            TimelineGroup(
                group_id=each.group_id, label=each.label or each.group_id.rpartition(".")[2], parent=each.parent
            )
            for each in spec.task_groups
        ],
        tries=[
            TimelineTry(
                task_id=each.task_id,
                map_index=each.map_index,
                label=each.label,
                try_number=each.try_number,
                state=each.state,
                queued_at=each.queued_at,
                start_date=each.started_at,
                end_date=each.ended_at,
            )
            for each in found.tries
        ],
        many=[
            TimelineMany(
                task_id=each.task_id,
                counts=[InstanceCount(state=state, count=number) for state, number in each.counts.items()],
                queued_at=each.queued_at,
                start_date=each.started_at,
                end_date=each.ended_at,
            )
            for each in found.many
        ],
    )


def calendar(dag_id: str, found: actions.Calendar) -> Calendar:
    """The days with runs."""
    days = [
        CalendarDay(day=day, counts=[RunCount(state=state, count=number) for state, number in counts.items()])
        for day, counts in found.days.items()
    ]
    return Calendar(dag_id=dag_id, timezone=found.timezone, days=days)


def planned_days(dag_id: str, found: actions.PlannedDays) -> PlannedDays:
    """The days with runs to come."""
    return PlannedDays(
        dag_id=dag_id,
        timezone=found.timezone,
        is_paused=found.is_paused,
        days=[PlannedDay(day=day, count=number) for day, number in found.days.items()],
        known_until=found.known_until,
    )
