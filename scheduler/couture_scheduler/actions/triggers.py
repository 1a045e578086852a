"""What starts a DAG from outside of the clock: files, other DAGs; what is in the way; and who follows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from couture_jupyter.timetables import AfterDag, FileArrival, from_json
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.files import arrivals as files
from couture_scheduler.store import arrivals
from couture_scheduler.store.arrivals import Arrival, Follower
from couture_scheduler.store.session import Transaction


@dataclass(frozen=True, slots=True)
class Triggers:
    """``sentence`` says what starts the DAG, ``problem`` why that cannot happen now; ``waiting_files`` came and have no
    run yet. ``followers`` run after this DAG."""

    sentence: str
    problem: str | None
    waiting_files: list[str]
    followers: list[str]


@needs("dags:read")
def get(ctx: ActionContext, dag_id: str) -> Triggers:
    """What starts this DAG, and what it starts."""
    with ctx.store.reading() as tx:
        record = find.dag(tx, dag_id)
        after = {each.dag_id: str(each.spec.timetable["dag_id"]) for each in arrivals.followers(tx, AfterDag.kind)}
        own = next((each for each in arrivals.followers(tx, FileArrival.kind) if each.dag_id == dag_id), None)
        known = arrivals.known(tx, dag_id) if own else {}
        since = arrivals.waits_since(tx, own) if own else None
        problem = _problem(tx, dag_id, after)
        following = arrivals.of_upstream(tx, dag_id)
    return Triggers(
        sentence=record.schedule_summary,
        problem=problem,
        waiting_files=_waiting(ctx, own, known, since) if own and since else [],
        followers=following,
    )


def circle(dag_id: str, upstream: Mapping[str, str]) -> list[str]:
    """The way from ``dag_id`` back to itself through ``upstream`` (a DAG → the one it follows); empty when there is
    none."""
    way = [dag_id]
    while way[-1] in upstream and len(way) <= len(upstream) + 1:
        way.append(upstream[way[-1]])
        if way[-1] == dag_id:
            return way[::-1]
    return []


def _problem(tx: Transaction, dag_id: str, after: Mapping[str, str]) -> str | None:
    wanted = after.get(dag_id)
    if wanted is None:
        return None
    if not arrivals.existing(tx, [wanted]):
        return f"The DAG {wanted}, after which this one runs, is gone. It never starts by itself: choose another one."
    ring = circle(dag_id, after)
    return f"It would start itself for ever: {' → '.join(ring)}. It is not started by itself." if ring else None


def _waiting(ctx: ActionContext, own: Follower, known: Mapping[str, str], since: datetime) -> list[str]:
    timetable = from_json(own.spec.timetable)
    assert isinstance(timetable, FileArrival)
    found = files.find(ctx.settings.workspace, timetable.pattern, home=ctx.settings.home)
    return [
        each.path
        for each in found
        if each.came_at >= since and known.get(Arrival(each.path, each.identity).key) != each.identity
    ]
