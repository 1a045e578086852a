"""What a person may ask about DAGs: look, switch on and off, delete."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.actions.notebook_tasks import notebook_tasks
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files import layout
from couture_scheduler.store import dag_files, dag_listing, dag_runs, import_errors, missed_runs, run_listing, versions
from couture_scheduler.store import dags as stored
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.dag_listing import DagFilter, DagRecord, RunMark
from couture_scheduler.store.import_errors import ImportErrorRecord
from couture_scheduler.store.missed_runs import MissedRunRecord
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.versions import VersionRecord, VersionSummary

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DagSummary:
    """A DAG in a list: with its newest runs (at most ten, newest first), how many are active, and for each of these
    runs (by its id) the notebook task to look at first, if there is one. Where they were asked for: ``run_counts`` of
    all its runs by state, ``task_counts`` of the tasks of its active runs, or of its newest one when none is, and its
    timetable and the links of its owners as its author wrote them."""

    dag: DagRecord
    recent_runs: list[RunMark] = field(default_factory=list)
    active_runs: int = 0
    notebook_tasks: Mapping[int, str] = field(default_factory=dict)
    run_counts: Mapping[DagRunState, int] | None = None
    task_counts: Mapping[str, int] | None = None
    timetable: str | None = None
    owner_links: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DagDetails:
    """A DAG with its newest version."""

    dag: DagRecord
    version: VersionRecord
    active_runs: int


@needs("dags:read")
def list_dags(
    ctx: ActionContext,
    wanted: DagFilter | None = None,
    *,
    order_by: str = "dag_id",
    limit: int = 100,
    offset: int = 0,
    with_counts: bool = False,
) -> Page[DagSummary]:
    """A page of DAGs with their newest runs."""
    which = wanted or DagFilter()
    with ctx.store.reading() as tx:
        records = dag_listing.page(tx, which, order_by, limit, offset)
        ids = [record.dag_id for record in records]
        runs = dag_listing.recent_runs(tx, ids)
        active = dag_runs.active_per_dag(tx)
        total = dag_listing.count(tx, which)
        notebooks = notebook_tasks(ctx, tx, {mark.id: mark.version_id for marks in runs.values() for mark in marks})
        summaries = [
            DagSummary(record, runs.get(record.dag_id, []), active.get(record.dag_id, 0), notebooks)
            for record in records
        ]
        return Page(_with_counts(tx, summaries) if with_counts else summaries, total)


def _with_counts(tx: Transaction, summaries: list[DagSummary]) -> list[DagSummary]:
    run_counts = run_listing.state_counts_per_dag(tx, [each.dag.dag_id for each in summaries])
    tasks = _recent_task_counts(tx, {each.dag.dag_id: each.recent_runs for each in summaries if each.recent_runs})
    specs = versions.specs(tx, [each.dag.version_id for each in summaries])
    return [
        replace(
            each,
            run_counts=run_counts.get(each.dag.dag_id, {}),
            task_counts=tasks.get(each.dag.dag_id, {}),
            timetable=expression(specs[each.dag.version_id]),
            owner_links=specs[each.dag.version_id].owner_links,
        )
        for each in summaries
    ]


def expression(spec: DagSpec) -> str | None:
    """The timetable as its author wrote it, where that is a text."""
    return spec.timetable.get("cron") or spec.timetable.get("expression")


@needs("dags:read")
def list_owners(ctx: ActionContext) -> list[str]:
    """Who owns DAGs."""
    with ctx.store.reading() as tx:
        return dag_listing.owners(tx)


def _recent_task_counts(tx: Transaction, recent: Mapping[str, list[RunMark]]) -> dict[str, Counter[str]]:
    """For each DAG how many tasks of its active runs, or of its newest one when none is, are in which state."""
    active = run_listing.active_ids_per_dag(tx, list(recent))
    dag_of = {run: dag_id for dag_id, marks in recent.items() for run in active.get(dag_id, [marks[0].id])}
    found: dict[str, Counter[str]] = {}
    for run, counts in run_listing.task_counts(tx, list(dag_of)).items():
        found.setdefault(dag_of[run], Counter()).update(counts)
    return found


@needs("dags:read")
def list_details(
    ctx: ActionContext,
    wanted: DagFilter | None = None,
    *,
    order_by: str = "dag_id",
    limit: int = 100,
    offset: int = 0,
) -> Page[DagDetails]:
    """A page of DAGs with their specs."""
    which = wanted or DagFilter()
    with ctx.store.reading() as tx:
        records = dag_listing.page(tx, which, order_by, limit, offset)
        newest = versions.get_many(tx, [record.version_id for record in records])
        active = dag_runs.active_per_dag(tx)
        total = dag_listing.count(tx, which)
    entries = [DagDetails(record, newest[record.version_id], active.get(record.dag_id, 0)) for record in records]
    return Page(entries, total)


@needs("dags:read")
def get(ctx: ActionContext, dag_id: str) -> DagDetails:
    """One DAG with its newest version."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
        return DagDetails(record, find.version(tx, dag_id), dag_runs.active_per_dag(tx).get(dag_id, 0))


@needs("dags:read")
def get_summary(ctx: ActionContext, dag_id: str) -> DagSummary:
    """One DAG as it stands in a list."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
        runs = dag_listing.recent_runs(tx, [dag_id]).get(dag_id, [])
        notebooks = notebook_tasks(ctx, tx, {mark.id: mark.version_id for mark in runs})
        return DagSummary(record, runs, dag_runs.active_per_dag(tx).get(dag_id, 0), notebooks)


@needs("dags:read")
def list_versions(ctx: ActionContext, dag_id: str) -> list[VersionSummary]:
    """All versions of a DAG, the newest first."""
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        return versions.listing(tx, dag_id)


@needs("dags:read")
def get_version(ctx: ActionContext, dag_id: str, number: int | None = None) -> VersionRecord:
    """One version with its source and spec; the newest when no number is given."""
    with ctx.store.reading() as tx:
        return find.version(tx, dag_id, number)


@needs("dags:read")
def source(ctx: ActionContext, dag_id: str, number: int | None = None) -> VersionRecord:
    """The Python source of a version (``.source``)."""
    return get_version(ctx, dag_id, number)


@needs("dags:read")
def list_tags(ctx: ActionContext) -> list[str]:
    """All tags in use."""
    with ctx.store.reading() as tx:
        return dag_listing.all_tags(tx)


@needs("runs:read")
def list_missed_runs(ctx: ActionContext, dag_id: str, limit: int = 100, offset: int = 0) -> Page[MissedRunRecord]:
    """Runs that were due and were not made, the newest first."""
    with ctx.store.reading() as tx:
        find.dag(tx, dag_id)
        return Page(missed_runs.listing(tx, dag_id, limit, offset), missed_runs.count(tx, dag_id))


@needs("importErrors:read")
def list_import_errors(ctx: ActionContext, limit: int = 100, offset: int = 0) -> Page[ImportErrorRecord]:
    """DAG files that could not be read."""
    with ctx.store.reading() as tx:
        return Page(import_errors.listing(tx, limit, offset), import_errors.count(tx))


@needs("dagFiles:read")
def list_files(ctx: ActionContext) -> list[DagFileRecord]:
    """The DAG files as they were last read, those that took longest first."""
    with ctx.store.reading() as tx:
        found = dag_files.listing(tx).values()
    return sorted(found, key=lambda each: -each.parse_seconds)


@needs("dags:pause")
def pause(ctx: ActionContext, dag_id: str) -> DagRecord:
    """Switch the DAG off: its timetable makes no runs."""
    return _set_paused(ctx, dag_id, paused=True)


@needs("dags:pause")
def resume(ctx: ActionContext, dag_id: str) -> DagRecord:
    """Switch the DAG on. What was due in between follows its missed-run policy."""
    return _set_paused(ctx, dag_id, paused=False)


@needs("dagFiles:edit")
def reparse(ctx: ActionContext, file: str) -> None:
    """Have the engine read a DAG file again although it did not change: what it reads elsewhere may have. It does so
    within half a minute. ``NotFoundError`` when it is none of the DAG folder's files."""
    with ctx.store.transaction() as tx:
        if dag_files.get(tx, file) is None:
            raise NotFoundError(f"There is no DAG file {file!r}.")
        dag_files.forget(tx, file)
        ctx.audit(tx, "reparse_dag_file", details={"file": file})


@needs("dags:delete")
def delete(ctx: ActionContext, dag_id: str) -> None:
    """Delete the DAG with its versions, runs, logs and schedule. Its file, notebooks and outputs stay; while the file
    is there, it is read again and the DAG starts anew without a past.

    Raises ``ConflictError`` while runs are active.
    """
    with ctx.store.transaction() as tx:
        record = find.dag(tx, dag_id)
        refuse_active_runs(dag_runs.active_per_dag(tx).get(dag_id, 0), dag_id)
        stored.remove(tx, dag_id)
        if record.kind == stored.FILE and record.file:
            dag_files.forget(tx, record.file)
        ctx.audit(tx, "delete_dag", dag_id=dag_id)
    remove_files(ctx, dag_id)
    ctx.tell(Change("dag", "deleted", dag_id=dag_id, user=ctx.actor.name))


def refuse_active_runs(active: int, dag_id: str) -> None:
    """Raise ``ConflictError`` while the DAG has active runs."""
    if active:
        runs = "an active run" if active == 1 else f"{active} active runs"
        raise ConflictError(f"The DAG {dag_id!r} has {runs}. Stop them first.")


def remove_files(ctx: ActionContext, dag_id: str, run_id: str | None = None) -> None:
    """Remove the logs and executed notebooks of one run or of all runs of a DAG; the rows are gone already."""
    folder = layout.run_folder(ctx.settings.runs_folder, dag_id, run_id if run_id is not None else "any")
    if run_id is None:
        folder = folder.parent
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("The folder %s could not be removed: %s", folder, error)


def _skips_by_itself(spec: DagSpec) -> bool:
    """Whether an author's timetable decides what becomes of runs that were due while the DAG was paused: it is told
    that there is no catching up, and asked what comes now."""
    return spec.timetable.get("kind") == "custom" and spec.missed_runs != "run_all"


def _set_paused(ctx: ActionContext, dag_id: str, *, paused: bool) -> DagRecord:
    with ctx.store.transaction() as tx:
        changed = stored.set_paused(tx, dag_id, paused, ctx.clock())
        if changed and not paused and _skips_by_itself(find.version(tx, dag_id).spec):
            stored.forget_plan(tx, dag_id)
        record = dag_listing.get(tx, dag_id)
        if record is None:
            raise NotFoundError(f"There is no DAG {dag_id!r}.")
        if changed:
            ctx.audit(tx, "pause_dag" if paused else "resume_dag", dag_id=dag_id)
    if changed:
        ctx.tell(Change("dag", dag_id=dag_id, user=ctx.actor.name))
    return record
