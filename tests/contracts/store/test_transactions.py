"""Transactions: all or nothing, and every failure says what to do."""

from __future__ import annotations

import pytest
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.store import pools
from couture_scheduler.store.pools import PoolRecord
from couture_scheduler.store.session import Store


class Stop(Exception):
    """Raised in the middle."""


def test_what_a_failed_transaction_wrote_is_gone(store: Store) -> None:
    def write_and_stop() -> None:
        with store.transaction() as tx:
            pools.create(tx, PoolRecord("new", 3))
            raise Stop

    with pytest.raises(Stop):
        write_and_stop()
    with store.reading() as tx:
        assert pools.get(tx, "new") is None


def test_a_taken_name_is_a_conflict_and_the_transaction_goes_on(store: Store) -> None:
    with store.transaction() as tx:
        with pytest.raises(ConflictError, match="already"):
            pools.create(tx, PoolRecord("default_pool", 3))
        pools.create(tx, PoolRecord("other", 3, "text"))
    with store.reading() as tx:
        assert pools.listing(tx)[1] == PoolRecord("other", 3, "text")


def test_a_value_that_does_not_fit_is_an_input_error_or_fits(store: Store) -> None:
    """SQLite has no lengths; the others refuse."""
    if store.dialect == "sqlite":
        with store.transaction() as tx:
            pools.create(tx, PoolRecord("x" * 300, 3))
        return
    with pytest.raises(InvalidInputError, match="cannot hold"), store.transaction() as tx:
        pools.create(tx, PoolRecord("x" * 300, 3))


def test_a_reader_sees_only_what_is_committed(store: Store) -> None:
    with store.transaction() as tx:
        pools.create(tx, PoolRecord("new", 3))
        with store.reading() as other:
            assert pools.get(other, "new") is None
    with store.reading() as other:
        assert pools.get(other, "new") is not None
