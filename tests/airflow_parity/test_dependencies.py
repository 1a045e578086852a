"""The order of tasks, by Airflow's documentation ("DAGs": dependencies, edge labels; "Task groups")."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import (
    DAG,
    EmptyOperator,
    Label,
    TaskGroup,
    chain,
    chain_linear,
    cross_downstream,
    task,
    task_group,
)
from couture_jupyter.exceptions import CycleError, DagError, DuplicateTaskIdError
from couture_jupyter.serialization.serialize import serialize_dag


def empties(names: str) -> list[EmptyOperator]:
    return [EmptyOperator(task_id=name) for name in names]


def edges(dag: DAG) -> set[str]:
    return {f"{each.task_id}>{below}" for each in dag.tasks for below in each.downstream_task_ids}


def labels(dag: DAG) -> dict[str, str]:
    tasks = serialize_dag(dag).tasks
    return {f"{each.task_id}>{below}": label for each in tasks for below, label in each.edge_labels.items()}


def test_arrows_join_tasks_and_lists() -> None:
    """Both directions, lists on either side, and the right side goes on."""
    with DAG("demo") as dag:
        a, b, c, d, e = empties("abcde")
        a >> [b, c] >> d
        e << d
    assert edges(dag) == {"a>b", "a>c", "b>d", "c>d", "d>e"}


def test_the_same_edge_twice_is_one_edge() -> None:
    """Saying it again changes nothing and is no error."""
    with DAG("demo") as dag:
        a, b = empties("ab")
        a >> b
        a >> b
        b.set_upstream([a, a])
    assert edges(dag) == {"a>b"}


def test_chain_joins_lists_of_the_same_length_pairwise() -> None:
    """A single task is joined with all of a list."""
    with DAG("demo") as dag:
        a, b, c, d, e, f = empties("abcdef")
        chain(a, [b, c], [d, e], f)
        with pytest.raises(DagError, match="lists of the same length"):
            chain([a, b], [c, d, e])
    assert edges(dag) == {"a>b", "a>c", "b>d", "c>e", "d>f", "e>f"}


def test_chain_takes_labels_groups_and_what_tasks_return() -> None:
    """Whatever can stand beside an arrow."""

    @task
    def load() -> None: ...

    with DAG("demo") as dag:
        a, b = empties("ab")
        with TaskGroup("g") as group:
            empties("xy")
        chain(a, Label("all"), group, load(), [Label("l"), Label("m")], [b, EmptyOperator(task_id="c")])
    assert edges(dag) == {"a>g.x", "a>g.y", "g.x>load", "g.y>load", "load>b", "load>c"}
    assert labels(dag) == {"a>g.x": "all", "a>g.y": "all", "load>b": "l", "load>c": "m"}


def test_chain_linear_joins_all_of_a_list_with_all_of_the_next() -> None:
    """Lists of any lengths."""
    with DAG("demo") as dag:
        a, b, c, d, e = empties("abcde")
        chain_linear(a, [b, c], [d, e])
        with pytest.raises(DagError, match="at least two"):
            chain_linear([a, b])
    assert edges(dag) == {"a>b", "a>c", "b>d", "b>e", "c>d", "c>e"}


def test_cross_downstream_joins_each_with_each() -> None:
    """From all tasks of one list to all of the other."""
    with DAG("demo") as dag:
        a, b, c, d = empties("abcd")
        cross_downstream([a, b], [c, d])
    assert edges(dag) == {"a>c", "a>d", "b>c", "b>d"}


def test_labels_stand_on_edges() -> None:
    """Between arrows of either direction, in lists, and as an argument of set_downstream."""
    with DAG("demo") as dag:
        a, b, c, d, e, f = empties("abcdef")
        a >> Label("one") >> b
        d << Label("two") << c
        [a, c] >> Label("three") >> [e]
        a.set_downstream(f, Label("four"))
        f.set_upstream(b, Label("five"))
    assert labels(dag) == {"a>b": "one", "c>d": "two", "a>e": "three", "c>e": "three", "a>f": "four", "b>f": "five"}


def test_a_label_stands_between_tasks() -> None:
    """Not beside another label."""
    with pytest.raises(DagError, match="A label stands between tasks"):
        Label("a") >> Label("b")


def test_the_path_of_a_cycle_is_told() -> None:
    """While the file is read."""
    with DAG("demo") as dag:
        a, b, c = empties("abc")
        a >> b >> c >> a
    with pytest.raises(CycleError, match="a >> b >> c >> a"):
        dag.check()


def test_a_task_and_a_group_need_ids_of_their_own() -> None:
    """Two tasks, two groups, a task and a group."""
    with DAG("demo"):
        EmptyOperator(task_id="a")
        with pytest.raises(DuplicateTaskIdError, match='two tasks with the id "a"'):
            EmptyOperator(task_id="a")
        with pytest.raises(DuplicateTaskIdError, match='a task and a task group with the id "a"'):
            TaskGroup("a")
        TaskGroup("g")
        with pytest.raises(DuplicateTaskIdError, match='two task groups with the id "g"'):
            TaskGroup("g")
        assert TaskGroup("g", add_suffix_on_collision=True).group_id == "g__1"


def test_a_function_that_was_not_called_is_told() -> None:
    """``a >> load`` instead of ``a >> load()``."""

    @task
    def load() -> None: ...

    with DAG("demo"), pytest.raises(DagError, match="load is a function that makes one: call it"):
        EmptyOperator(task_id="a") >> load


# Task groups


def test_groups_prefix_ids_unless_they_are_told_not_to() -> None:
    """Nested groups add up; prefix_group_id=False keeps the ids of what is inside."""
    with DAG("demo") as dag:
        with TaskGroup("outer"), TaskGroup("inner") as inner:
            empties("a")
        with TaskGroup("plain", prefix_group_id=False), TaskGroup("deep"):
            empties("b")
    assert dag.task_ids == ["outer.inner.a", "deep.b"]
    assert [(each.group_id, each.parent) for each in serialize_dag(dag).task_groups] == [
        ("outer", None), ("outer.inner", "outer"), ("plain", None), ("deep", "plain"),
    ]  # fmt: skip
    assert inner.get_child_by_label("a") is inner["a"] is dag.get_task("outer.inner.a")
    assert dag.get_task_group("outer").has_task(inner["a"])
    assert [each.task_id for each in inner] == ["outer.inner.a"]


def test_arrows_at_a_group_are_arrows_at_its_first_and_last_tasks() -> None:
    """What comes before the group comes before its first tasks, what comes after, after its last."""
    with DAG("demo") as dag:
        start, end = empties("se")
        with TaskGroup("g") as group:
            a, b, c = empties("abc")
            a >> [b, c]
        start >> group >> end
    assert edges(dag) == {"s>g.a", "g.a>g.b", "g.a>g.c", "g.b>e", "g.c>e"}


def test_an_empty_group_passes_on_what_comes_before_it() -> None:
    """Nothing is lost between two tasks with an empty group between them."""
    with DAG("demo") as dag:
        start, end = empties("se")
        start >> TaskGroup("g") >> end
    assert edges(dag) == {"s>e"}


def test_default_args_of_a_group_come_before_those_of_the_dag() -> None:
    """And those of an inner group before those of the outer one."""
    with (
        DAG("demo", default_args={"retries": 1, "owner": "dag", "pool": "p"}),
        TaskGroup("outer", default_args={"retries": 2, "owner": "outer"}),
        TaskGroup("inner", default_args={"retries": 3}),
    ):
        made = EmptyOperator(task_id="a", default_args={"owner": "own"})
    assert (made.retries, made.owner, made.__dict__["pool"]) == (3, "own", "p")


def test_a_decorated_group_is_made_by_calling_it() -> None:
    """The function's name is the id, its docstring the tooltip; called again it gets a suffix; what it returns stands
    for the group."""

    @task
    def one() -> int:
        return 1

    @task_group
    def section() -> Any:
        """A part."""
        return one()

    @task_group(group_id="named", tooltip="Another", default_args={"retries": 4})
    def other() -> None:
        one()

    with DAG("demo") as dag:
        first = section()
        section()
        first >> other() >> EmptyOperator(task_id="end")
    assert dag.task_ids == ["section.one", "section__1.one", "named.one", "end"]
    assert [(each.group_id, each.tooltip) for each in serialize_dag(dag).task_groups] == [
        ("section", "A part."), ("section__1", "A part."), ("named", "Another"),
    ]  # fmt: skip
    assert dag.get_task("named.one").retries == 4
    assert edges(dag) == {"section.one>named.one", "named.one>end"}


def test_an_unknown_argument_of_a_group_is_named() -> None:
    """With the nearest known one."""
    with pytest.raises(DagError, match=r'has no argument "tootip"\. Did you mean "tooltip"'):

        @task_group(tootip="x")
        def section() -> None: ...


def test_a_dag_inside_a_group_is_its_own() -> None:
    """Its tasks are in no group of the other DAG."""
    with DAG("outer") as outer, TaskGroup("g"):
        with DAG("inner") as inner:
            empties("a")
        empties("b")
    assert (outer.task_ids, inner.task_ids) == (["g.b"], ["a"])


# Parts and order of a DAG


def test_topological_sort_puts_upstream_first() -> None:
    """Else the order is that in which tasks were made."""
    with DAG("demo") as dag:
        a, b, c, d = empties("abcd")
        d >> a
        c >> b
    assert [each.task_id for each in dag.topological_sort()] == ["c", "d", "a", "b"]


def test_partial_subset_is_a_dag_of_copies() -> None:
    """By text in the id, by ids; upstream by default, downstream if asked."""
    with DAG("demo") as dag:
        a, b, c, d = empties("abcd")
        with TaskGroup("g"):
            x = EmptyOperator(task_id="x")
        a >> b >> Label("l") >> c >> d >> x
    assert dag.partial_subset("b").task_ids == ["a", "b"]
    assert dag.partial_subset(["c"], include_upstream=False, include_downstream=True).task_ids == ["c", "d", "g.x"]
    assert dag.partial_subset(["c"], include_upstream=False, include_direct_upstream=True).task_ids == ["b", "c"]
    part = dag.partial_subset(["g.x"])
    assert edges(part) == edges(dag)
    assert part.get_task("b").edge_labels == {"c": "l"}
    assert part.get_task("a") is not a
    assert part.get_task_group("g")["x"] is part.get_task("g.x")


def test_partial_subset_takes_the_setups_that_its_tasks_need() -> None:
    """And their teardowns; even without upstream."""
    with DAG("demo") as dag:
        make, work, other, remove = (EmptyOperator(task_id=name) for name in ("make", "work", "other", "remove"))
        make >> work >> other >> remove.as_teardown(setups=make)
    assert dag.partial_subset(["other"], include_upstream=False).task_ids == ["make", "other", "remove"]
