"""Updates of assets that tasks made, written with their success; and the runs that follow from them.

Both happen in the transaction of the tick: an update is kept if and only if its task succeeded, and it starts a run of
a DAG at most once, whatever ends the engine in between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from couture_jupyter.states import DagRunState
from couture_scheduler.engine import partitions
from couture_scheduler.engine.assets import is_due, may_begin, new_run
from couture_scheduler.engine.decisions import NewRun
from couture_scheduler.engine.launch import TryOutcome
from couture_scheduler.engine.partitions import Partition
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.events import Change
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import asset_events, asset_waits, dag_runs
from couture_scheduler.store.asset_events import NewEvent
from couture_scheduler.store.asset_waits import WaitingDag
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Transaction

_TICK = timedelta(microseconds=1)


def note(state: LoopState, run: RunView, task: TaskInstanceView, outcome: TryOutcome) -> None:
    """What a task that succeeded says of its outlets."""
    if outcome.asset_events:
        state.out.asset_events[task.id] = [
            NewEvent(
                of={name: each[name] for name in ("asset", "asset_ref") if name in each},
                extra=each["extra"],
                aliases=each["aliases"],
                dag_id=run.dag.dag_id,
                run_id=run.run_id,
                task_id=task.task_id,
                map_index=task.map_index,
                partition_key=each.get("partition_key", run.partition_key),
            )
            for each in outcome.asset_events
        ]


def write(tx: Transaction, state: LoopState, lost: Collection[int], now: datetime) -> None:
    """Keep the updates, except those of task instances that the store has refused to move."""
    for number, events in state.out.asset_events.items():
        for each in events if number not in lost else ():
            asset_events.add(tx, each, now)
            ((_, facts),) = each.of.items()
            state.out.changes.append(Change("asset", detail={"asset": facts.get("name") or facts.get("uri")}))


def start_runs(tx: Transaction, state: LoopState, now: datetime) -> list[int]:
    """Make a run of each DAG that waits for assets and has seen what it waits for; their ids."""
    made = []
    found = asset_waits.dags(tx)
    active = dag_runs.active_per_dag(tx) if found else {}
    for each in found:
        if each.partitions:
            made += _start_partitions(tx, state, each, active.get(each.dag_id, 0), now)
        elif is_due(each.spec, each.came, active.get(each.dag_id, 0), now):
            made.append(_start(tx, state, each, now))
    return made


def _start_partitions(
    tx: Transaction, state: LoopState, waiting: WaitingDag, active_runs: int, now: datetime
) -> list[int]:
    """A run for each partition that is complete; of a DAG that skips runs that overlap only one at a time."""
    timetable, made = partitions.awaited(waiting.spec), list[int]()
    for key, came in waiting.partitions.items():
        if not may_begin(waiting.spec, active_runs + len(made), now):
            break
        if partitions.is_complete(timetable, key, came):
            made.append(_start(tx, state, waiting, now, key, len(made)))
    return made


def _start(tx: Transaction, state: LoopState, waiting: WaitingDag, now: datetime, key: str = "", ticks: int = 0) -> int:
    """Make the run, that of a partition where there is a key; ``ticks`` later than its newest update, as several
    partitions may come with one and no two runs have the same moment."""
    events = asset_waits.events(tx, waiting.dag_id, key)
    date = partitions.date_of(partitions.awaited(waiting.spec), key, events) if key else None
    partition, new = Partition(key or None, date), new_run(events, now)
    new = replace(new, logical_date=new.logical_date + ticks * _TICK)
    number = _insert(tx, waiting, new, partition, now)
    while number is None:  # another run has this very moment
        new = replace(new, logical_date=new.logical_date + _TICK)
        number = _insert(tx, waiting, new, partition, now)
    asset_waits.consume(tx, waiting.dag_id, number, [each.id for each in events], key)
    change = Change("dag_run", "created", dag_id=waiting.dag_id, run_id=new.run_id, state=DagRunState.QUEUED)
    state.out.changes.append(change)
    return number


def _insert(tx: Transaction, waiting: WaitingDag, new: NewRun, partition: Partition, now: datetime) -> int | None:
    run = NewDagRun(
        dag_id=waiting.dag_id,
        run_id=new.run_id,
        version_id=waiting.version_id,
        run_type=new.run_type,
        logical_date=new.logical_date,
        data_interval=new.data_interval,
        run_after=new.run_after,
        queued_at=now,
        triggered_by="asset",
        partition_key=partition.key,
        partition_date=partition.date,
    )
    return dag_runs.insert_if_absent(tx, run)
