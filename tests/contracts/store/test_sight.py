"""Whoever may read single DAGs finds nothing of the others, whatever is asked for."""

from __future__ import annotations

import pytest
from couture_scheduler.store import dag_listing, dag_runs, run_listing, sight, task_instances
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables import metadata
from rows_of_dag import fill
from sqlalchemy import func, select, union_all

OURS, THEIRS = "ours", "theirs"


def test_every_table_has_a_rule_or_is_of_no_dag() -> None:
    assert set(metadata.tables) == {*sight.RULES, *sight.OPEN}


def test_each_table_shows_the_rows_of_the_dags_that_one_may_read(store: Store) -> None:
    fill(store, OURS, 1), fill(store, THEIRS, 2)
    for name in sight.RULES:
        table = metadata.tables[name]
        with store.reading() as tx:
            assert tx.execute(select(func.count()).select_from(table)).scalar_one() == 2, name
        with store.seeing(frozenset({OURS})).reading() as tx:
            (row,) = tx.execute(table.select()).all()
            assert THEIRS not in str(row), name
        with store.seeing(frozenset()).reading() as tx:
            assert tx.execute(table.select()).all() == [], name
        with store.seeing(frozenset({OURS, THEIRS})).reading() as tx:
            assert len(tx.execute(table.select()).all()) == 2, name


def test_lists_counts_and_searches_hold_only_those_dags(store: Store) -> None:
    fill(store, OURS, 1), fill(store, THEIRS, 2)
    with store.seeing(frozenset({OURS})).reading() as tx:
        for order_by in dag_listing.ORDERS:
            assert [each.dag_id for each in dag_listing.page(tx, DagFilter(), order_by, 10, 0)] == [OURS]
        assert dag_listing.count(tx, DagFilter(text="tag of")) == 1
        assert dag_listing.all_tags(tx) == [f"tag of {OURS}"]
        assert list(dag_listing.recent_runs(tx, [OURS, THEIRS])) == [OURS]
        assert [run.dag_id for run in run_listing.page(tx, RunFilter(), "-start_date", 10, 0)] == [OURS]
        assert dag_runs.get(tx, THEIRS, f"run of {THEIRS}") is None


def test_subqueries_aliases_and_unions_are_limited_too(store: Store) -> None:
    fill(store, OURS, 1), fill(store, THEIRS, 2)
    dag, run = metadata.tables["dag"], metadata.tables["dag_run"].alias("another")
    newest = select(func.max(run.c.run_id)).where(run.c.dag_id == THEIRS).scalar_subquery()
    with store.seeing(frozenset({OURS})).reading() as tx:
        assert tx.execute(select(dag.c.dag_id, newest)).all() == [(OURS, None)]
        assert tx.execute(select(run.c.dag_id)).scalars().all() == [OURS]
        assert tx.execute(union_all(select(dag.c.dag_id), select(run.c.dag_id))).scalars().all() == [OURS, OURS]
        counted = select(run.c.dag_id, func.count().label("runs")).group_by(run.c.dag_id).cte("counted")
        assert tx.execute(select(counted)).all() == [(OURS, 1)]


def test_who_changes_something_finds_no_more_than_who_looks(store: Store) -> None:
    ours, theirs = fill(store, OURS, 1), fill(store, THEIRS, 2)
    with store.seeing(frozenset({OURS})).transaction() as tx:
        assert len(task_instances.of_run(tx, ours.keys["dag_run"], lock=True)) == 1
        assert task_instances.of_run(tx, theirs.keys["dag_run"]) == []


def test_the_whole_store_is_at_hand_for_what_is_of_no_dag(store: Store) -> None:
    fill(store, OURS, 1), fill(store, THEIRS, 2)
    limited = store.seeing(frozenset({OURS}))
    assert limited.whole is store
    with limited.whole.reading() as tx:
        assert dag_listing.count(tx, DagFilter()) == 2


@pytest.mark.parametrize("dag_id", ["it's", 'a "b"', "100%", "x\\y", "{a}:b"])
def test_ids_are_values_and_never_sql(store: Store, dag_id: str) -> None:
    fill(store, "other", 1)
    with store.seeing(frozenset({dag_id})).reading() as tx:
        assert dag_listing.count(tx, DagFilter()) == 0
