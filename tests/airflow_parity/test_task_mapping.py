"""Dynamic task mapping, by Airflow's documentation ("Dynamic Task Mapping")."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import DAG, BaseOperator, BashOperator, EmptyOperator, PythonOperator, task, task_group
from couture_jupyter.airflow_compat.stand_in_operators import operator_class
from couture_jupyter.exceptions import DagError, TaskSkipped
from couture_jupyter.mapping import MappedOperator
from couture_jupyter.serialization.serialize import serialize_dag


class Greet(BaseOperator):
    """An operator as people write them."""

    template_fields = ("name",)
    ui_color = "#123456"

    def __init__(self, *, name: str, greeting: str = "Hello", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name, self.greeting = name, greeting

    def execute(self, context: Any) -> str:
        return f"{self.greeting} {self.name}"


@task
def add_one(x: int) -> int:
    return x + 1


@task
def total(values: Any) -> int:
    return sum(values)


@task
def pair(a: Any, b: Any = None) -> Any:
    return (a, b)


def test_expand_over_a_list_makes_one_instance_for_each_item() -> None:
    """A list that stands in the file is expanded over; a task after it receives all values, in order."""
    with DAG("demo") as dag:
        total(add_one.expand(x=[1, 2, 3]))
    run = dag.test()
    assert (run.xcom_pull("add_one"), run.xcom_pull("total")) == ([2, 3, 4], 9)
    assert serialize_dag(dag).task("add_one").size == {"literal": 3}


def test_a_task_may_return_the_list() -> None:
    """What a task returns decides at run time how many instances there are."""

    @task
    def make() -> list[int]:
        return [10, 20]

    with DAG("demo") as dag:
        add_one.expand(x=make())
    spec = serialize_dag(dag)
    assert spec.task("add_one").size == {"xcom": ["make", "return_value"]}
    assert spec.task("make").sized_keys == ("return_value",)
    assert dag.get_task("add_one").upstream_task_ids == {"make"}
    assert dag.test().states == {"make": "success", "add_one[0]": "success", "add_one[1]": "success"}


def test_several_arguments_make_every_combination() -> None:
    """As in nested loops, the last argument varies fastest."""
    with DAG("demo") as dag:
        pair.expand(a=[1, 2], b=["x", "y", "z"])
    found = dag.test().xcom_pull("pair")
    assert found == [(1, "x"), (1, "y"), (1, "z"), (2, "x"), (2, "y"), (2, "z")]


def test_expanding_over_a_dict_gives_its_pairs() -> None:
    """Each instance receives one key with its value."""
    with DAG("demo") as dag:
        pair.expand(a={"x": 1, "y": 2})
    assert dag.test().xcom_pull("pair") == [(("x", 1), None), (("y", 2), None)]


def test_partial_arguments_are_the_same_in_all_instances() -> None:
    """What partial() gives goes to each instance; default_args do, too."""
    with DAG("demo", default_args={"greeting": "Hei", "retries": 3}) as dag:
        Greet.partial(task_id="greet", doc_md="Greets.").expand(name=["Aino", "{{ 'Väinö' }}"])
    mapped = dag.get_task("greet")
    assert dag.test().xcom_pull("greet") == ["Hei Aino", "Hei Väinö"]
    assert isinstance(mapped, MappedOperator)
    assert (mapped.retries, mapped.doc_md, mapped.task_type, mapped.ui_color) == (3, "Greets.", "Greet", "#123456")


def test_values_of_tasks_are_not_templates() -> None:
    """A template in a literal is rendered, one in a value that a task returned is not."""

    @task
    def make() -> list[str]:
        return ["{{ ds }}"]

    with DAG("demo") as dag:
        Greet.partial(task_id="greet").expand(name=make())
    assert dag.test().xcom_pull("greet") == ["Hello {{ ds }}"]


def test_expand_kwargs_takes_whole_sets_of_arguments() -> None:
    """One instance for each dict; the dicts may come from a task."""

    @task
    def make() -> list[dict[str, str]]:
        return [{"name": "Aino"}, {"name": "Väinö", "greeting": "Hei"}]

    with DAG("demo") as dag:
        Greet.partial(task_id="greet").expand_kwargs(make())
        pair.expand_kwargs([{"a": 1}, {"a": 2, "b": 3}])
    run = dag.test()
    assert run.xcom_pull("greet") == ["Hello Aino", "Hei Väinö"]
    assert run.xcom_pull("pair") == [(1, None), (2, 3)]


def test_expand_kwargs_may_not_override_partial_unless_it_is_not_strict() -> None:
    """strict=False lets the dicts win."""
    with DAG("demo") as dag:
        Greet.partial(task_id="strict", greeting="Hei").expand_kwargs([{"name": "a", "greeting": "Moi"}])
        Greet.partial(task_id="loose", greeting="Hei").expand_kwargs([{"name": "a", "greeting": "Moi"}], strict=False)
    run = dag.test()
    assert run.states == {"strict[0]": "failed", "loose[0]": "success"}
    assert run.xcom_pull("loose") == ["Moi a"]


def test_mapping_over_the_output_of_a_mapped_task() -> None:
    """A mapped task can be mapped over again: as many instances as values were pushed."""
    with DAG("demo") as dag:
        first = add_one.expand(x=[1, 2])
        add_one.override(task_id="again").expand(x=first)
    assert dag.test().xcom_pull("again") == [3, 4]


def test_mapping_over_the_output_of_an_operator() -> None:
    """``.output`` of an operator is expanded over as what a @task returns."""
    with DAG("demo") as dag:
        made = PythonOperator(task_id="make", python_callable=lambda: ["a", "b"])
        BashOperator.partial(task_id="say", env={"LANG": "C"}).expand(bash_command=made.output.map("echo {}".format))
    assert dag.test().xcom_pull("say") == ["a", "b"]


def test_a_task_that_is_mapped_over_nothing_is_skipped() -> None:
    """An empty list: the task is skipped, and so are those after it that need it."""
    with DAG("demo") as dag:
        total(add_one.expand(x=[]))
    run = dag.test()
    assert run.states == {"add_one": "skipped", "total": "skipped"}
    assert str(run.state) == "success"


def test_what_is_no_list_cannot_be_mapped_over() -> None:
    """The task that returned it fails."""

    @task
    def make() -> int:
        return 5

    with DAG("demo") as dag:
        add_one.expand(x=make())
    run = dag.test()
    assert run.states == {"make": "failed", "add_one": "upstream_failed"}
    assert 'A task is mapped over what the task "make" returned: it must be a list or a dict' in str(
        run.task_instances[0].error
    )


def test_a_list_that_is_too_long_fails_the_task_that_made_it() -> None:
    """[core] max_map_length: 1024 if nothing else is said."""

    @task
    def make() -> list[int]:
        return list(range(1025))

    with DAG("demo") as dag:
        add_one.expand(x=make())
    run = dag.test()
    assert "1,025 items are more than 1,024" in str(run.task_instances[0].error)


def test_an_instance_can_be_named() -> None:
    """map_index_template is rendered with the instance's context, after it ran."""

    @task(map_index_template="{{ task.op_kwargs['x'] }} of {{ expanded_ti_count }} ({{ map_index }})")
    def show(x: str) -> None: ...

    with DAG("demo") as dag:
        show.expand(x=["a", "b"])
    assert [ti.map_label for ti in dag.test().task_instances] == ["a of 2 (0)", "b of 2 (1)"]


def test_mapped_values_are_transformed_when_they_are_needed() -> None:
    """map() changes each value; TaskSkipped in it skips that instance only."""

    def only_even(value: int) -> int:
        if value % 2:
            raise TaskSkipped("odd")
        return value

    @task
    def make() -> list[int]:
        return [1, 2]

    with DAG("demo") as dag:
        add_one.expand(x=make().map(only_even))
    assert dag.test().states == {"make": "success", "add_one[0]": "skipped", "add_one[1]": "success"}


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: add_one.expand(y=[1]), 'add_one.expand() has no argument "y"'),
        (lambda: add_one.expand(), "needs an argument to expand over"),
        (lambda: add_one.expand(x=5), "takes a list, a dict or what a task returns, not 5"),
        (lambda: add_one.expand(x="text"), "takes a list, a dict or what a task returns, not 'text'"),
        (lambda: add_one.partial(x=1).expand(x=[1]), "x is given already"),
        (lambda: add_one.partial(ds=1), '"ds" comes from the context'),
        (lambda: pair.expand(b=[1]), 'the argument "a" is missing'),
        (lambda: Greet.partial(task_id="a", nmae="x"), 'Greet.partial() has no argument "nmae". Did you mean "name"?'),
        (lambda: Greet.partial(name="x"), 'Greet.partial() needs the argument "task_id"'),
        (lambda: Greet.partial(task_id="a", name="x").expand(name=["y"]), "given in partial() and in expand()"),
        (lambda: Greet.partial(task_id="a").expand(greeting=["y"]), 'needs the argument "name"'),
        (lambda: Greet.partial(task_id="a", name="x").expand(retries=[1]), "retries is the same for all instances"),
        (lambda: Greet.partial(task_id="a").expand_kwargs(["x"]), "takes a list of dicts"),
        (lambda: Greet.partial(task_id="a").expand_kwargs({"name": "x"}), "takes a list of dicts"),
        (
            lambda: Greet.partial(task_id="a", trigger_rule="always").expand(name=add_one(1)),
            'its trigger rule cannot be "always"',
        ),
    ],
)
def test_mistakes_are_named_while_the_file_is_read(make: Any, sentence: str) -> None:
    """Unknown, missing, doubled and unmappable arguments are errors of the DAG file."""
    with DAG("demo"), pytest.raises(DagError) as caught:
        make()
    assert sentence in str(caught.value)


def test_an_operator_that_is_not_installed_can_be_mapped() -> None:
    """Its arguments are not known, so none is refused; it fails when it runs."""
    stand_in = operator_class("SnowflakeOperator", "Install it.")
    with DAG("demo") as dag:
        stand_in.partial(task_id="query", sql=add_one(1)).expand(parameters=[{"a": 1}, {"a": 2}])
    assert dag.get_task("query").upstream_task_ids == {"add_one"}
    assert serialize_dag(dag).task("query").operator == "SnowflakeOperator"
    assert dag.test().states == {"add_one": "success", "query[0]": "failed", "query[1]": "failed"}


# Mapped task groups


def test_a_task_group_can_be_mapped() -> None:
    """All its tasks have an instance for each item; each goes with those of its own index only."""

    @task_group
    def both(x: int) -> Any:
        return add_one.override(task_id="second")(add_one.override(task_id="first")(x))

    with DAG("demo") as dag:
        total(both.expand(x=[1, 10]))
    spec = serialize_dag(dag)
    assert [(each.group_id, each.size) for each in spec.task_groups] == [("both", {"literal": 2})]
    assert spec.task("both.first").size is None
    run = dag.test()
    assert (run.xcom_pull("both.second"), run.xcom_pull("total")) == ([3, 12], 15)


def test_a_failure_in_one_instance_of_a_group_leaves_the_others() -> None:
    """Depth first: what comes after in the same instance fails with it, the other instances go on."""

    @task
    def divide(x: int) -> float:
        return 1 / x

    @task_group
    def both(x: int) -> None:
        add_one(divide(x))

    with DAG("demo") as dag:
        both.expand(x=[0, 1])
    assert dag.test().states == {
        "both.divide[0]": "failed",
        "both.divide[1]": "success",
        "both.add_one[0]": "upstream_failed",
        "both.add_one[1]": "success",
    }


def test_a_mapped_group_comes_after_the_tasks_that_it_is_mapped_over() -> None:
    """Also those of its tasks that do not use the argument wait."""

    @task
    def make() -> list[int]:
        return [1]

    @task_group
    def group(x: int) -> None:
        EmptyOperator(task_id="idle")

    with DAG("demo") as dag:
        group.expand(x=make())
    assert dag.get_task("group.idle").upstream_task_ids == {"make"}


def test_groups_take_partial_and_whole_sets_of_arguments() -> None:
    """partial() and expand_kwargs() are as with tasks."""

    @task_group
    def group(a: Any, b: Any) -> Any:
        return pair(a, b)

    with DAG("demo") as dag:
        group.partial(a=1).expand(b=[2, 3])
        group.override(group_id="other").expand_kwargs([{"a": 5, "b": 6}])
    run = dag.test()
    assert run.xcom_pull("group.pair") == [(1, 2), (1, 3)]
    assert run.xcom_pull("other.pair") == [(5, 6)]


def test_an_empty_group_is_skipped() -> None:
    """A group that is mapped over nothing has no instances."""

    @task_group
    def group(x: int) -> None:
        add_one(x)

    with DAG("demo") as dag:
        group.expand(x=[])
    assert dag.test().states == {"group.add_one": "skipped"}


def test_nothing_in_a_mapped_group_is_mapped_again() -> None:
    """Neither a task nor another group."""

    @task_group
    def inner(y: int) -> None:
        add_one(y)

    @task_group
    def maps_a_task(x: int) -> None:
        add_one.expand(x=[1])

    @task_group
    def maps_a_group(x: int) -> None:
        inner.expand(y=[1])

    @task_group
    def maps_its_argument(x: int) -> None:
        add_one.expand(x=x)

    for group in (maps_a_task, maps_a_group, maps_its_argument):
        with DAG("demo"), pytest.raises(DagError, match="cannot be mapped again"):
            group.expand(x=[1])


def test_always_is_no_rule_in_a_mapped_group() -> None:
    """Its instances are known only when what comes before has ended."""

    @task_group
    def group(x: int) -> None:
        EmptyOperator(task_id="a", trigger_rule="always")

    with DAG("demo"), pytest.raises(DagError, match='its rule cannot be "always"'):
        group.expand(x=[1])


def test_a_branch_in_a_mapped_group_decides_for_its_own_instance() -> None:
    """Each instance goes its own way."""

    @task.branch
    def choose(x: int) -> str:
        return "group.small" if x < 5 else "group.large"

    @task_group
    def group(x: int) -> None:
        choose(x) >> [EmptyOperator(task_id="small"), EmptyOperator(task_id="large")]

    with DAG("demo") as dag:
        group.expand(x=[1, 9])
    states = dag.test().states
    assert (states["group.small[0]"], states["group.large[0]"]) == ("success", "skipped")
    assert (states["group.small[1]"], states["group.large[1]"]) == ("skipped", "success")


def test_partial_alone_is_no_task_and_a_warning() -> None:
    """What ``partial`` begins and ``expand`` does not end is told when the file has been read."""
    with DAG("demo") as dag, pytest.warns(UserWarning, match="was never expanded, so there is no such task"):
        BashOperator.partial(task_id="a")
    assert dag.task_ids == []
