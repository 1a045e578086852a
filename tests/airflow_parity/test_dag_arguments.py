"""Arguments of DAGs and operators, and params, by Airflow's documentation ("DAGs", "Params", "Tasks")."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter import DAG, BashOperator, EmptyOperator, Param, PythonOperator, task
from couture_jupyter.exceptions import DagError, ParamValidationError
from couture_jupyter.params import ParamsDict
from couture_jupyter.serialization.serialize import serialize_dag


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"schedul": "@daily"}, 'has no argument "schedul". Did you mean "schedule"?'),
        ({"schedule": "@daily", "schedule_interval": "@daily"}, "has its schedule twice"),
        ({"max_active_runs": "3"}, 'max_active_runs of DAG "demo" is a whole number'),
        ({"max_active_tasks": -1}, "is a whole number"),
        ({"dagrun_timeout": "1h"}, 'dagrun_timeout of DAG "demo" is a timedelta'),
        ({"catchup": "False"}, "catchup of DAG \"demo\" is True or False, not 'False'"),
        ({"orientation": "UP"}, "It is one of: LR, TB, RL, BT"),
        ({"default_view": "map"}, "It is one of: grid, graph, duration, gantt, landing_times, tree, calendar"),
        ({"tags": ["x" * 101]}, "a tag has 1 to 100 characters"),
        ({"owner_links": {"me": "ftp://x"}}, "the link of me begins with one of http://"),
        ({"default_args": [1]}, 'default_args of DAG "demo" is a dict'),
        ({"params": [1]}, "params is a dict"),
        ({"on_failure_callback": "tell"}, 'on_failure_callback of DAG "demo" is a function or a list of functions'),
        ({"user_defined_macros": 5}, "user_defined_macros"),
        ({"start_date": "soon"}, "a date looks like"),
    ],
)
def test_a_wrong_argument_of_a_dag_is_named(arguments: dict[str, Any], sentence: str) -> None:
    """With what it can be."""
    with pytest.raises(DagError) as caught:
        DAG("demo", **arguments)
    assert sentence in str(caught.value)


def test_arguments_of_a_dag_reach_its_form() -> None:
    """What engine, server and browser know of it."""
    dag = DAG(
        "demo",
        dag_display_name="Demo",
        max_consecutive_failed_dag_runs=3,
        owner_links={"me": "mailto:me@example.com"},
        access_control={"Op": {"can_read"}},
        orientation="TB",
        on_failure_callback=[print, print],
        sla_miss_callback=print,
        fail_stop=True,
        concurrency=4,
    )
    spec = serialize_dag(dag)
    assert (spec.display_name, spec.max_consecutive_failed_dag_runs, spec.orientation) == ("Demo", 3, "TB")
    assert (spec.owner_links, spec.access_control) == ({"me": "mailto:me@example.com"}, {"Op": ["can_read"]})
    assert (spec.callbacks, spec.fail_fast) == (("on_failure_callback", "sla_miss_callback"), True)
    assert spec.max_active_tasks == 4


@pytest.mark.parametrize(
    ("given", "kept"),
    [({}, "grid"), ({"default_view": "tree"}, "grid"), ({"default_view": "landing_times"}, "landing_times")],
)
def test_the_page_of_a_dag_opens_with_its_default_view(given: dict[str, str], kept: str) -> None:
    """What Airflow called the tree is its grid by now."""
    assert serialize_dag(DAG("demo", **given)).default_view == kept


def test_documentation_may_be_a_file(tmp_path: Path) -> None:
    """A path that ends in .md is read; any other text is the documentation itself."""
    file = tmp_path / "about.md"
    file.write_text("# About")
    assert DAG("demo", doc_md=str(file)).doc_md == "# About"
    assert DAG("demo", doc_md="no file.md").doc_md == "no file.md"


def test_fail_fast_goes_with_one_trigger_rule_only() -> None:
    """all_success; teardowns have their own."""
    with DAG("demo", fail_fast=True) as dag:
        make = EmptyOperator(task_id="make")
        make >> EmptyOperator(task_id="remove").as_teardown(setups=make)
    dag.check()
    with dag:
        EmptyOperator(task_id="a", trigger_rule="all_done")
    with pytest.raises(DagError, match='fails fast: the trigger rule of "a" must be "all_success"'):
        dag.check()


# Operators


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"retires": 3}, 'BashOperator "a" has no argument "retires". Did you mean "retries"?'),
        ({"depends_on_past": "yes"}, "depends_on_past of task \"a\" is True or False, not 'yes'"),
        ({"owner": 5}, 'owner of task "a" is text, not 5'),
        ({"queue": ["q"]}, 'queue of task "a" is text'),
        ({"max_active_tis_per_dag": 0}, 'max_active_tis_per_dag of task "a" is a whole number of at least 1'),
        ({"on_failure_callback": "tell"}, 'on_failure_callback of task "a" is a function or a list of functions'),
        ({"pre_execute": 5}, "pre_execute"),
        ({"email": 5}, 'email of task "a" is an address'),
        ({"retry_exponential_backoff": "much"}, "retry_exponential_backoff"),
    ],
)
def test_a_wrong_argument_of_a_task_is_named(arguments: dict[str, Any], sentence: str) -> None:
    """With what it can be."""
    with DAG("demo"), pytest.raises(DagError) as caught:
        BashOperator(task_id="a", bash_command="true", **arguments)
    assert sentence in str(caught.value)


def test_arguments_of_a_task_reach_its_form() -> None:
    """What the engine needs of them."""
    with DAG("demo") as dag:
        EmptyOperator(
            task_id="a",
            email="me@example.com; you@example.com",
            email_on_retry=False,
            sla=timedelta(hours=2),
            start_date=datetime(2026, 1, 1, tzinfo=UTC),
            ignore_first_depends_on_past=False,
            wait_for_past_depends_before_skipping=True,
            on_skipped_callback=[print],
            on_execute_callback=print,
            run_as_user="me",
            executor="local",
            map_index_template="{{ ds }}",
        )
    spec = serialize_dag(dag).task("a")
    assert (spec.email, spec.email_on_failure, spec.email_on_retry) == (
        ("me@example.com", "you@example.com"), True, False,
    )  # fmt: skip
    assert (spec.sla, spec.start_date) == (7200.0, datetime(2026, 1, 1, tzinfo=UTC))
    assert (spec.ignore_first_depends_on_past, spec.wait_for_past_depends_before_skipping) == (False, True)
    assert spec.callbacks == ("on_execute_callback", "on_skipped_callback")
    assert (spec.run_as_user, spec.executor, spec.map_index_template) == ("me", "local", "{{ ds }}")


def test_a_task_can_keep_types_of_its_templates() -> None:
    """render_template_as_native_obj of the task comes before that of its DAG."""

    def show(value: Any) -> Any:
        return value

    with DAG("demo") as dag:
        for name, native in (("text", None), ("list", True)):
            PythonOperator(
                task_id=name,
                python_callable=show,
                op_args=["{{ [1, 2] }}"],
                render_template_as_native_obj=native,
            )
    run = dag.test()
    assert (run.xcom_pull("text"), run.xcom_pull("list")) == ("[1, 2]", [1, 2])


def test_template_fields_are_a_list_of_names() -> None:
    """Text would be a list of letters: a comma is missing."""

    class Wrong(EmptyOperator):
        template_fields = "name"

    with DAG("demo"), pytest.raises(DagError, match='template_fields of Wrong is a list of names, not "name"'):
        Wrong(task_id="a")


def test_relatives_of_a_task() -> None:
    """Those beside it, and all before or after it."""
    with DAG("demo") as dag:
        a, b, c = (EmptyOperator(task_id=name) for name in "abc")
        a >> b >> c
    assert (a.get_flat_relative_ids(), c.get_flat_relative_ids(upstream=True)) == ({"b", "c"}, {"a", "b"})
    assert (b.get_direct_relatives(upstream=True), b.get_direct_relative_ids()) == ([a], {"c"})
    assert (c.get_flat_relatives(upstream=True), dag.upstream_of("c")) == ([a, b], {"a", "b"})


# Params


def test_params_have_values_and_schemas() -> None:
    """In brackets the value; a value that is set must fit."""
    params = ParamsDict({"rows": Param(5, type="integer", minimum=1), "name": "x"})
    assert (params["rows"], params.get_param("rows").schema, params.dump()) == (
        5, {"type": "integer", "minimum": 1}, {"rows": 5, "name": "x"},
    )  # fmt: skip
    params["rows"] = 7
    assert params.validate() == {"rows": 7, "name": "x"}
    with pytest.raises(ParamValidationError, match='The parameter "rows" does not fit: 0 is less than the minimum'):
        params["rows"] = 0


def test_what_is_wrong_inside_a_param_is_placed() -> None:
    """The path to it is in the sentence."""
    param = Param(type="array", items={"type": "object", "properties": {"name": {"type": "string"}}})
    with pytest.raises(ParamValidationError, match=r"at \[1\]\['name'\]: 5 is not of type 'string'"):
        param.resolve([{"name": "a"}, {"name": 5}])
    with pytest.raises(ParamValidationError, match="no value is given"):
        param.resolve()
    assert param.resolve(suppress_exception=True) is None
    with pytest.raises(ParamValidationError, match="its schema is no JSON schema"):
        Param(1, type="numbr").resolve()


def test_a_schedule_needs_defaults_that_fit() -> None:
    """Nobody would give the values; a DAG that people start may lack them."""
    for params in ({"rows": Param(type="integer")}, {"rows": Param("x", type="integer")}):
        DAG("demo", params=params).check()
        with pytest.raises(ParamValidationError, match='DAG "demo" has a schedule, but: The parameter "rows"'):
            DAG("demo", schedule="@daily", params=params).check()


def test_the_tasks_own_params_win_and_conf_wins_over_them() -> None:
    """DAG, then task, then what the run was given."""

    @task(params={"b": "task", "c": "task"})
    def show(params: Any) -> Any:
        return [params["a"], params["b"], params["c"]]

    with DAG("demo", params={"a": "dag", "b": "dag"}) as dag:
        show()
    assert dag.test().xcom_pull("show") == ["dag", "task", "task"]
    assert dag.test(run_conf={"a": "run", "c": "run"}).xcom_pull("show") == ["run", "task", "run"]


def test_conf_must_fit_the_schemas() -> None:
    """Before anything runs."""
    dag = DAG("demo", params={"rows": Param(5, type="integer")})
    with pytest.raises(ParamValidationError, match="'x' is not of type 'integer'"):
        dag.test(run_conf={"rows": "x"})


def test_a_param_can_be_an_argument() -> None:
    """dag.param() is the value that the run will have."""
    with DAG("demo") as dag:
        BashOperator(task_id="say", bash_command="echo $WORD", env={"WORD": dag.param("word", "hei")})
    assert dag.params == {"word": "hei"}
    assert dag.test().xcom_pull("say") == "hei"
    assert dag.test(run_conf={"word": "moi"}).xcom_pull("say") == "moi"
