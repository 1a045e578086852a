"""The lease: at most one holder, a higher token for each new one, and nobody writes with an old token."""

from __future__ import annotations

import threading
from datetime import timedelta

from couture_scheduler.store import jobs, leases
from couture_scheduler.store.session import Store
from store_rows import NOW

WHO = ("here", 77, 1772366400.5)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_only_one_holds_the_lease_until_it_expires(store: Store) -> None:
    with store.transaction() as tx:
        mine = leases.acquire(tx, "engine", "one", *WHO, NOW, 15)
        assert mine == leases.Lease("engine", "one", 1)
        assert leases.acquire(tx, "engine", "two", *WHO, NOW + seconds(14), 15) is None
    with store.transaction() as tx:
        assert leases.renew(tx, "engine", "one", 1, NOW + seconds(14), 15)
        assert leases.acquire(tx, "engine", "two", *WHO, NOW + seconds(16), 15) is None
        assert leases.acquire(tx, "engine", "two", *WHO, NOW + seconds(29), 15) == leases.Lease("engine", "two", 2)
    with store.transaction() as tx:
        assert not leases.renew(tx, "engine", "one", 1, NOW + seconds(30), 15)
        assert leases.renew(tx, "engine", "two", 2, NOW + seconds(30), 15)


def test_a_released_lease_is_free_at_once_and_its_token_still_grows(store: Store) -> None:
    with store.transaction() as tx:
        assert leases.current(tx, "engine") is None
        leases.acquire(tx, "engine", "one", *WHO, NOW, 15)
        assert leases.release(tx, "engine", "one", 1, NOW)
        assert not leases.release(tx, "engine", "one", 1, NOW)
        record = leases.current(tx, "engine")
        assert record is not None
        assert record.holder is None
        assert leases.acquire(tx, "engine", "two", *WHO, NOW, 15) == leases.Lease("engine", "two", 2)


def test_a_dead_holder_is_replaced_unless_somebody_was_quicker(store: Store) -> None:
    with store.transaction() as tx:
        leases.acquire(tx, "engine", "dead", *WHO, NOW, 15)
        assert leases.take_over(tx, "engine", 1, "two", *WHO, NOW, 15) == leases.Lease("engine", "two", 2)
        assert leases.take_over(tx, "engine", 1, "three", *WHO, NOW, 15) is None
        record = leases.current(tx, "engine")
        assert record is not None
        assert (record.holder, record.process_started, record.expires_at) == ("two", WHO[2], NOW + seconds(15))


def test_of_engines_that_start_together_exactly_one_gets_the_lease(store: Store) -> None:
    barrier, holders = threading.Barrier(6), []

    def race(name: str) -> None:
        barrier.wait(60)
        with store.transaction() as tx:
            lease = leases.acquire(tx, "engine", name, *WHO, NOW, 15)
        if lease is not None:
            holders.append(lease.holder)

    threads = [threading.Thread(target=race, args=(f"engine {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    with store.reading() as tx:
        record = leases.current(tx, "engine")
    assert record is not None
    assert holders == [record.holder]


def test_the_job_heard_of_last_is_the_latest(store: Store) -> None:
    with store.transaction() as tx:
        first = jobs.start(tx, "engine", "here", 1, NOW)
        second = jobs.start(tx, "engine", "there", 2, NOW)
        jobs.heartbeat(tx, first, NOW + seconds(5), {"running_tasks": 3})
        latest = jobs.latest(tx, "engine")
        assert latest is not None
        assert (latest.id, latest.detail) == (first, {"running_tasks": 3})
        jobs.end(tx, second, NOW + seconds(9))
        latest = jobs.latest(tx, "engine")
        assert latest is not None
        assert (latest.id, latest.ended_at) == (second, NOW + seconds(9))
        assert jobs.latest(tx, "worker") is None
