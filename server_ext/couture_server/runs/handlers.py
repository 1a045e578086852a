"""Routes of DAG runs."""

from __future__ import annotations

import json
from datetime import datetime

from couture_scheduler.actions import assets, clearing, exports, runs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_jupyter.states import DagRunState
from couture_server.http.bounds import bounds_of
from couture_server.http.filters import matches_of
from couture_server.http.models import TableAnswer
from couture_server.http.routes import Routes
from couture_server.runs import answers
from couture_server.runs.bodies import (
    BulkRunResult,
    BulkRunResults,
    BulkRunsBody,
    ClearedRun,
    ClearRunBody,
    DagRun,
    DagRunCollection,
    DagRunCounts,
    DagRunExport,
    DagRunFilters,
    DagRunPatch,
    DagRunQuery,
    DagRunsBatch,
    MarkRunBody,
    MaterializeAssetBody,
    RerunBody,
    TriggerBody,
)

routes = Routes("DagRun", store_only=True)

_RUN = "dags/{dag_id}/dagRuns/{dag_run_id}"
_ANY = "~"
_NEWEST_FIRST = "-start_date"


@routes.get("dags/{dag_id}/dagRuns", "runs:read")
def get_dag_runs(ctx: ActionContext, dag_id: str, query: DagRunQuery) -> DagRunCollection:
    """Runs of a DAG, or of all DAGs where dag_id is `~`."""
    wanted = _wanted(() if dag_id == _ANY else (dag_id,), query)
    return _collection(ctx, wanted, query.order_by, query.limit, query.offset)


@routes.get("dagRuns/export", "runs:read")
def export_dag_runs(ctx: ActionContext, query: DagRunExport) -> TableAnswer:
    """All runs that the query names, as CSV."""
    wanted = _wanted((query.dag_id,) if query.dag_id else (), query)
    found = exports.dag_runs_of(ctx, wanted, query.order_by or _NEWEST_FIRST)
    return TableAnswer("dag-runs.csv", answers.COLUMNS, ([answers.row(each) for each in part] for part in found))


@routes.post("dags/{dag_id}/dagRuns/list", "runs:read")
def get_list_dag_runs_batch(ctx: ActionContext, dag_id: str, body: DagRunsBatch) -> DagRunCollection:
    """Runs, asked for with a body."""
    if dag_id != _ANY:
        raise InvalidInputError.at("dag_id", "Here dag_id must be ~; name the DAGs in the body as dag_ids.")
    wanted = runs.RunFilter(
        dag_ids=tuple(body.dag_ids or ()),
        states=tuple(body.states or ()),
        matches=matches_of(body, "duration"),
        **bounds_of(body),
    )
    return _collection(ctx, wanted, body.order_by, body.page_limit, body.page_offset)


@routes.post("dags/{dag_id}/dagRuns", "runs:trigger")
def trigger_dag_run(ctx: ActionContext, dag_id: str, body: TriggerBody) -> DagRun:
    """Start a run."""
    started = runs.trigger(
        ctx,
        dag_id,
        conf=body.conf,
        parameters=body.parameters,
        logical_date=body.logical_date,
        data_interval=_interval(body.data_interval_start, body.data_interval_end),
        run_id=body.dag_run_id,
        note=body.note,
        partition_key=body.partition_key,
    )
    return answers.dag_run(started)


@routes.post("assets/{asset_id}/materialize", "runs:trigger")
def materialize_asset(ctx: ActionContext, asset_id: int, body: MaterializeAssetBody | None = None) -> DagRun:
    """Start the DAG that makes an asset."""
    given = body or MaterializeAssetBody()
    started = assets.materialize(
        ctx,
        asset_id,
        conf=given.conf,
        logical_date=given.logical_date,
        data_interval=_interval(given.data_interval_start, given.data_interval_end),
        run_id=given.dag_run_id,
        note=given.note,
        partition_key=given.partition_key,
    )
    return answers.dag_run(started)


@routes.get(_RUN, "runs:read")
def get_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """One run."""
    return answers.dag_run(runs.get(ctx, dag_id, dag_run_id))


@routes.patch(_RUN, "runs:edit")
def patch_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: DagRunPatch) -> DagRun:
    """Mark a run as success or failed, queue it again, change its note, or have it stay."""
    if body.state == "queued":
        runs.clear(ctx, dag_id, dag_run_id)
    elif body.state is not None:
        runs.mark(ctx, dag_id, dag_run_id, DagRunState(body.state))
    if "note" in body.model_fields_set:
        runs.set_note(ctx, dag_id, dag_run_id, body.note)
    if body.is_kept is not None:
        runs.keep(ctx, dag_id, dag_run_id, is_kept=body.is_kept)
    return get_dag_run(ctx, dag_id, dag_run_id)


@routes.delete(_RUN, "runs:delete")
def delete_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> None:
    """Delete a run with its logs and executed notebooks; outputs in the workspace stay."""
    runs.delete(ctx, dag_id, dag_run_id)


@routes.post(_RUN + "/clear", "runs:edit")
def clear_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: ClearRunBody) -> ClearedRun | DagRun:
    """Run tasks of a run again; with `dry_run`, list the task instances that would run."""
    if body.only_new:
        new = clearing.add_new_tasks(ctx, dag_id, dag_run_id, dry_run=body.dry_run)
        return answers.new_tasks(dag_id, dag_run_id, new) if body.dry_run else get_dag_run(ctx, dag_id, dag_run_id)
    cleared = runs.clear(
        ctx,
        dag_id,
        dag_run_id,
        task_ids=body.task_ids,
        only_failed=body.only_failed,
        upstream=body.include_upstream,
        downstream=body.include_downstream,
        on_latest_version=body.run_on_latest_version,
        note=body.note,
        dry_run=body.dry_run,
    )
    if body.dry_run:
        return answers.cleared_run(dag_id, dag_run_id, cleared)
    return get_dag_run(ctx, dag_id, dag_run_id)


@routes.post(_RUN + "/markDryRun", "runs:edit")
def mark_dag_run_dry_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: MarkRunBody) -> ClearedRun:
    """The task instances that marking the run would change, as they are."""
    told = runs.preview_mark(ctx, dag_id, dag_run_id, DagRunState(body.state))
    return answers.cleared_run(dag_id, dag_run_id, [each.task for each in told])


@routes.post(_RUN + "/stop", "runs:edit")
def stop_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """Stop a run: its running tasks are ended, the run fails."""
    runs.stop(ctx, dag_id, dag_run_id)
    return get_dag_run(ctx, dag_id, dag_run_id)


@routes.post(_RUN + "/retry", "runs:edit")
def retry_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str) -> DagRun:
    """Run the failed tasks of a run, and what depends on them, again."""
    runs.retry(ctx, dag_id, dag_run_id)
    return get_dag_run(ctx, dag_id, dag_run_id)


@routes.post(_RUN + "/rerun", "runs:trigger")
def rerun_dag_run(ctx: ActionContext, dag_id: str, dag_run_id: str, body: RerunBody | None) -> DagRun:
    """Start a new run like this one, with the same or edited parameters, on the newest code or on that of the run."""
    edited = body or RerunBody()
    started = runs.rerun(
        ctx,
        dag_id,
        dag_run_id,
        conf=edited.conf,
        parameters=edited.parameters,
        note=edited.note,
        on_latest_version=edited.run_on_latest_version,
    )
    return answers.dag_run(started)


@routes.post("dagRuns/bulk", "runs:edit")
def bulk_dag_runs(ctx: ActionContext, body: BulkRunsBody) -> BulkRunResults:
    """Retry, stop or delete many runs; one result for each."""
    found = runs.bulk(ctx, body.action, [(run.dag_id, run.dag_run_id) for run in body.runs])
    results = [
        BulkRunResult(dag_id=each.dag_id, dag_run_id=each.run_id, ok=each.ok, detail=each.detail) for each in found
    ]
    return BulkRunResults(results=results)


@routes.get("dagRunCounts", "runs:read")
def get_dag_run_counts(ctx: ActionContext) -> DagRunCounts:
    """How many runs are queued and running, and how many failed in the last 24 hours."""
    found = runs.counts(ctx)
    return DagRunCounts(queued=found.queued, running=found.running, failed_recently=found.failed_recently)


def _wanted(dag_ids: tuple[str, ...], query: DagRunFilters) -> runs.RunFilter:
    return runs.RunFilter(
        dag_ids=dag_ids,
        states=tuple(query.state),
        run_types=tuple(query.run_type),
        matches=matches_of(query, "duration", but="consuming_asset"),
        asset_text=query.consuming_asset_pattern or "",
        conf_text=_as_stored(query.conf_contains or ""),
        version_numbers=tuple(query.dag_version),
        **bounds_of(query),
    )


def _collection(
    ctx: ActionContext, wanted: runs.RunFilter, order_by: str | None, limit: int, offset: int
) -> DagRunCollection:
    found = runs.list_runs(ctx, wanted, order_by=order_by or _NEWEST_FIRST, limit=limit, offset=offset)
    return DagRunCollection(dag_runs=[answers.dag_run(each) for each in found.entries], total_entries=found.total)


def _as_stored(text: str) -> str:
    """A part of a conf as it stands in the store: without spaces after colons and commas, in ASCII."""
    compact = text.replace('": ', '":').replace(', "', ',"')
    return json.dumps(compact)[1:-1].replace('\\"', '"')


def _interval(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    """Both ends of a data interval, or neither."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise InvalidInputError.at("data_interval_start", "Give both ends of the data interval, or neither.")
    if end < start:
        raise InvalidInputError.at("data_interval_end", "The data interval ends before it starts.")
    return start, end
