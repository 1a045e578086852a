"""What has started runs by itself, remembered so that each file and each success of another DAG does it once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, false, func, select, true

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import DagRunState
from couture_jupyter.timetables import AfterDag
from couture_scheduler.store import versions
from couture_scheduler.store.dialects import upsert
from couture_scheduler.store.tables import arrival, dag, dag_run, dag_version

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Follower:
    """A DAG whose runs are started by events. ``waits_since`` says from when on they count."""

    dag_id: str
    is_paused: bool
    version_id: int
    spec: DagSpec


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came: ``what`` is the file's path, or the other run; ``identity`` tells one arrival of the same
    file from the next."""

    what: str
    identity: str

    @property
    def key(self) -> str:
        """How it is found."""
        return hashlib.sha256(self.what.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class Success:
    """A run of another DAG that succeeded."""

    dag_id: str
    run_id: str
    ended_at: datetime


def followers(tx: Connection, kind: str) -> list[Follower]:
    """The DAGs that follow events of this kind (``file`` or ``after``), by id."""
    rows = tx.execute(_FOLLOWERS)
    found = (Follower(row.dag_id, row.is_paused, row.version_id, versions.parse_spec(row.spec)) for row in rows)
    return [each for each in found if each.spec.timetable.get("kind") == kind]


def of_upstream(tx: Connection, dag_id: str) -> list[str]:
    """The DAGs that run after this one, by id."""
    return [each.dag_id for each in followers(tx, AfterDag.kind) if each.spec.timetable["dag_id"] == dag_id]


def waits_since(tx: Connection, follower: Follower) -> datetime:
    """Since when the DAG waits for these events, or its start date where that is later: what came before does not
    count. Any other change of the DAG leaves it, so what waits for a paused DAG is not lost."""
    history = select(dag_version.c.spec, dag_version.c.created_at).where(dag_version.c.dag_id == follower.dag_id)
    since: datetime | None = None
    for row in tx.execute(history.order_by(dag_version.c.number.desc())):
        if since is not None and _source(versions.parse_spec(row.spec)) != _source(follower.spec):
            break
        since = row.created_at
    assert since is not None  # the version that the follower was read from
    return max(since, follower.spec.start_date or since)


def _source(spec: DagSpec) -> dict[str, Any]:
    """What of a timetable says which events it waits for."""
    return {name: value for name, value in spec.timetable.items() if name != "settle"}


def known(tx: Connection, dag_id: str) -> dict[str, str]:
    """What has come already: keys with their identities."""
    rows = tx.execute(select(arrival.c.arrival_key, arrival.c.identity).where(arrival.c.dag_id == dag_id))
    return {row.arrival_key: row.identity for row in rows}


def note(tx: Connection, dag_id: str, arrivals: Iterable[Arrival], now: datetime) -> None:
    """Remember these."""
    rows = [
        {"dag_id": dag_id, "arrival_key": each.key, "identity": each.identity, "what": each.what, "noted_at": now}
        for each in arrivals
    ]
    for first in range(0, len(rows), _CHUNK):
        upsert(tx, arrival, rows[first : first + _CHUNK])


def forget_before(tx: Connection, dag_id: str, moment: datetime) -> None:
    """Forget what came before ``moment``."""
    tx.execute(delete(arrival).where(arrival.c.dag_id == dag_id, arrival.c.noted_at < moment))


def successes(tx: Connection, dag_id: str, since: datetime) -> list[Success]:
    """The runs of a DAG that ended well since ``since``, the first first."""
    wanted = (
        dag_run.c.dag_id == dag_id,
        dag_run.c.state == DagRunState.SUCCESS,
        dag_run.c.ended_at >= since,
    )
    rows = tx.execute(
        select(dag_run.c.dag_id, dag_run.c.run_id, dag_run.c.ended_at).where(*wanted).order_by(dag_run.c.ended_at)
    )
    return [Success(row.dag_id, row.run_id, row.ended_at) for row in rows if row.ended_at is not None]


def waiting_runs(tx: Connection, dag_id: str) -> int:
    """How many runs of a DAG are queued or running."""
    active = dag_run.c.state.in_((DagRunState.QUEUED, DagRunState.RUNNING))
    return int(tx.execute(select(func.count()).where(dag_run.c.dag_id == dag_id, active)).scalar_one())


def existing(tx: Connection, dag_ids: Sequence[str]) -> set[str]:
    """Which of these DAGs there are and can run."""
    return set(tx.execute(select(dag.c.dag_id).where(dag.c.dag_id.in_(dag_ids), dag.c.is_stale == false())).scalars())


# Both kinds count as scheduled, and never have a next run: few rows, found without reading every spec.
_FOLLOWERS = (
    select(dag.c.dag_id, dag.c.is_paused, dag.c.version_id, dag_version.c.spec)
    .join(dag_version, dag_version.c.id == dag.c.version_id)
    .where(dag.c.is_stale == false(), dag.c.is_scheduled == true(), dag.c.next_run_after.is_(None))
    .order_by(dag.c.dag_id)
)
