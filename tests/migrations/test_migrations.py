"""The migrations lead to exactly the tables that the queries use."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from couture_scheduler.errors import ConflictError, DatabaseUnavailableError
from couture_scheduler.store import connections, pools, sqlite_files
from couture_scheduler.store.migrations import HEAD
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables import metadata
from couture_scheduler.store.upgrading import configuration
from sqlalchemy import Column, Connection, MetaData, func, select, text


def test_the_named_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]


def test_the_migrated_schema_equals_the_tables(empty_url: str) -> None:
    store = Store(empty_url)
    assert store.revision() is None
    assert not store.is_current()
    store.upgrade()
    assert store.revision() == HEAD
    with store.reading() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert [pool.slots for pool in pools.listing(tx)] == [128]
    store.close()


def test_connections_that_were_there_are_the_first_of_their_ids(empty_url: str) -> None:
    store = Store(empty_url)
    if store.dialect == "sqlite":
        sqlite_files.create(store.url)
    with store.transaction() as tx:
        command.upgrade(configuration(tx), "0002")
    values = "'db', 'postgres', 'h', 'sealed', '2026-03-02 12:00:00', 'ada'"
    columns = "conn_id, conn_type, host, password, updated_at, updated_by"
    with store.transaction() as tx:
        tx.execute(text(f"INSERT INTO connection ({columns}) VALUES ({values})"))
    store.upgrade()
    with store.transaction() as tx:
        kept = connections.of_id(tx, "db")
        assert [(each.number, each.host, each.password) for each in kept] == [(1, "h", "sealed")]
        connections.create(tx, replace(kept[0], number=2, host="other"))
    with store.transaction() as tx, pytest.raises(ConflictError):
        connections.create(tx, kept[0])
    with store.reading() as tx:
        assert [(each.number, each.host) for each in connections.of_id(tx, "db")] == [(1, "h"), (2, "other")]
    store.close()


def test_several_may_upgrade_at_once(empty_url: str) -> None:
    barrier, failures = threading.Barrier(4), []

    def upgrade() -> None:
        store = Store(empty_url)
        barrier.wait(60)
        try:
            store.upgrade()
            assert store.is_current()
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            store.close()

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []


def test_a_database_of_a_newer_version_is_left_alone(empty_url: str) -> None:
    store = Store(empty_url)
    store.upgrade()
    with store.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailableError, match="another version of couture-jupyter"):
        store.upgrade()
    with pytest.raises(DatabaseUnavailableError, match="couture db upgrade"):
        store.require_current()
    store.close()


def test_a_database_without_tables_says_that_it_needs_an_upgrade(empty_url: str) -> None:
    store = Store(empty_url)
    with pytest.raises(DatabaseUnavailableError, match="couture db upgrade"), store.reading() as tx:
        pools.listing(tx)
    store.close()


@pytest.mark.parametrize("revision", [f"{number:04}" for number in range(1, int(HEAD))])
def test_a_database_of_each_revision_is_upgraded_with_what_is_in_it(empty_url: str, revision: str) -> None:
    store = Store(empty_url)
    if store.dialect == "sqlite":
        sqlite_files.create(store.url)
    with store.transaction() as tx:
        command.upgrade(configuration(tx), revision)
    with store.transaction() as tx:
        old = MetaData()
        old.reflect(tx)
        written = _one_row_each(tx, old)
    store.upgrade()
    assert store.is_current()
    with store.reading() as tx:
        for name in written & set(metadata.tables):
            assert tx.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one() > 0, name
    store.close()


def _one_row_each(tx: Connection, schema: MetaData) -> set[str]:
    """Write a row into every table that has none; the names of those tables."""
    keys: dict[Column[Any], Any] = {}
    written = set()
    for table in schema.sorted_tables:
        there = tx.execute(select(table)).first()
        values = there._mapping if there else {each.name: _value(each, keys) for each in table.c}
        keys |= {each: values[each.name] for each in table.c}
        if there is None:
            tx.execute(table.insert().values(**values))
            written.add(table.name)
    return written


def _value(column: Column[Any], keys: dict[Column[Any], Any]) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return keys.get(key.column)
    try:
        kind = column.type.python_type
    except NotImplementedError:
        kind = str
    if kind is datetime:
        return datetime(2026, 3, 2, 12, 0)  # as the databases keep it, in UTC
    if kind is str:
        return "{}" if column.type.length is None else "x"  # the long ones hold JSON or code
    return kind(1)
