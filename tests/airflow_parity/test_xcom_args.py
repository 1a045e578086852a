"""What tasks return as an argument of others, by Airflow's documentation ("XComs", "Dynamic Task Mapping")."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import DAG, BashOperator, XComArg, task
from couture_jupyter.exceptions import DagError
from couture_jupyter.xcom_args import ConcatXComArg, MapXComArg, PlainXComArg, ZipXComArg


@task
def numbers() -> list[int]:
    return [1, 2, 3]


@task
def letters() -> list[str]:
    return ["a", "b"]


@task
def show(value: Any) -> Any:
    return value if not hasattr(value, "__len__") or isinstance(value, str) else list(value)


def test_xcom_arg_of_an_operator_is_plain() -> None:
    """XComArg(task) and task.output are the same; a key in brackets is another XCom of the same task."""
    with DAG("demo"):
        made = BashOperator(task_id="a", bash_command="true")
    assert isinstance(XComArg(made), PlainXComArg)
    assert (made.output.key, made.output["total"].key, made.output["total"].operator) == ("return_value", "total", made)


def test_zip_ends_with_the_shortest() -> None:
    """As Python's zip."""
    with DAG("demo") as dag:
        zipped = numbers().zip(letters())
        show.expand(value=zipped)
        show.override(task_id="whole")(zipped)
    run = dag.test()
    assert isinstance(zipped, ZipXComArg)
    assert [tuple(each) for each in run.xcom_pull("show")] == [(1, "a"), (2, "b")]
    assert len(run.xcom_pull("whole")) == 2


def test_zip_with_a_fillvalue_ends_with_the_longest() -> None:
    """As itertools.zip_longest."""
    with DAG("demo") as dag:
        show.expand(value=numbers().zip(letters(), fillvalue="-"))
    assert [tuple(each) for each in dag.test().xcom_pull("show")] == [(1, "a"), (2, "b"), (3, "-")]


def test_concat_puts_one_after_the_other() -> None:
    """As itertools.chain; several in one go, or one by one."""
    with DAG("demo") as dag:
        joined = numbers().concat(letters()).concat(numbers())
        show.expand(value=joined)
    assert isinstance(joined, ConcatXComArg)
    assert dag.test().xcom_pull("show") == [1, 2, 3, "a", "b", 1, 2, 3]


def test_map_can_follow_map() -> None:
    """Functions are called in the order in which they were given."""
    with DAG("demo") as dag:
        mapped = numbers().map(lambda value: value * 10).map(str)
        show.expand(value=mapped)
    assert isinstance(mapped, MapXComArg)
    assert dag.test().xcom_pull("show") == ["10", "20", "30"]


def test_map_zip_and_concat_go_together() -> None:
    """Sizes follow: the engine knows them from the lengths of what was pushed."""
    with DAG("demo") as dag:
        mixed = numbers().map(str).concat(letters()).zip(numbers())
        show.expand(value=mixed)
    assert mixed.size() == {
        "zip": [
            {"concat": [{"xcom": ["numbers", "return_value"]}, {"xcom": ["letters", "return_value"]}]},
            {"xcom": ["numbers__1", "return_value"]},
        ],
        "longest": False,
    }
    assert [tuple(each) for each in dag.test().xcom_pull("show")] == [("1", 1), ("2", 2), ("3", 3)]


def test_map_takes_a_plain_function() -> None:
    """A @task would be known only later."""
    with DAG("demo"):
        with pytest.raises(DagError, match="this is a @task"):
            numbers().map(show)
        with pytest.raises(DagError, match="takes a function, not 5"):
            numbers().map(5)
        with pytest.raises(DagError, match=r"zip\(\) takes what other tasks return"):
            numbers().zip([1, 2])


def test_a_promise_is_not_iterated_over() -> None:
    """Its value is not known while the file is read; an index is no key."""
    with DAG("demo"):
        made = numbers()
        with pytest.raises(DagError, match="cannot be iterated over"):
            list(made)
        with pytest.raises(DagError, match=r"\[0\]: only keys \(text\) can be taken"):
            made[0]


def test_a_promise_in_text_is_a_template() -> None:
    """In an f-string it becomes a call of xcom_pull."""
    with DAG("demo") as dag:
        made = letters()
        text = f"echo {made}"
        made >> BashOperator(task_id="say", bash_command=text)
    assert text == "echo {{ task_instance.xcom_pull(task_ids='letters', key='return_value') }}"
    assert dag.test().xcom_pull("say") == "[a, b]"


def test_an_argument_that_is_set_later_makes_the_dependency_too() -> None:
    """Assigning what a task returns to a template field is enough."""
    with DAG("demo") as dag:
        later = BashOperator(task_id="say", bash_command="true")
        later.bash_command = letters()
    assert dag.get_task("say").upstream_task_ids == {"letters"}


def test_what_was_not_pushed_is_none_or_an_error() -> None:
    """The return value of a task that returned nothing is None, as is a missing key of multiple_outputs; any other key
    that was not pushed fails the task that asks."""

    @task
    def nothing() -> None: ...

    @task(multiple_outputs=True)
    def several() -> Any:
        return {"a": 1}

    with DAG("demo") as dag:
        made = nothing()
        show.override(task_id="whole")(made)
        show.override(task_id="missing")(several()["b"])
        show.override(task_id="wrong")(made["key"])
    run = dag.test()
    assert (run.states["whole"], run.states["missing"], run.states["wrong"]) == ("success", "success", "failed")
    wrong = run.get_task_instance("wrong")
    assert wrong is not None
    assert 'The task "nothing" has pushed no XCom "key"' in str(wrong.error)
