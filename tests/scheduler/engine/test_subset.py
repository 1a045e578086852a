"""Which tasks belong to a choice of tasks, when people clear or mark them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from couture_scheduler.engine.subset import Indexes, subset, tasks_named

from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.spec import GroupSpec

SETUP = {"is_setup": True}
TEARDOWN = {"is_teardown": True}


def names(
    spec: DagSpec, *roots: str, upstream: bool = False, downstream: bool = False, with_setups: bool = True
) -> str:
    chosen: dict[str, Indexes] = dict.fromkeys(roots)
    found = subset(spec, chosen, upstream=upstream, downstream=downstream, with_setups=with_setups)
    return " ".join(sorted(found))


@pytest.fixture
def cluster(draw_dag: Any) -> DagSpec:
    spec: DagSpec = draw_dag("up >> w1 >> w2 >> down >> after; up >> down", {"up": SETUP, "down": TEARDOWN})
    return spec


def test_relatives_are_taken_in_the_directions_asked_for(draw_dag: Any) -> None:
    spec = draw_dag("a >> b >> d; a >> c >> d")
    assert names(spec, "b") == "b"
    assert names(spec, "b", downstream=True) == "b d"
    assert names(spec, "b", upstream=True) == "a b"
    assert names(spec, "b", upstream=True, downstream=True) == "a b d"


def test_a_task_comes_with_its_setups_and_teardowns(cluster: DagSpec) -> None:
    assert names(cluster, "w1") == "down up w1"
    assert names(cluster, "w1", downstream=True) == "after down up w1 w2"
    assert names(cluster, "w1", with_setups=False) == "w1"


def test_a_setup_comes_with_its_teardown_alone(cluster: DagSpec) -> None:
    assert names(cluster, "up") == "down up"


def test_a_teardown_is_chosen_without_its_setup(cluster: DagSpec) -> None:
    assert names(cluster, "down") == "down"


def test_what_is_outside_the_scope_needs_no_setup(cluster: DagSpec) -> None:
    assert names(cluster, "after") == "after"


def test_relatives_need_their_own_setups(draw_dag: Any) -> None:
    spec = draw_dag("a >> w >> down; up >> w; up >> down", {"up": SETUP, "down": TEARDOWN})
    assert names(spec, "a") == "a"
    assert names(spec, "a", downstream=True) == "a down up w"


def test_instances_of_one_mapped_group_go_together(draw_dag: Any) -> None:
    inside = {"task_group": "each"}
    spec = draw_dag("before >> a >> b >> after", {"a": inside, "b": inside})
    spec = replace(spec, task_groups=(GroupSpec("each", size={"literal": 3}),))
    found = subset(spec, {"a": frozenset({1})}, upstream=False, downstream=True, with_setups=True)
    assert found == {"a": frozenset({1}), "b": frozenset({1}), "after": None}
    both = subset(spec, {"a": frozenset({1}), "b": None}, upstream=False, downstream=True, with_setups=True)
    assert both == {"a": frozenset({1}), "b": None, "after": None}


def test_a_group_stands_for_its_tasks(draw_dag: Any) -> None:
    spec = draw_dag("a >> b >> c", {"a": {"task_group": "outer"}, "b": {"task_group": "outer.inner"}})
    spec = replace(spec, task_groups=(GroupSpec("outer"), GroupSpec("outer.inner", parent="outer")))
    assert tasks_named(spec, "outer") == ["a", "b"]
    assert tasks_named(spec, "outer.inner") == ["b"]
    assert tasks_named(spec, "c") == ["c"]
    assert tasks_named(spec, "nothing") == []
