"""What somebody changes in the audit log behind our back is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from couture_scheduler.access import Actor
from couture_scheduler.store import audit_seals, event_logs
from couture_scheduler.store.audit_seals import CUT, Fault, Finding, Verdict, Verification
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.tables import audit_seal, event_log
from sqlalchemy import delete, select, update
from store_rows import NOW

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=1)


def write(tx: Transaction, number: int, event: str = "pause_dag") -> None:
    details = {"n": number, "text": "Ä “x”"}
    event_logs.write(tx, Actor("ada"), event, "sales", None, None, details, NOW + number * MINUTE)


@pytest.fixture
def ids(store: Store) -> list[int]:
    """Six entries, all sealed."""
    with store.transaction() as tx:
        for number in range(6):
            write(tx, number)
        assert audit_seals.is_due(tx, LATER)
        sealed = audit_seals.seal(tx, LATER)
        assert not audit_seals.is_due(tx, LATER)
    return [entry.id for entry, _ in sealed]


def verdict(store: Store, noted: str | None = None) -> Verdict:
    walk = Verification(noted)
    while not walk.verdict.is_over:
        with store.reading() as tx:
            walk.advance(tx)
    return walk.verdict


def found(store: Store) -> list[Finding]:
    return verdict(store).findings


def test_a_log_that_nobody_touched_is_as_it_was_sealed(store: Store, ids: list[int]) -> None:
    told = verdict(store)
    assert (told.entries, told.unsealed, told.findings, told.is_noted_there) == (6, 0, [], None)
    with store.transaction() as tx:
        write(tx, 6)
    again = verdict(store, told.head)
    assert (again.entries, again.unsealed, again.head, again.is_noted_there) == (6, 1, told.head, True)


def test_what_is_too_young_waits(store: Store, ids: list[int]) -> None:
    with store.transaction() as tx:
        write(tx, 7)
        write(tx, 8)
        assert not audit_seals.is_due(tx, NOW + 7 * MINUTE)
        assert len(audit_seals.seal(tx, NOW + 8 * MINUTE)) == 1
    assert verdict(store).unsealed == 1


@pytest.mark.parametrize("column", ["actor", "source", "event", "dag_id", "run_id", "details"])
def test_a_changed_entry_is_found(store: Store, ids: list[int], column: str) -> None:
    value = {"n": 2} if column == "details" else "eve"
    with store.transaction() as tx:
        tx.execute(update(event_log).where(event_log.c.id == ids[2]).values(**{column: value}))
    assert found(store) == [Finding(ids[2], Fault.CHANGED)]


def test_removed_and_inserted_entries_are_found(store: Store, ids: list[int]) -> None:
    with store.transaction() as tx:
        row = dict(tx.execute(select(event_log).where(event_log.c.id == ids[4])).one()._mapping)
        tx.execute(delete(event_log).where(event_log.c.id.in_([ids[1], ids[4]])))
    assert found(store) == [Finding(ids[1], Fault.REMOVED), Finding(ids[4], Fault.REMOVED)]
    with store.transaction() as tx:
        tx.execute(delete(audit_seal).where(audit_seal.c.event_log_id == ids[4]))
        tx.execute(event_log.insert().values(**row))
    assert Finding(ids[4], Fault.INSERTED) in found(store)
    with store.transaction() as tx:
        tx.execute(event_log.insert().values(**{**row, "id": ids[0] - 1}))
    assert found(store)[0] == Finding(ids[0] - 1, Fault.INSERTED)


def test_an_end_that_is_gone_shows_by_a_noted_seal(store: Store, ids: list[int]) -> None:
    noted = verdict(store).head
    with store.transaction() as tx:
        tx.execute(delete(event_log).where(event_log.c.id > ids[3]))
        tx.execute(delete(audit_seal).where(audit_seal.c.event_log_id > ids[3]))
    assert verdict(store).findings == []
    assert verdict(store, noted).is_noted_there is False


def test_a_log_written_anew_shows_by_a_noted_seal(store: Store, ids: list[int]) -> None:
    noted = verdict(store).head
    with store.transaction() as tx:
        tx.execute(delete(audit_seal))
        tx.execute(update(event_log).where(event_log.c.id == ids[0]).values(actor="eve"))
        audit_seals.seal(tx, LATER)
    assert verdict(store).findings == []
    assert verdict(store, noted).is_noted_there is False


def test_old_entries_are_cut_off_and_the_rest_is_still_whole(store: Store, ids: list[int]) -> None:
    noted = verdict(store).head
    with store.transaction() as tx:
        done = audit_seals.cut(tx, NOW + 3 * MINUTE)
        assert done is not None
        number, last, made = done
        assert (number, last) == (3, ids[2])
        told = {"entries": number, "up_to": last, "seal": made}
        event_logs.write(tx, Actor("engine"), CUT, None, None, None, told, NOW + 6 * MINUTE)
        assert audit_seals.cut(tx, NOW + 3 * MINUTE) is None
    after = verdict(store, noted)
    assert (after.entries, after.unsealed, after.findings, after.is_noted_there) == (3, 1, [], True)
    assert verdict(store, made).is_noted_there


def test_a_beginning_that_was_removed_is_no_cut(store: Store, ids: list[int]) -> None:
    with store.transaction() as tx:
        audit_seals.cut(tx, NOW + 3 * MINUTE)  # and no entry tells of it
    assert found(store) == [Finding(ids[2], Fault.REMOVED)]
    with store.transaction() as tx:
        write(tx, 9, CUT)
    assert found(store) == [Finding(ids[2], Fault.REMOVED)]


def test_a_seal_in_the_middle_is_no_cut_whatever_an_entry_says(store: Store, ids: list[int]) -> None:
    with store.transaction() as tx:
        middle = audit_seal.c.event_log_id == ids[3]
        told = {"seal": tx.execute(select(audit_seal.c.hash).where(middle)).scalar_one()}
        tx.execute(delete(event_log).where(event_log.c.id == ids[3]))
        tx.execute(update(audit_seal).where(middle).values(is_cut=True))
        event_logs.write(tx, Actor("eve"), CUT, None, None, None, told, NOW + 6 * MINUTE)
    assert found(store) == [Finding(ids[3], Fault.REMOVED)]


def test_a_long_log_is_gone_through_in_parts_and_may_be_cut_off_meanwhile(store: Store) -> None:
    with store.transaction() as tx:
        for number in range(1500):
            write(tx, number)
    for _ in range(2):
        with store.transaction() as tx:
            audit_seals.seal(tx, NOW + timedelta(days=9))
    walk = Verification()
    with store.reading() as tx:
        assert walk.advance(tx).entries == 1000
    with store.transaction() as tx:
        done = audit_seals.cut(tx, NOW + 1200 * MINUTE)
        assert done is not None
        event_logs.write(tx, Actor("engine"), CUT, None, None, None, {"seal": done[2]}, NOW + timedelta(days=2))
    with store.reading() as tx:
        assert not walk.advance(tx).is_over
        assert walk.advance(tx).is_over
    assert (walk.verdict.entries, walk.verdict.unsealed, walk.verdict.findings) == (1300, 1, [])


def test_the_first_faults_are_named_and_all_are_counted(store: Store) -> None:
    with store.transaction() as tx:
        for number in range(300):
            write(tx, number)
        audit_seals.seal(tx, LATER)
        tx.execute(update(event_log).values(actor="eve"))
    told = verdict(store)
    assert (told.faults, len(told.findings)) == (300, audit_seals.MOST_FINDINGS)
