"""What a person may ask about runs: look, start, start again. Changing one is in ``run_changes`` and ``clearing``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from couture_jupyter.partitions import PartitionKeyError
from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.serialization.shape import tasks_of_run
from couture_jupyter.states import DagRunState, DagRunType
from couture_scheduler.actions import asked_timetables, find
from couture_scheduler.actions.clearing import clear, retry
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.notebook_tasks import notebook_tasks
from couture_scheduler.actions.notebooks import typed
from couture_scheduler.actions.run_changes import BulkResult, bulk, delete, keep, mark, preview_mark, set_note, stop
from couture_scheduler.actions.run_params import check_conf
from couture_scheduler.actions.which_code import is_newest
from couture_scheduler.engine import partitions
from couture_scheduler.engine.partitions import Partition
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.store import dag_listing, dag_runs, run_listing, task_instances, versions
from couture_scheduler.store.dag_runs import DagRunRecord, NewDagRun
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.versions import VersionRecord, VersionSummary

__all__ = [
    "BulkResult",
    "RunCounts",
    "RunDetails",
    "RunFilter",
    "bulk",
    "clear",
    "counts",
    "delete",
    "get",
    "keep",
    "list_runs",
    "mark",
    "preview_mark",
    "rerun",
    "retry",
    "set_note",
    "stop",
    "trigger",
]

_RUN_ID = re.compile(r"[\w.~:+@=, -]{1,250}")
_RECENTLY = timedelta(hours=24)
_MOST_NAMED = 3  # tasks in a sentence


@dataclass(frozen=True, slots=True)
class RunDetails:
    """A run with what stands beside it: ``task_counts`` by state (``none`` for no state), the DAG's kind, name and
    version (``None`` when that is gone), and the notebook task to look at first, if there is one."""

    run: DagRunRecord
    kind: str
    display_name: str
    version: VersionSummary | None
    task_counts: dict[str, int]
    notebook_task_id: str | None


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How many runs are queued and running, and how many that began in the last 24 hours failed."""

    queued: int
    running: int
    failed_recently: int


@needs("runs:read")
def list_runs(
    ctx: ActionContext,
    wanted: RunFilter | None = None,
    *,
    order_by: str = "-start_date",
    limit: int = 100,
    offset: int = 0,
) -> Page[RunDetails]:
    """A page of runs, the newest first."""
    which = wanted or RunFilter()
    with ctx.store.reading() as tx:
        records = run_listing.page(tx, which, order_by, limit, offset)
        return Page(details(ctx, tx, records), run_listing.count(tx, which))


@needs("runs:read")
def get(ctx: ActionContext, dag_id: str, run_id: str) -> RunDetails:
    """One run."""
    with ctx.store.reading() as tx:
        return details(ctx, tx, [find.run(tx, dag_id, run_id)])[0]


@needs("runs:read")
def counts(ctx: ActionContext) -> RunCounts:
    """How many runs are where."""
    active = RunFilter(states=(DagRunState.QUEUED, DagRunState.RUNNING))
    failed = RunFilter(states=(DagRunState.FAILED,), started_from=ctx.clock() - _RECENTLY)
    with ctx.store.reading() as tx:
        by_state = run_listing.state_counts(tx, active)
        recently = run_listing.count(tx, failed)
    return RunCounts(by_state.get(DagRunState.QUEUED, 0), by_state.get(DagRunState.RUNNING, 0), recently)


@needs("runs:trigger")
def trigger(
    ctx: ActionContext,
    dag_id: str,
    *,
    conf: dict[str, Any] | None = None,
    parameters: dict[str, Any] | None = None,
    logical_date: datetime | None = None,
    data_interval: tuple[datetime, datetime] | None = None,
    run_id: str | None = None,
    note: str | None = None,
    partition_key: str | None = None,
    triggered_by: str | None = None,
    run_type: DagRunType = DagRunType.MANUAL,
    version_id: int | None = None,
) -> RunDetails:
    """Start a run by hand. It runs also while the DAG is paused.

    Args:
        conf: what the tasks find as ``dag_run.conf``; checked against the DAG's params.
        parameters: for notebooks: override the schedule's; they become ``conf["parameters"]``.
        logical_date: default now; at most one run exists for each.
        data_interval: default what the timetable says for a manual run.
        run_id: default ``manual__<logical date>``.
        partition_key: which partition it works on, if the DAG has partitions.
        run_type: for what starts runs in a person's stead, such as a file that came.
        version_id: of the DAG's versions the one to run; default the newest.

    Raises ``NotFoundError``, ``InvalidInputError`` or ``ConflictError`` (a run with this id or date exists).
    """
    _require_run_id(run_id)
    with ctx.store.reading() as tx:  # all that may take long is done before the database is locked for writing
        version = startable_version(tx, dag_id, version_id)
    given = _checked_conf(ctx, version.spec, conf, parameters)
    partition = _partition(version.spec, partition_key)
    now = ctx.clock()
    new = NewDagRun(
        dag_id=dag_id,
        run_id=run_id or "",
        version_id=version.id,
        run_type=run_type,
        logical_date=logical_date or now,
        data_interval=data_interval or asked_timetables.manual_interval(ctx, version, logical_date or now),
        run_after=now,
        queued_at=now,
        conf=given,
        note=note,
        triggered_by=triggered_by or ("cli" if ctx.actor.source == "cli" else "rest_api"),
        triggering_user=ctx.actor.name,
        partition_key=partition.key,
        partition_date=partition.date,
    )
    with ctx.store.transaction() as tx:
        record = start(tx, new, version, any_date=logical_date is None)
        audited = {"version": version.number} if version_id is not None else None
        ctx.audit(tx, "trigger_dag_run", dag_id=dag_id, run_id=record.run_id, details=audited)
    ctx.tell(run_change(record, ctx.actor.name, "created"))
    with ctx.store.reading() as tx:
        return details(ctx, tx, [record])[0]


def _require_run_id(run_id: str | None) -> None:
    if run_id is not None and not _RUN_ID.fullmatch(run_id):
        raise InvalidInputError.at(
            "dag_run_id", "A run id is made of letters, digits and . _ ~ : + @ = , - (at most 250)."
        )


def _checked_conf(
    ctx: ActionContext, spec: DagSpec, conf: dict[str, Any] | None, parameters: dict[str, Any] | None
) -> dict[str, Any]:
    given = dict(conf or {})
    if parameters is not None:
        given["parameters"] = typed(ctx, notebook_of(spec), parameters)
    check_conf(spec, given, ctx.actor)
    return given


def _require_tasks(spec: DagSpec, run_type: DagRunType, logical_date: datetime) -> None:
    """A run that somebody asks for has something to do, if the DAG has."""
    if spec.tasks and not tasks_of_run(spec, run_type, logical_date):
        dates = [f"{task.task_id} {_dates(task)}" for task in spec.tasks[:_MOST_NAMED]]
        more = ", …" if len(spec.tasks) > _MOST_NAMED else ""
        raise InvalidInputError.at(
            "logical_date",
            f"No task of {spec.dag_id!r} runs for {logical_date:%Y-%m-%d %H:%M:%S}: {', '.join(dates)}{more} (UTC).",
        )


def _dates(task: TaskSpec) -> str:
    bounds = (("begins", task.start_date), ("ends", task.end_date))
    return " and ".join(f"{verb} at {date:%Y-%m-%d %H:%M:%S}" for verb, date in bounds if date is not None)


def _partition(spec: DagSpec, key: str | None) -> Partition:
    try:
        return partitions.asked(spec, key)
    except PartitionKeyError as error:
        raise InvalidInputError.at("partition_key", str(error)) from error


@needs("runs:trigger")
def rerun(
    ctx: ActionContext,
    dag_id: str,
    run_id: str,
    *,
    conf: dict[str, Any] | None = None,
    parameters: dict[str, Any] | None = None,
    note: str | None = None,
    on_latest_version: bool | None = None,
) -> RunDetails:
    """Start a new run like this one; what is given replaces what the old run had. It gets the DAG's newest code, or
    with ``on_latest_version`` false the code of that run; ``None``: as the DAG says, else the newest."""
    with ctx.store.reading() as tx:
        old = find.run(tx, dag_id, run_id)
        newest = is_newest(tx, dag_id, on_latest_version, usual=True)
        takes_key = partitions.takes_key(find.version(tx, dag_id).spec)
    key = old.partition_key if takes_key else None
    version_id = None if newest else old.version_id
    given = old.conf if conf is None else conf
    return trigger(ctx, dag_id, conf=given, parameters=parameters, note=note, version_id=version_id, partition_key=key)


def notebook_of(spec: DagSpec) -> str:
    """The notebook of the DAG's first notebook task; empty when it has none."""
    arguments = next((task.arguments for task in spec.tasks if task.is_notebook), {})
    return str(arguments.get("input_notebook") or arguments.get("input_nb") or "")


def startable_version(tx: Transaction, dag_id: str, version_id: int | None = None) -> VersionRecord:
    """The version that a new run gets: the newest where none is named. ``ConflictError`` when the DAG's file does not
    define the DAG any more."""
    record = find.dag(tx, dag_id)
    if record.is_stale:
        raise ConflictError(f"The DAG {dag_id!r} is gone from its file {record.file}: there is nothing to run.")
    return find.version(tx, dag_id) if version_id is None else versions.get(tx, version_id)


def start(tx: Transaction, new: NewDagRun, version: VersionRecord, *, any_date: bool) -> DagRunRecord:
    """Insert the run with its task instances. With ``any_date`` it takes the next free microsecond."""
    _require_tasks(version.spec, new.run_type, new.logical_date)
    for late in range(100 if any_date else 1):
        logical_date = new.logical_date + timedelta(microseconds=late)
        run_id = new.run_id or f"{new.run_type}__{logical_date.isoformat()}"
        created = dag_runs.insert_if_absent(tx, replace(new, logical_date=logical_date, run_id=run_id))
        if created is not None:
            task_instances.insert_tasks(tx, created, tasks_of_run(version.spec, new.run_type, logical_date))
            return dag_runs.get_many(tx, [created])[created]
    run_id = new.run_id or f"{new.run_type}__{new.logical_date.isoformat()}"
    raise ConflictError(
        f"The DAG {new.dag_id!r} has a run with the id {run_id!r} or the logical date "
        f"{new.logical_date.isoformat()} already."
    )


def details(ctx: ActionContext, tx: Transaction, records: Sequence[DagRunRecord]) -> list[RunDetails]:
    """What stands beside these runs, in a handful of queries however many they are."""
    tasks = run_listing.task_counts(tx, [record.id for record in records])
    known = versions.summaries(tx, list({record.version_id for record in records}))
    shown = dag_listing.kinds_and_names(tx, list({record.dag_id for record in records}))
    notebooks = notebook_tasks(ctx, tx, {record.id: record.version_id for record in records})
    return [
        RunDetails(
            record,
            *shown[record.dag_id],
            known.get(record.version_id),
            tasks.get(record.id, {}),
            notebooks.get(record.id),
        )
        for record in records
    ]


def run_change(run: DagRunRecord, user: str, what: str = "changed") -> Change:
    """The news of a run."""
    return Change("dag_run", what, dag_id=run.dag_id, run_id=run.run_id, state=run.state, user=user)
