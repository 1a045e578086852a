"""Functions as tasks, by Airflow's documentation ("TaskFlow", "Python operator", "Bash operator")."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest

from couture_jupyter import DAG, EmptyOperator, dag, get_current_context, task
from couture_jupyter.context_names import CONTEXT_NAMES
from couture_jupyter.exceptions import DagError, TaskError
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.taskflow import register_kind


class Summary(TypedDict):
    total: int


def test_a_dict_is_unrolled_when_the_function_says_that_it_returns_one() -> None:
    """dict, dict[…], Dict, TypedDict and Mapping; also as text. Any other annotation says nothing."""
    annotations: dict[Any, bool] = {
        dict: True,
        dict[str, int]: True,
        "dict[str, Any]": True,
        Summary: True,
        "Summary": True,
        list: False,
        "OnlyForTypeCheckers": False,
        None: False,
    }
    for annotation, expected in annotations.items():

        def load() -> Any:
            return {}

        load.__annotations__ = {"return": annotation}
        with DAG("demo") as made:
            task(load)()
        assert made.get_task("load").multiple_outputs is expected, annotation


def test_multiple_outputs_can_be_refused() -> None:
    """multiple_outputs=False is heeded; without an annotation it is off."""

    @task(multiple_outputs=False)
    def load() -> dict[str, int]:
        return {"a": 1}

    @task
    def plain() -> Any:
        return {"a": 1}

    with DAG("demo") as made:
        load()
        plain()
    assert [each.multiple_outputs for each in made.tasks] == [False, False]


def test_keys_of_a_dict_go_to_other_tasks() -> None:
    """Each key is an XCom of its own."""

    @task
    def load() -> dict[str, int]:
        return {"a": 1, "b": 2}

    @task
    def show(value: int) -> int:
        return value

    with DAG("demo") as made:
        show(load()["b"])
    assert made.test().xcom_pull("show") == 2


def test_the_context_fills_parameters_of_its_names() -> None:
    """By name, by **kwargs, or with get_current_context()."""

    @task
    def named(ds: Any, ti: Any = None, params: Any = None, *, other: int = 3) -> Any:
        return [bool(ds), ti.task_id, params["x"], other]

    @task
    def all_of_it(**context: Any) -> Any:
        return context["ti"].task_id

    @task
    def asked() -> Any:
        return get_current_context()["ti"].task_id

    with DAG("demo", params={"x": 5}) as made:
        named()
        all_of_it()
        asked()
    run = made.test()
    assert run.xcom_pull(["named", "all_of_it", "asked"]) == [[True, "named", 5, 3], "all_of_it", "asked"]


def test_names_of_the_context_have_no_other_default() -> None:
    """A default that is not None would never be used."""
    with pytest.raises(DagError, match='"ds" comes from the context of the task: it can have no default but None'):

        @task
        def load(ds: str = "2026-01-01") -> None: ...


def test_every_name_of_the_context_is_known_to_be_one() -> None:
    """The list that functions are checked against has all names of the real context."""

    @task
    def look(**context: Any) -> Any:
        return sorted(context)

    with DAG("demo") as made:
        look()
    assert set(made.test().xcom_pull("look")) <= CONTEXT_NAMES


def test_methods_are_refused() -> None:
    """Nobody would give them their self."""
    with pytest.raises(DagError, match="load is a method"):

        class Loader:
            @task
            def load(self) -> None: ...


def test_a_missing_argument_is_named_while_the_file_is_read() -> None:
    """default_args may hold it, for all levels of them."""

    @task
    def load(country: str) -> str:
        return country

    with DAG("demo"), pytest.raises(DagError, match=r'load\(\): the argument "country" is missing'):
        load()
    with DAG("demo", default_args={"country": "FI"}) as made:
        load()
    assert made.test().xcom_pull("load") == "FI"


def test_async_functions_are_run_to_their_end() -> None:
    """What they return is the value."""

    @task
    async def load(value: int) -> int:
        return value + 1

    with DAG("demo") as made:
        load(1)
    assert made.test().xcom_pull("load") == 2


def test_override_changes_arguments_of_the_task() -> None:
    """The function itself and its other tasks stay as they are."""

    @task(retries=1, doc_md="Own words.")
    def load() -> None:
        """A docstring."""

    with DAG("demo") as made:
        load()
        load.override(task_id="again", retries=4, pool="slow")()
        load()
    assert [(each.task_id, each.retries, each.doc_md) for each in made.tasks] == [
        ("load", 1, "Own words."), ("again", 4, "Own words."), ("load__1", 1, "Own words."),
    ]  # fmt: skip


def test_an_unknown_argument_of_a_task_is_named() -> None:
    """With the nearest known one, when the task is made."""

    @task(retires=1)
    def load() -> None: ...

    with DAG("demo"), pytest.raises(DagError, match=r'"load" has no argument "retires"\. Did you mean "retries"'):
        load()


def test_a_bash_function_makes_the_command() -> None:
    """Templates in it are rendered; an empty one is an error; exit code 99 skips."""

    @task.bash
    def say(word: str) -> str:
        return f"echo {word} {{{{ ti.task_id }}}} $NAME"

    @task.bash
    def nothing() -> str:
        return "  "

    @task.bash
    def skip() -> str:
        return "exit 99"

    with DAG("demo") as made:
        say.override(env={"NAME": "x"}, append_env=True)("hei")
        nothing()
        skip()
    run = made.test()
    assert run.xcom_pull("say") == "hei say x"
    assert run.states == {"say": "success", "nothing": "failed", "skip": "skipped"}
    assert serialize_dag(made).task("say").operator == "BashFunctionOperator"
    nothing_ran = run.get_task_instance("nothing")
    assert nothing_ran is not None
    assert isinstance(nothing_ran.error, TaskError)


def test_branches_and_short_circuits_are_kinds_of_tasks() -> None:
    """@task.branch returns an id, @task.short_circuit a truth."""

    @task.branch
    def choose() -> str:
        return "left"

    @task.short_circuit
    def check() -> bool:
        return False

    with DAG("demo") as made:
        choose() >> [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")]
        check() >> EmptyOperator(task_id="after")
    states = made.test().states
    assert (states["left"], states["right"], states["after"]) == ("success", "skipped", "skipped")


@pytest.mark.parametrize(("answer", "state"), [(True, "success"), (False, "skipped")])
def test_run_if_asks_just_before_the_task(answer: bool, state: str) -> None:
    """The condition receives the context; the task is skipped unless it is true."""

    @task.run_if(lambda context: answer and context["ti"].task_id == "load")
    @task
    def load() -> None: ...

    with DAG("demo") as made:
        load()
    assert made.test().states == {"load": state}


def test_skip_if_says_why() -> None:
    """The message goes to the log; run_if and skip_if can stand above each other."""

    @task.skip_if(lambda context: True, skip_message="not today")
    @task.run_if(lambda context: True)
    @task.bash
    def load() -> str:
        return "true"

    with DAG("demo") as made:
        load()
    instance = made.test().task_instances[0]
    assert (str(instance.state), str(instance.error)) == ("skipped", "not today")


def test_run_if_stands_above_task() -> None:
    """The other way round there is no task yet."""
    with pytest.raises(DagError, match="stand above @task"):

        @task.run_if(lambda context: True)
        def load() -> None: ...


def test_an_unknown_kind_is_named() -> None:
    """With those that there are."""
    with pytest.raises(AttributeError, match=r"There is no @task\.brnch\. There are: .*branch"):
        task.brnch  # noqa: B018


def test_a_kind_is_registered_with_a_line() -> None:
    """Then it is there under its name."""
    register_kind("shell", "couture_jupyter.operators.bash_function:BashFunctionOperator")

    @task.shell
    def say() -> str:
        return "echo hei"

    with DAG("demo") as made:
        say()
    assert made.test().xcom_pull("say") == "hei"


def test_tasks_may_be_passed_in_lists_and_dicts() -> None:
    """What other tasks return is found inside of them."""

    @task
    def one() -> int:
        return 1

    @task
    def show(values: Any) -> Any:
        return values

    with DAG("demo") as made:
        show({"list": [one(), 2], "tuple": (one(),)})
    assert made.get_task("show").upstream_task_ids == {"one", "one__1"}
    assert made.test().xcom_pull("show") == {"list": [1, 2], "tuple": (1,)}


# @dag


def test_parameters_of_a_dag_function_are_params() -> None:
    """Defaults and arguments of the call are declared; the run's conf wins, with which the function is not called."""

    @dag(schedule=None)
    def report(country: str = "FI", rows: int = 5) -> None:
        """A report."""

        @task
        def show(country: Any, rows: Any) -> Any:
            return [country, rows]

        show(country, rows)

    made = report(rows=7)
    assert made.params == {"country": "FI", "rows": 7}
    assert made.test().xcom_pull("show") == ["FI", 7]
    assert made.test(run_conf={"country": "SE"}).xcom_pull("show") == ["SE", 7]


def test_a_factory_makes_several_dags() -> None:
    """In a loop, each with its id."""

    def make(name: str) -> DAG:
        @dag(dag_id=f"load_{name}")
        def load() -> None:
            EmptyOperator(task_id=name)

        return load()

    assert [(made.dag_id, made.task_ids) for made in map(make, "ab")] == [("load_a", ["a"]), ("load_b", ["b"])]
