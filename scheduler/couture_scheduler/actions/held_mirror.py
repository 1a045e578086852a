"""Makes the table of held kernels say what the kernel pools say: a pool is the truth, the table what people see."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.events import Change
from couture_scheduler.kernels import held_client
from couture_scheduler.kernels.held_client import EndedKernel, Kept, KeptKernel
from couture_scheduler.kernels.pool_client import pool_of
from couture_scheduler.store import held_kernels
from couture_scheduler.store.held_kernels import HeldKernelRecord
from couture_scheduler.store.session import Store, Transaction

GONE = "The kernel pool ended, and the kernel with it: it was killed, or the machine was started anew."
ORPHANED = "Its run was deleted."
MUCH = 2_000_000  # bytes
SLACK = 1.0  # seconds by which a moment may differ before it is written again


def mirror(store: Store, home: Path, now: datetime, account: str | None = None) -> list[Change]:
    """Compare the pool of this home, or that of ``account``, with the table once, write what differs, end kernels whose
    run is gone; what has changed. Of what a person's pool tells only kernels of their own schedules are believed."""
    pool = pool_of(home, account)
    with store.reading() as tx:
        rows = _rows(tx, account)  # before the pool is asked: of what comes after that it has not told
    kept = held_client.kept(pool)
    if not kept.held and not rows:
        return []
    with store.transaction() as tx:
        orphans = _orphans(tx, kept)
        news = _begun(tx, [each for each in kept.held if each not in orphans], account)
        news += _ended(tx, rows, kept, now)
    for orphan in orphans:
        held_client.let_go(pool, orphan.kernel, ORPHANED)
    return news


def change_of(record: HeldKernelRecord, what: str = "changed", user: str | None = None) -> Change:
    """The news of a held kernel."""
    return Change(
        "held_kernel",
        what,
        dag_id=record.dag_id,
        run_id=record.run_id,
        task_id=record.task_id,
        map_index=record.map_index,
        try_number=record.try_number,
        user=user,
        detail={"id": record.id},
    )


def _rows(tx: Transaction, account: str | None) -> list[HeldKernelRecord]:
    """Held in this pool: another machine, and another person, has one of their own."""
    here = (socket.gethostname(), account)
    return [row for row in held_kernels.listing(tx) if (row.host, row.account) == here]


def _orphans(tx: Transaction, kept: Kept) -> list[KeptKernel]:
    known = held_kernels.known_task_instances(tx, [each.task_instance_id for each in kept.held])
    return [each for each in kept.held if each.task_instance_id not in known]


def _begun(tx: Transaction, held: list[KeptKernel], account: str | None) -> list[Change]:
    news = []
    believed = {each.task_instance_id for each in held}
    if account is not None:
        believed = held_kernels.task_instances_of(tx, list(believed), account)
    for each in held:
        row = held_kernels.of_try(tx, *each.owner)
        until = datetime.fromtimestamp(each.until, UTC)
        if row is None and each.task_instance_id in believed:
            held_kernels.add(tx, _row(each, account))
            made = held_kernels.of_try(tx, *each.owner)
            news += [change_of(made, "created")] if made else []
        elif row is not None and row.account == account and _differs(row, each, until):
            held_kernels.refresh(tx, row.id, until, each.memory)
            news.append(change_of(row))
    return news


def _differs(row: HeldKernelRecord, each: KeptKernel, until: datetime) -> bool:
    """In a way that a person would want to see."""
    grown = abs((row.memory_bytes or 0) - (each.memory or 0))
    return abs((row.held_until - until).total_seconds()) > SLACK or grown > max(MUCH, (row.memory_bytes or 0) / 10)


def _ended(tx: Transaction, rows: list[HeldKernelRecord], kept: Kept, now: datetime) -> list[Change]:
    """Those whose kernel the pool does not keep any more."""
    alive = {each.owner for each in kept.held}
    ends: dict[tuple[int, int], EndedKernel] = {each.owner: each for each in kept.ended}
    news = []
    for row in rows:
        owner = (row.task_instance_id, row.try_number)
        if owner in alive:
            continue
        end = ends.get(owner)
        at = datetime.fromtimestamp(end.ended_at, UTC) if end else now
        if held_kernels.end(tx, row.id, at, end.because if end else GONE):
            news.append(change_of(row, "deleted"))
    return news


def _row(kept: KeptKernel, account: str | None) -> dict[str, Any]:
    return {
        "task_instance_id": kept.task_instance_id,
        "try_number": kept.try_number,
        "kernel_id": kept.kernel,
        "kernel_name": kept.kernel_name,
        "host": socket.gethostname(),
        "account": account,
        "pid": kept.pid,
        "process_started": kept.process_started,
        "connection_file": kept.connection_file,
        "held_at": datetime.fromtimestamp(kept.held_at, UTC),
        "held_until": datetime.fromtimestamp(kept.until, UTC),
        "memory_bytes": kept.memory,
    }
