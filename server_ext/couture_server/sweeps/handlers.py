"""Routes of parameter sweeps, and of what runs recorded."""

from __future__ import annotations

import dataclasses

from couture_scheduler.actions import sweeps
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.sweeps import SweepRecord

from couture_jupyter.recorded_displays import without_picture
from couture_server.http.models import ImageAnswer, TextAnswer
from couture_server.http.routes import Routes
from couture_server.sweeps.bodies import (
    CancelledSweep,
    RecordedPictureQuery,
    RecordedValue,
    RecordedValueCollection,
    Sweep,
    SweepBody,
    SweepCollection,
    SweepRow,
    SweepTable,
)

routes = Routes("Sweep")


@routes.get("dags/{dag_id}/sweeps", "runs:read")
def get_sweeps(ctx: ActionContext, dag_id: str) -> SweepCollection:
    """List the newest sweeps of a DAG."""
    listed = [_sweep(each) for each in sweeps.list_sweeps(ctx, dag_id)]
    return SweepCollection(sweeps=listed, total_entries=len(listed))


@routes.post("dags/{dag_id}/sweeps", "runs:trigger", status=201)
def post_sweep(ctx: ActionContext, dag_id: str, body: SweepBody) -> Sweep:
    """Start a run for each combination of values, some at once."""
    return _sweep(
        sweeps.start(ctx, dag_id, body.parameters, at_once=body.at_once, combine=body.combine, note=body.note)
    )


@routes.get("dags/{dag_id}/sweeps/{sweep_id}", "runs:read")
def get_sweep(ctx: ActionContext, dag_id: str, sweep_id: str) -> SweepTable:
    """A sweep with its runs, their values and what they recorded."""
    found = _of(ctx, dag_id, sweep_id)
    rows = [
        SweepRow(
            dag_run_id=row.run.run_id,
            state=row.run.state,
            seconds=row.seconds,
            parameters=row.parameters,
            results={name: without_picture(value) for name, value in row.results.items()},
        )
        for row in found.rows
    ]
    return SweepTable(
        sweep=_sweep(found.sweep),
        parameter_names=found.parameter_names,
        result_names=found.result_names,
        rows=rows,
    )


@routes.get("dags/{dag_id}/sweeps/{sweep_id}/csv", "runs:read")
def get_sweep_csv(ctx: ActionContext, dag_id: str, sweep_id: str) -> TextAnswer:
    """The table of a sweep as CSV."""
    return TextAnswer(sweeps.to_csv(_of(ctx, dag_id, sweep_id)))


@routes.post("dags/{dag_id}/sweeps/{sweep_id}/cancel", "runs:edit")
def cancel_sweep(ctx: ActionContext, dag_id: str, sweep_id: str) -> CancelledSweep:
    """Stop the runs of a sweep that have not ended."""
    _of(ctx, dag_id, sweep_id)
    return CancelledSweep(stopped=sweeps.cancel(ctx, sweep_id))


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/recordedValues", "runs:read")
def get_recorded_values(ctx: ActionContext, dag_id: str, dag_run_id: str) -> RecordedValueCollection:
    """What a run recorded with `couture_jupyter.record`."""
    found = sweeps.list_recorded(ctx, dag_id, dag_run_id)
    listed = [RecordedValue(**dataclasses.asdict(each)) for each in found]
    return RecordedValueCollection(recorded_values=listed, total_entries=len(listed))


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/recordedPicture", "runs:read")
def get_recorded_picture(ctx: ActionContext, dag_id: str, dag_run_id: str, query: RecordedPictureQuery) -> ImageAnswer:
    """A picture that a run recorded."""
    media_type, content = sweeps.picture(ctx, dag_id, dag_run_id, query.name)
    return ImageAnswer(content, media_type)


def _of(ctx: ActionContext, dag_id: str, sweep_id: str) -> sweeps.SweepDetails:
    found = sweeps.get(ctx, sweep_id)
    if found.sweep.dag_id != dag_id:
        raise NotFoundError(f"The DAG {dag_id!r} has no sweep {sweep_id!r}.")
    return found


def _sweep(record: SweepRecord) -> Sweep:
    return Sweep(**dataclasses.asdict(record), runs=sum(record.states.values()))
