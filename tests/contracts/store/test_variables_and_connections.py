"""Variables and connections in the store: what was written is read, and names are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import connections, variables
from couture_scheduler.store.connections import ConnectionRecord
from couture_scheduler.store.session import Store
from couture_scheduler.store.variables import VariableRecord

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
VARIABLE = VariableRecord("region", "sealed", None, NOW, "ada")
CONNECTION = ConnectionRecord("db", "postgres", "d", "h", "s", "l", "sealed", 5432, "sealed too", NOW, "ada")


def test_a_variable_is_made_changed_and_removed(store: Store) -> None:
    with store.transaction() as tx:
        variables.create(tx, VARIABLE)
        variables.create(tx, replace(VARIABLE, key="Region"))
    with store.transaction() as tx, pytest.raises(ConflictError):
        variables.create(tx, VARIABLE)
    changed = replace(VARIABLE, value="x" * 100_000, description="long")
    with store.transaction() as tx:
        assert variables.change(tx, changed)
        assert not variables.change(tx, replace(VARIABLE, key="other"))
        assert not variables.change(tx, VARIABLE, since=NOW - timedelta(microseconds=1))
        assert variables.get(tx, "region") == changed
        assert variables.change(tx, changed, since=NOW)
        assert variables.remove(tx, "region")
        assert not variables.remove(tx, "region")
        assert [each.key for each in variables.listing(tx)[0]] == ["Region"]


def test_variables_are_listed_in_pages(store: Store) -> None:
    with store.transaction() as tx:
        for key in ("b_100%", "a_100%", "c"):
            variables.create(tx, replace(VARIABLE, key=key))
        found, total = variables.listing(tx, "100%", limit=1)
        assert ([each.key for each in found], total) == (["a_100%"], 2)
        assert [each.key for each in variables.listing(tx, "", 10, 1, descending=True)[0]] == ["b_100%", "a_100%"]
        assert variables.listing(tx, "_%_")[1] == 0


def test_a_connection_is_made_changed_and_removed(store: Store) -> None:
    with store.transaction() as tx:
        connections.create(tx, CONNECTION)
        connections.create(tx, replace(CONNECTION, conn_id="DB"))
    with store.transaction() as tx, pytest.raises(ConflictError):
        connections.create(tx, CONNECTION)
    changed = replace(CONNECTION, host=None, password=None, port=None, extra=None, schema="other")
    with store.transaction() as tx:
        assert connections.get(tx, "db") == CONNECTION
        assert connections.change(tx, changed)
        assert connections.get(tx, "db") == changed
        assert connections.remove(tx, "db")
        assert connections.get(tx, "db") is None
        found, total = connections.listing(tx, "POST")
        assert ([each.conn_id for each in found], total) == (["DB"], 1)


def test_several_connections_have_one_id(store: Store) -> None:
    with store.transaction() as tx:
        connections.create(tx, CONNECTION)
        connections.create(tx, replace(CONNECTION, conn_id="a"))
        connections.create(tx, replace(CONNECTION, number=2, host="second"))
    with store.transaction() as tx, pytest.raises(ConflictError):
        connections.create(tx, replace(CONNECTION, number=2))
    with store.transaction() as tx:
        assert [each.host for each in connections.of_id(tx, "db")] == ["h", "second"]
        assert connections.get(tx, "db") == connections.get(tx, "db", 1) == CONNECTION
        assert connections.get(tx, "db", 3) is None
        assert connections.change(tx, replace(CONNECTION, number=2, host="other"))
        assert [each.host for each in connections.of_id(tx, "db")] == ["h", "other"]
        listed, total = connections.listing(tx, "", 10, descending=True)
        assert ([(each.conn_id, each.number) for each in listed], total) == ([("db", 1), ("db", 2), ("a", 1)], 3)
        assert connections.remove(tx, "db", 1)
        assert not connections.remove(tx, "db", 1)
        assert [each.number for each in connections.of_id(tx, "db")] == [2]
        assert connections.remove(tx, "db")
        assert [each.conn_id for each in connections.listing(tx)[0]] == ["a"]
