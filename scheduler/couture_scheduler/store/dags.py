"""DAGs: registered from what a parser read, switched on and off, and asked when they are due."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, false, func, insert, select, true, update

from couture_jupyter.serialization import DagSpec
from couture_jupyter.timetables import TimetableRun
from couture_scheduler.access import granted
from couture_scheduler.engine import partitions
from couture_scheduler.engine.decisions import RunPlan
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import asset_waits, assets, dag_runs, roles, versions
from couture_scheduler.store.tables import dag, dag_tag, dag_version
from couture_scheduler.store.types import NAME

NOTEBOOK_SCHEDULE = "notebook_schedule"
FILE = "file"


@dataclass(frozen=True, slots=True)
class RegisteredDag:
    """What ``register`` did."""

    dag_id: str
    version_id: int
    is_new: bool
    is_new_version: bool


@dataclass(frozen=True, slots=True)
class DueDag:
    """A DAG whose timetable must be asked. ``next_*`` is what was planned; empty when nothing is."""

    dag_id: str
    version_id: int
    spec: DagSpec
    last_logical_date: datetime | None
    next_logical_date: datetime | None
    next_run_after: datetime | None
    next_interval: tuple[datetime, datetime] | None
    active_runs: int


def register(
    tx: Connection,
    spec: DagSpec,
    *,
    source: str,
    kind: str,
    file: str | None,
    commit: str | None,
    now: datetime,
) -> RegisteredDag:
    """Enter a DAG as it was read. A new version is made only when its source or its meaning changed.

    New DAGs are paused unless the author says otherwise or a person made them as a notebook schedule. What was
    planned next is kept while the timetable is the same. Raises ``ConflictError`` when another file or schedule has
    this DAG id (a file that is gone must be retired first).
    """
    known = tx.execute(select(dag).where(dag.c.dag_id == spec.dag_id)).first()
    values = _values(spec, kind, file, now)
    if known is None:
        values |= {"is_paused": _starts_paused(spec, kind), "created_at": now, **_NOTHING_PLANNED}
        tx.execute(insert(dag).values(version_id=None, **values))
    else:
        _refuse_other_owner(known, kind, file)
        if known.plan_hash != values["plan_hash"] or known.is_stale:
            values |= _NOTHING_PLANNED
            _forget_partitions(tx, known.version_id, spec)
            if spec.timetable.get("kind") == "once":
                values["last_logical_date"] = None  # another moment is another once
        tx.execute(update(dag).where(dag.c.dag_id == spec.dag_id).values(**values))
    _set_tags(tx, spec.dag_id, spec.tags)
    roles.set_granted(tx, spec.dag_id, granted(spec.access_control))
    assets.enter(tx, spec, now, is_new=known is None)
    old = known.version_id if known is not None else None
    version_id = _version(tx, old, spec, source=source, file=file, commit=commit, now=now)
    return RegisteredDag(spec.dag_id, version_id, known is None, version_id != old)


def retire_missing(tx: Connection, file: str, keep: Collection[str]) -> list[str]:
    """DAGs that ``file`` no longer defines become stale; their ids. Their runs and versions stay."""
    gone = select(dag.c.dag_id).where(dag.c.file == file, dag.c.is_stale == false())
    ids = [dag_id for dag_id in tx.execute(gone).scalars() if dag_id not in keep]
    if ids:
        tx.execute(update(dag).where(dag.c.dag_id.in_(ids)).values(is_stale=True, **_NOTHING_PLANNED))
    return ids


def retire_file(tx: Connection, file: str) -> list[str]:
    """The file is gone, and so are its DAGs; their ids."""
    return retire_missing(tx, file, ())


def due(tx: Connection, now: datetime, limit: int | None = None) -> list[DueDag]:
    """DAGs that are on and whose next run is due, the longest due first."""
    return _due(tx, _DUE, {"_now": now, "_limit": limit or _ALL})


def unplanned(tx: Connection, limit: int | None = None) -> list[DueDag]:
    """DAGs that are on and whose timetable was not asked since it changed."""
    return _due(tx, _UNPLANNED, {"_limit": limit or _ALL})


def one(tx: Connection, dag_id: str) -> DueDag | None:
    """The DAG as ``due`` gives it, when it is on and has a timetable, due or not."""
    found = _due(tx, _ONE, {"_dag": dag_id, "_limit": 1})
    return found[0] if found else None


def earliest_due(tx: Connection) -> datetime | None:
    """When the next run of any DAG is due."""
    return tx.execute(_EARLIEST).scalar()


def paused_ids(tx: Connection) -> frozenset[str]:
    """DAGs that are switched off."""
    return frozenset(tx.execute(select(dag.c.dag_id).where(dag.c.is_paused == true())).scalars())


def set_next(tx: Connection, dag_id: str, plan: RunPlan) -> None:
    """Remember what the plan says comes next, and how far the timetable has been followed."""
    start, end = plan.next_data_interval or (None, None)
    values: dict[str, Any] = {
        "_dag": dag_id,
        "next_logical_date": plan.next_logical_date,
        "next_interval_start": start,
        "next_interval_end": end,
        "next_run_after": plan.next_run_after,
        "is_planned": True,
    }
    followed = [run.logical_date for run in plan.create] + [run.logical_date for run in plan.missed]
    if followed:
        values["last_logical_date"] = max(followed)
    tx.execute(_OF_DAG, values)


def unasked(tx: Connection, kind: str) -> list[DueDag]:
    """DAGs that are on, with a timetable of this kind, for which nothing is planned."""
    asked = {"_limit": _ALL, "_hint": f'%"kind":"{kind}"%'}  # most specs need not be read
    return [each for each in _due(tx, _WITHOUT_PLAN, asked) if each.spec.timetable.get("kind") == kind]


def plan_run(tx: Connection, due: DueDag, run: TimetableRun) -> bool:
    """What comes next, as somebody outside said; false when the DAG has changed, or is planned, since ``due``."""
    start, end = run.data_interval
    where = (dag.c.dag_id == due.dag_id, dag.c.version_id == due.version_id, dag.c.next_run_after.is_(None), *_ON)
    values = {
        "next_logical_date": run.logical_date,
        "next_interval_start": start,
        "next_interval_end": end,
        "next_run_after": run.run_after,
        "is_planned": True,
    }
    return tx.execute(update(dag).where(*where).values(**values)).rowcount == 1


def plan_again(tx: Connection, dag_id: str) -> None:
    """Have the DAG's timetable asked again at the next planning."""
    tx.execute(update(dag).where(dag.c.dag_id == dag_id).values(is_planned=False))


def set_paused(tx: Connection, dag_id: str, paused: bool, now: datetime) -> bool:
    """Switch the DAG off or on; whether that changed anything. What was planned stays: what was due in between is
    then found as missed."""
    done = tx.execute(
        update(dag)
        .where(dag.c.dag_id == dag_id, dag.c.is_paused != paused)
        .values(is_paused=paused, paused_at=now if paused else None)
    )
    return done.rowcount == 1


def forget_plan(tx: Connection, dag_id: str) -> None:
    """What was planned next is not wanted any more: the timetable is to be asked anew."""
    tx.execute(update(dag).where(dag.c.dag_id == dag_id).values(**_NOTHING_PLANNED))


def remove(tx: Connection, dag_id: str) -> bool:
    """Delete the DAG with its versions, runs, task instances, XComs and schedule; whether it was there."""
    return tx.execute(delete(dag).where(dag.c.dag_id == dag_id)).rowcount == 1


_ON = (dag.c.is_paused == false(), dag.c.is_stale == false(), dag.c.is_scheduled != false())
_NOTHING_PLANNED: dict[str, Any] = {
    "next_logical_date": None,
    "next_interval_start": None,
    "next_interval_end": None,
    "next_run_after": None,
    "is_planned": False,
}


_ALL = 2**31 - 1
_OF_DAG = update(dag).where(dag.c.dag_id == bindparam("_dag"))
_EARLIEST = select(func.min(dag.c.next_run_after)).where(*_ON)
_PLANS = (
    select(
        dag.c.dag_id,
        dag.c.version_id,
        dag_version.c.spec,
        dag.c.last_logical_date,
        dag.c.next_logical_date,
        dag.c.next_run_after,
        dag.c.next_interval_start,
        dag.c.next_interval_end,
    )
    .join(dag_version, dag_version.c.id == dag.c.version_id)
    .where(*_ON)
    .order_by(dag.c.next_run_after, dag.c.dag_id)
    .limit(bindparam("_limit"))
)
_DUE = _PLANS.where(dag.c.next_run_after <= bindparam("_now"))
_UNPLANNED = _PLANS.where(dag.c.is_planned == false())
_WITHOUT_PLAN = _PLANS.where(dag.c.next_run_after.is_(None), dag_version.c.spec.like(bindparam("_hint")))
_ONE = _PLANS.where(dag.c.dag_id == bindparam("_dag"))


def _due(tx: Connection, plans: Select[Any], asked: dict[str, Any]) -> list[DueDag]:
    rows = tx.execute(plans, asked).all()
    active = dag_runs.active_per_dag(tx) if rows else {}
    return [
        DueDag(
            dag_id=row.dag_id,
            version_id=row.version_id,
            spec=versions.parse_spec(row.spec),
            last_logical_date=row.last_logical_date,
            next_logical_date=row.next_logical_date,
            next_run_after=row.next_run_after,
            next_interval=(row.next_interval_start, row.next_interval_end) if row.next_interval_start else None,
            active_runs=active.get(row.dag_id, 0),
        )
        for row in rows
    ]


def _starts_paused(spec: DagSpec, kind: str) -> bool:
    if spec.is_paused_upon_creation is not None:
        return spec.is_paused_upon_creation
    return kind != NOTEBOOK_SCHEDULE


def _refuse_other_owner(known: Any, kind: str, file: str | None) -> None:
    if known.is_stale or (known.kind == kind and known.file == file):
        return
    owner = f"the file {known.file}" if known.kind == FILE else "a notebook schedule"
    raise ConflictError(f"The DAG id {known.dag_id!r} belongs to {owner}. Give this DAG another id.")


def _values(spec: DagSpec, kind: str, file: str | None, now: datetime) -> dict[str, Any]:
    return {
        "dag_id": spec.dag_id,
        "kind": kind,
        "file": file,
        "line": spec.line,
        "is_stale": False,
        "owner": spec.owner,
        "display_name": (spec.display_name or spec.dag_id)[:NAME],
        "description": spec.description,
        "schedule_summary": spec.schedule_summary,
        "timezone": spec.timezone,
        "is_scheduled": spec.timetable.get("kind", "none") not in ("none", "partitioned_at_runtime"),
        "plan_hash": _plan_hash(spec),
        "parsed_at": now,
    }


def _forget_partitions(tx: Connection, version_id: int | None, spec: DagSpec) -> None:
    """Updates that wait by other rules than the DAG's schedule has now."""
    before = partitions.rules(versions.get(tx, version_id).spec) if version_id is not None else None
    if before != partitions.rules(spec):
        asset_waits.forget(tx, dag_id=spec.dag_id)


def _plan_hash(spec: DagSpec) -> str:
    start, end = spec.start_date, spec.end_date
    plan = [spec.timetable, start and start.isoformat(), end and end.isoformat()]
    return hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()


def _set_tags(tx: Connection, dag_id: str, tags: Collection[str]) -> None:
    wanted = set(tags)
    known = set(tx.execute(select(dag_tag.c.name).where(dag_tag.c.dag_id == dag_id)).scalars())
    if known - wanted:
        tx.execute(delete(dag_tag).where(dag_tag.c.dag_id == dag_id, dag_tag.c.name.in_(known - wanted)))
    if wanted - known:
        tx.execute(insert(dag_tag), [{"dag_id": dag_id, "name": name} for name in sorted(wanted - known)])


def _version(
    tx: Connection,
    newest: int | None,
    spec: DagSpec,
    *,
    source: str,
    file: str | None,
    commit: str | None,
    now: datetime,
) -> int:
    """The newest version when nothing changed, else a new one."""
    source_hash = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    text = versions.spec_text(spec)
    if newest is not None:
        same = select(dag_version.c.source_hash, dag_version.c.spec).where(dag_version.c.id == newest)
        row = tx.execute(same).first()
        if row is not None and (row.source_hash, row.spec) == (source_hash, text):
            return newest
    version_id = versions.insert(
        tx, spec.dag_id, source_hash=source_hash, source=source, spec=text, file=file, commit=commit, now=now
    )
    tx.execute(update(dag).where(dag.c.dag_id == spec.dag_id).values(version_id=version_id))
    return version_id
