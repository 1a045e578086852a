"""DAG: its arguments, its tasks, its order."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest

from couture_jupyter import (
    DAG,
    CronTrigger,
    EmptyOperator,
    Param,
    PythonOperator,
    TaskGroup,
    chain,
    cross_downstream,
    dag,
)
from couture_jupyter.dags import DAG_ARGUMENTS
from couture_jupyter.edges import chain_linear
from couture_jupyter.exceptions import CycleError, DagError, DuplicateTaskIdError
from couture_jupyter.serialization.serialize import serialize_dag


def tasks(count: int) -> list[EmptyOperator]:
    return [EmptyOperator(task_id="abcdefgh"[n]) for n in range(count)]


def edges(made: DAG) -> set[str]:
    return {f"{task.task_id}{after}" for task in made.tasks for after in task.downstream_task_ids}


def test_every_argument_is_kept():
    values = {
        "tags": ["b", "a", "b"],
        "max_active_runs": 3,
        "doc_md": "# hi",
        "owner_links": {"me": "https://example.org"},
    }
    made = DAG("demo", "What it is for", schedule="@daily", start_date=datetime(2026, 1, 1), **values)
    assert set(DAG_ARGUMENTS) - {"default_args"} <= set(vars(made))
    assert (made.tags, made.max_active_runs, made.description) == (["a", "b"], 3, "What it is for")


def test_an_unknown_argument_is_named_with_its_nearest():
    with pytest.raises(DagError, match=r'DAG "demo" has no argument "shedule". Did you mean "schedule"\?'):
        DAG("demo", shedule="@daily")


@pytest.mark.parametrize("dag_id", ["", "with space", "a/b", "x" * 251, None, 5])
def test_a_bad_id_is_refused(dag_id):
    with pytest.raises(DagError):
        DAG(dag_id)


@pytest.mark.parametrize(
    "arguments",
    [
        {"schedule": "@daily", "schedule_interval": "@hourly"},
        {"schedule": "0 25 * * *"},
        {"missed_runs": "perhaps"},
        {"overlap": "never"},
        {"start_date": "yesterday"},
        {"start_date": 5},
        {"dagrun_timeout": "long"},
        {"max_active_runs": "many"},
        {"params": ["a"]},
    ],
)
def test_a_value_that_means_nothing_is_refused(arguments):
    with pytest.raises(DagError):
        DAG("demo", **arguments)


@pytest.mark.parametrize("name", ["schedule", "schedule_interval", "timetable"])
def test_the_schedule_has_three_names(name):
    assert DAG("demo", **{name: CronTrigger("0 9 * * *")}).timetable == CronTrigger("0 9 * * *")


def test_the_start_date_gives_the_time_zone():
    helsinki = DAG("demo", schedule="0 9 * * *", start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Helsinki")))
    assert (helsinki.timezone, helsinki.timetable.timezone) == ("Europe/Helsinki", "Europe/Helsinki")
    assert serialize_dag(helsinki).start_date == datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert DAG("demo", start_date=datetime(2026, 1, 1)).timezone == "UTC"
    assert DAG("demo", start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Tokyo")).timezone == "Asia/Tokyo"


def test_catchup_means_run_all():
    assert DAG("demo", catchup=True).missed_runs == "run_all"
    assert DAG("demo", catchup=False).missed_runs == "run_last"
    assert DAG("demo", missed_runs="skip").catchup is False


def test_default_args_reach_the_dag_and_its_tasks():
    with DAG(
        "demo", default_args={"start_date": datetime(2026, 1, 1), "retries": 3, "owner": "ada", "no_such": 1}
    ) as made:
        plain = EmptyOperator(task_id="plain")
        own = EmptyOperator(task_id="own", retries=0, default_args={"owner": "eve"})
    assert made.start_date == datetime(2026, 1, 1, tzinfo=UTC)
    assert (plain.retries, plain.owner, own.retries, own.owner) == (3, "ada", 0, "eve")


def test_default_args_are_not_shared_between_dags():
    shared = {"params": {"a": 1}, "retries": 1}
    DAG("one", default_args=shared).default_args["retries"] = 9
    assert DAG("two", default_args=shared).params["a"] == 1
    assert shared == {"params": {"a": 1}, "retries": 1}


def test_all_ways_to_say_after():
    with DAG("demo") as made:
        a, b, c, d = tasks(4)
        a >> [b, c] >> d
        d << a
        a >> b
    assert edges(made) == {"ab", "ac", "bd", "cd", "ad"}
    with DAG("demo") as made:
        a, b, c, d = tasks(4)
        a.set_downstream([b, c])
        d.set_upstream([b, c])
        [a, b] << c if False else None
    assert edges(made) == {"ab", "ac", "bd", "cd"}


def test_chain_and_cross_downstream():
    with DAG("demo") as made:
        a, b, c, d, e, f = tasks(6)
        chain(a, [b, c], [d, e], f)
    assert edges(made) == {"ab", "ac", "bd", "ce", "df", "ef"}
    with DAG("demo") as made:
        a, b, c, d = tasks(4)
        cross_downstream([a, b], [c, d])
    assert edges(made) == {"ac", "ad", "bc", "bd"}
    with DAG("demo") as made:
        a, b, c, d = tasks(4)
        chain_linear([a, b], [c, d])
    assert edges(made) == {"ac", "ad", "bc", "bd"}
    with pytest.raises(DagError, match="these have 2 and 3"):
        chain([a, b], [c, d, a])


def test_a_cycle_is_refused_with_its_path():
    with DAG("demo") as made:
        a, b, c, d = tasks(4)
        a >> b >> c >> d
        d >> b
    with pytest.raises(CycleError, match="b >> c >> d >> b"):
        serialize_dag(made)


def test_a_task_that_waits_for_itself_is_a_cycle():
    with DAG("demo") as made:
        (a,) = tasks(1)
        a >> a
    with pytest.raises(CycleError, match="a >> a"):
        serialize_dag(made)


def test_a_second_task_of_the_same_id_is_refused():
    with DAG("demo"):
        tasks(1)
        with pytest.raises(DuplicateTaskIdError, match='DAG "demo" has two tasks with the id "a"'):
            tasks(1)


def test_tasks_of_two_dags_cannot_depend_on_each_other():
    with DAG("one"):
        a = EmptyOperator(task_id="a")
    with DAG("two"):
        b = EmptyOperator(task_id="b")
    with pytest.raises(DagError, match=r"a \(DAG one\) and b \(DAG two\)"):
        a >> b


def test_a_task_without_a_dag_joins_the_other_s():
    made = DAG("demo")
    a = EmptyOperator(task_id="a", dag=made)
    b = EmptyOperator(task_id="b")
    a >> b
    assert b.dag is made


def test_something_that_is_no_task_is_named():
    with DAG("demo"), pytest.raises(DagError, match="'b' is a str"):
        EmptyOperator(task_id="a") >> "b"


def test_a_task_group_prefixes_and_stands_for_its_ends():
    with DAG("demo") as made:
        start = EmptyOperator(task_id="start")
        with TaskGroup("load", default_args={"retries": 2}) as load:
            first = EmptyOperator(task_id="first")
            with TaskGroup("inner"):
                second = EmptyOperator(task_id="second")
            first >> second
        start >> load >> EmptyOperator(task_id="end")
    assert made.task_ids == ["start", "load.first", "load.inner.second", "end"]
    assert start.downstream_task_ids == {"load.first"}
    assert second.downstream_task_ids == {"end"}
    assert first.retries == 2
    assert serialize_dag(made).task("load.first").label == "first"


def test_a_decorated_function_is_a_dag():
    @dag(schedule="@daily", start_date=datetime(2026, 1, 1))
    def nightly(count: int = 2, country: Any = "FI"):
        """Its documentation."""
        PythonOperator(task_id="load", python_callable=print, op_args=[count, country])

    made = nightly(count=3)
    assert (made.dag_id, made.doc_md, made.task_ids) == ("nightly", "Its documentation.", ["load"])
    assert made.params == {"count": 3, "country": "FI"}
    with pytest.raises(DagError, match=r"nightly\(\), which makes a DAG: got an unexpected keyword argument 'cuont'"):
        nightly(cuont=3)


def test_params_have_defaults_schemas_and_values():
    made = DAG("demo", params={"country": "FI", "rows": Param(5, "How many", type="integer", minimum=1)})
    assert serialize_dag(made).params == {
        "country": {"description": None, "schema": {}, "value": "FI"},
        "rows": {"description": "How many", "schema": {"type": "integer", "minimum": 1}, "value": 5},
    }


def test_dagrun_timeout_is_seconds_or_a_timedelta():
    assert DAG("demo", dagrun_timeout=90).dagrun_timeout == timedelta(seconds=90)
