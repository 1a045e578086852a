"""Routes of cell histories and of the expected end of runs."""

from __future__ import annotations

from couture_scheduler.actions import cell_history as actions
from couture_scheduler.actions.context import ActionContext

from couture_server.cell_history.bodies import CellHistory, CellHistoryQuery, CellOfRun, CellPoint, Eta
from couture_server.http.routes import Routes

routes = Routes("Cell History")


@routes.get("dags/{dag_id}/tasks/{task_id}/cellHistory", "runs:read")
def get_cell_history(
    ctx: ActionContext, dag_id: str, task_id: str, query: CellHistoryQuery, map_index: int = -1
) -> CellHistory:
    """What the cells of a notebook task took, in one run and in those before it."""
    found = actions.history(
        ctx,
        dag_id,
        task_id,
        run_id=query.dag_run_id,
        try_number=query.try_number,
        map_index=map_index,
        limit=query.limit,
    )
    return CellHistory(
        dag_id=found.dag_id,
        task_id=found.task_id,
        dag_run_id=found.run_id,
        try_number=found.try_number,
        cells=[_cell(each) for each in found.cells],
        earlier_runs=[each.run_id for each in found.earlier_runs],
        eta=_eta(found.estimate),
    )


@routes.get("dags/{dag_id}/dagRuns/{dag_run_id}/eta", "runs:read")
def get_eta(ctx: ActionContext, dag_id: str, dag_run_id: str) -> Eta:
    """When a running run is expected to end."""
    return _eta(actions.estimate_run(ctx, dag_id, dag_run_id))


def _cell(found: actions.CellOfRun) -> CellOfRun:
    run = found.run
    return CellOfRun(
        number=found.number,
        index=found.planned.index,
        cell_id=found.planned.cell_id,
        title=found.planned.title,
        state=found.state,  # type: ignore[arg-type]
        ran_in_try=found.ran_in_try,
        kernel_id=run.kernel_id if run else None,
        start_date=run.started_at if run else None,
        seconds=run.seconds if run else None,
        output_bytes=run.output_bytes if run else None,
        memory_bytes=run.memory_bytes if run else None,
        usual_seconds=found.usual.seconds if found.usual else None,
        slow=found.slow or None,
        earlier=[_point(each, found.planned.source_hash) for each in found.earlier],
    )


def _point(found: actions.CellPoint, source_hash: str) -> CellPoint:
    return CellPoint(
        dag_run_id=found.run_id,
        try_number=found.try_number,
        start_date=found.cell.started_at,
        seconds=found.cell.seconds,
        output_bytes=found.cell.output_bytes,
        memory_bytes=found.cell.memory_bytes,
        is_same_source=found.cell.source_hash == source_hash,
    )


def _eta(found: actions.RunEstimate | None) -> Eta:
    if found is None:
        return Eta(eta=None, seconds_left=None, at_least=False)
    return Eta(eta=found.ends_at, seconds_left=found.seconds_left, at_least=found.at_least)
