"""Code bricks in the store: what was written is read, versions are kept, and two who change one are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from couture_scheduler.bricks.model import BrickContent, BrickParameter, ParameterType, Place
from couture_scheduler.store import code_bricks
from couture_scheduler.store.session import Store

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONTENT = BrickContent(
    "Ärmel 🧱",
    "x = ${v}\n" * 1000,
    description="d",
    category="c",
    tags=("t",),
    place=Place.DAG,
    imports=("import os",),
    parameters=(BrickParameter("v", ParameterType.JSON, default={"a": [1, None]}),),
)


def test_a_brick_is_made_changed_and_removed_with_its_versions(store: Store) -> None:
    with store.transaction() as tx:
        made = code_bricks.create(tx, "ada", CONTENT, NOW, is_shared=False)
        assert code_bricks.get(tx, made.id) == made
    newer, later = replace(CONTENT, title="Newer"), NOW + timedelta(minutes=1)
    with store.transaction() as tx:
        assert code_bricks.change(tx, made.id, 1, newer, "bob", later, is_shared=True)
        assert not code_bricks.change(tx, made.id, 1, CONTENT, "ada", later, is_shared=True)
    with store.reading() as tx:
        found = code_bricks.get(tx, made.id)
        assert found == replace(made, content=newer, version=2, is_shared=True, updated_at=later, updated_by="bob")
        versions = code_bricks.versions(tx, made.id)
        assert [(each.version, each.content.title, each.edited_by) for each in versions] == [
            (2, "Newer", "bob"),
            (1, "Ärmel 🧱", "ada"),
        ]
    with store.transaction() as tx:
        assert code_bricks.remove(tx, made.id)
        assert not code_bricks.remove(tx, made.id)
        assert code_bricks.versions(tx, made.id) == []


def test_one_sees_what_is_shared_and_ones_own(store: Store) -> None:
    with store.transaction() as tx:
        for owner, is_shared in (("ada", False), ("bob", False), ("bob", True)):
            code_bricks.create(tx, owner, CONTENT, NOW, is_shared=is_shared)
        assert [(each.owner, each.is_shared) for each in code_bricks.visible(tx, "ada")] == [
            ("ada", False),
            ("bob", True),
        ]
