"""Mapped tasks and mapped task groups."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from couture_jupyter import sizes
from couture_jupyter.serialization.spec import GroupSpec

FROM_A = {"size": {"product": [{"xcom": ["a", "return_value"]}]}}


@pytest.fixture
def fan(draw_dag: Any, make_run: Any) -> Any:
    """``a`` makes a list, ``b`` maps over it, ``c`` comes after."""
    return make_run(draw_dag("a >> b >> c", {"b": FROM_A}))


def test_sizes_are_products_zips_and_sums() -> None:
    known = {("a", "return_value"): 3, ("b", "x"): 2}
    ask = lambda size: sizes.evaluate(size, lambda *name: known.get(name))  # noqa: E731
    a, b = {"xcom": ["a", "return_value"]}, {"xcom": ["b", "x"]}
    assert ask({"product": [{"literal": 2}, a]}) == 6
    assert ask({"zip": [a, b]}) == 2
    assert ask({"zip": [a, b], "longest": True}) == 3
    assert ask({"concat": [a, b, {"literal": 0}]}) == 5
    assert ask({"product": [a, {"xcom": ["c", "return_value"]}]}) is None
    assert list(sizes.xcoms({"zip": [a, {"concat": [b]}]})) == [("a", "return_value"), ("b", "x")]


def test_it_is_expanded_when_its_list_is_there(fan: Any, decided: Any, set_states: Any) -> None:
    assert decided(fan) == {"a": "scheduled"}
    set_states(fan, a="success")
    fan.lengths[("a", -1, "return_value")] = 3
    assert decided(fan, ["a"]) == {"b": "x3"}


def test_a_written_list_needs_nobody(draw_dag: Any, make_run: Any, decided: Any) -> None:
    run = make_run(draw_dag("a; b", {"b": {"size": {"product": [{"literal": 2}, {"literal": 2}]}}}))
    assert decided(run) == {"a": "scheduled", "b": "x4"}


def test_its_instances_are_scheduled_one_by_one_and_all_must_succeed(
    fan: Any, decided: Any, set_states: Any, expand: Any
) -> None:
    set_states(fan, a="success")
    fan.lengths[("a", -1, "return_value")] = 2
    expand(fan, "b", None, None)
    assert decided(fan) == {"b[0]": "scheduled", "b[1]": "scheduled"}
    expand(fan, "b", "success", "running")
    assert decided(fan) == {}
    expand(fan, "b", "success", "success")
    assert decided(fan) == {"c": "scheduled"}
    expand(fan, "b", "success", "failed")
    assert decided(fan) == {"c": "upstream_failed", "run": "failed"}


def test_an_empty_list_skips_it_and_what_follows(fan: Any, decided: Any, set_states: Any) -> None:
    set_states(fan, a="success")
    fan.lengths[("a", -1, "return_value")] = 0
    assert decided(fan) == {"b": "skipped", "c": "skipped", "run": "success"}


def test_without_a_list_it_cannot_run(fan: Any, decided: Any, set_states: Any) -> None:
    set_states(fan, a="failed")
    assert decided(fan) == {"b": "upstream_failed", "c": "upstream_failed", "run": "failed"}


def test_a_rule_that_would_let_it_run_cannot_do_without_the_list(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any
) -> None:
    run = make_run(draw_dag("a >> b", {"b": {**FROM_A, "trigger_rule": "all_done"}}))
    set_states(run, a="failed")
    assert decided(run) == {"b": "upstream_failed", "run": "failed"}
    run = make_run(draw_dag("a >> b", {"b": {**FROM_A, "trigger_rule": "all_done"}}))
    set_states(run, a="skipped")
    assert decided(run) == {"b": "skipped", "run": "success"}


def test_a_task_maps_over_what_a_mapped_task_pushed(
    draw_dag: Any, make_run: Any, decided: Any, set_states: Any, expand: Any
) -> None:
    over_b = {"size": {"product": [{"xcom": ["b", "return_value"]}]}}
    run = make_run(draw_dag("a >> b >> c", {"b": FROM_A, "c": {**over_b, "trigger_rule": "none_failed"}}))
    set_states(run, a="success")
    run.lengths[("a", -1, "return_value")] = 3
    expand(run, "b", "success", "skipped", "running")
    run.lengths[("b", 0, "return_value")] = -1
    assert decided(run) == {}
    expand(run, "b", "success", "skipped", "success")
    run.lengths[("b", 2, "return_value")] = -1
    assert decided(run) == {"c": "x2"}, "skipped ones pushed nothing"


def test_after_a_clear_it_may_have_more_or_fewer_instances(
    fan: Any, decided: Any, set_states: Any, expand: Any
) -> None:
    set_states(fan, a="success")
    expand(fan, "b", None, None)
    fan.lengths[("a", -1, "return_value")] = 3
    assert decided(fan) == {"b": "x3", "b[0]": "scheduled", "b[1]": "scheduled"}
    fan.lengths[("a", -1, "return_value")] = 1
    assert decided(fan) == {"b[0]": "scheduled", "b[1]": "removed"}
    fan.lengths[("a", -1, "return_value")] = 0
    assert decided(fan) == {"b[0]": "skipped", "b[1]": "removed", "c": "skipped", "run": "success"}


@pytest.fixture
def mapped_group(draw_dag: Any, make_run: Any) -> Any:
    """``a`` makes a list; the group ``g`` with ``g.x >> g.y`` is mapped over it; ``z`` comes after."""
    group = GroupSpec("g", size=FROM_A["size"])
    inside = {"task_group": "g"}
    return make_run(draw_dag("a >> g.x >> g.y >> z", {"g.x": inside, "g.y": inside}, task_groups=(group,)))


def test_all_tasks_of_a_mapped_group_are_expanded_together(mapped_group: Any, decided: Any, set_states: Any) -> None:
    set_states(mapped_group, a="success")
    mapped_group.lengths[("a", -1, "return_value")] = 2
    assert decided(mapped_group, ["a"]) == {"g.x": "x2", "g.y": "x2"}


def test_within_a_mapped_group_each_map_index_goes_its_own_way(
    mapped_group: Any, decided: Any, set_states: Any, expand: Any
) -> None:
    set_states(mapped_group, a="success")
    mapped_group.lengths[("a", -1, "return_value")] = 3
    expand(mapped_group, "g.x", "success", "failed", "running")
    expand(mapped_group, "g.y", None, None, None)
    assert decided(mapped_group) == {"g.y[0]": "scheduled", "g.y[1]": "upstream_failed", "z": "upstream_failed"}
    expand(mapped_group, "g.x", "success", "success", "success")
    expand(mapped_group, "g.y", "success", "success", "success")
    assert decided(mapped_group) == {"z": "scheduled"}


def test_what_it_is_mapped_over_is_never_made_where_its_maker_waits_in_vain(
    draw_dag: Any, make_run: Any, decided: Any, now: datetime
) -> None:
    """The run does not have what the maker waits for: it has failed."""
    dated, mapped = {"start_date": now + timedelta(days=1)}, {"size": {"xcom": ["a", "return_value"]}}
    run = make_run(draw_dag("late >> a; b", {"late": dated, "b": mapped}))
    del run.tasks["late", -1]
    assert decided(run) == {"run": "failed"}
