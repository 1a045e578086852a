"""The JSON form of a DAG."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter import (
    DAG,
    BashOperator,
    CronTrigger,
    EmptyOperator,
    Label,
    PythonOperator,
    TaskGroup,
    task_group,
)
from couture_jupyter.exceptions import DagError
from couture_jupyter.serialization import from_json, to_json
from couture_jupyter.serialization.serialize import effective_weights, serialize_dag


def there_and_back(dag: DAG):
    spec = serialize_dag(dag)
    assert from_json(json.loads(json.dumps(to_json(spec)))) == spec
    return spec


def test_everything_the_engine_needs_is_in_the_spec():
    with DAG(
        "demo",
        "Why",
        schedule=CronTrigger("0 9 * * *", "Europe/Helsinki"),
        start_date=datetime(2026, 1, 1, tzinfo=UTC),
        missed_runs="skip",
        overlap="queue",
        tags=["b", "a"],
        dagrun_timeout=timedelta(hours=1),
        doc_md="# Docs",
    ) as dag:
        first = BashOperator(task_id="first", bash_command="echo", env={"API_KEY": "hush", "A": "1"}, pool="small")
        arguments = {"retries": 2, "retry_delay": 5, "retry_exponential_backoff": True, "execution_timeout": 9}
        second = EmptyOperator(task_id="second", trigger_rule="all_done", wait_for_downstream=True, **arguments)
        first >> second
    spec = there_and_back(dag)
    assert spec.timetable["kind"] == "cron_trigger"
    assert (spec.timezone, spec.schedule_summary) == ("Europe/Helsinki", "At 09:00 every day")
    assert (spec.missed_runs, spec.overlap, spec.tags, spec.dagrun_timeout) == ("skip", "queue", ("a", "b"), 3600.0)
    one, two = spec.tasks
    assert (one.downstream, two.upstream, one.pool) == (("second",), ("first",), "small")
    assert one.arguments == {"bash_command": "echo", "env": {"API_KEY": "***", "A": "1"}}
    assert (two.retries, two.retry_delay, two.retry_exponential_backoff, two.execution_timeout) == (2, 5.0, 2.0, 9.0)
    assert (two.depends_on_past, two.wait_for_downstream) == (True, True)


def test_the_whole_language_goes_there_and_back():
    with DAG("demo", owner_links={"a": "https://example.com"}, access_control={"Op": {"can_read"}}) as dag:
        make = PythonOperator(task_id="make", python_callable=list).as_setup()
        with TaskGroup("g", tooltip="t") as group:
            mapped = BashOperator.partial(task_id="m", map_index_template="{{ ds }}", email="a@b").expand(
                bash_command=make.output.zip(make.output.map(str), fillvalue=0), cwd=["/tmp", "/"]
            )

        @task_group
        def each(x):
            EmptyOperator(task_id="e", sla=5, end_date=datetime(2027, 1, 1, tzinfo=UTC), on_success_callback=print)

        made = each.expand_kwargs([{"x": 1}, {"x": 2}])
        make >> Label("l") >> group >> made >> EmptyOperator(task_id="end").as_teardown(setups=make)
    spec = there_and_back(dag)
    assert spec.task("make").sized_keys == ("return_value",)
    assert spec.task("make").edge_labels == {"g.m": "l"}
    assert spec.task(mapped.task_id).size == {
        "product": [
            {"zip": [{"xcom": ["make", "return_value"]}, {"xcom": ["make", "return_value"]}], "longest": True},
            {"literal": 2},
        ]
    }
    assert [(each.group_id, each.tooltip, each.size) for each in spec.task_groups] == [
        ("g", "t", None), ("each", "", {"literal": 2}),
    ]  # fmt: skip


def test_arguments_look_the_same_in_every_process(tmp_path):
    file = tmp_path / "f.py"
    file.write_text(
        "from couture_jupyter import DAG, PythonOperator\n"
        "class Thing: pass\n"
        "with DAG('demo') as dag:\n"
        "    PythonOperator(task_id='a', python_callable=lambda: 1, op_args=[Thing(), {'x', 'y', 'z'}, object])\n"
    )
    program = (
        "import sys, json; from pathlib import Path\n"
        "from couture_jupyter.serialization.load import load_dag_file\n"
        "from couture_jupyter.serialization.serialize import serialize_dag\n"
        "from couture_jupyter.serialization import to_json\n"
        "print(json.dumps(to_json(serialize_dag(load_dag_file(Path(sys.argv[1])).dags['demo']))))"
    )
    made = {subprocess.check_output([sys.executable, "-c", program, str(file)]) for _ in range(2)}
    assert len(made) == 1


def test_the_start_date_of_tasks_counts():
    with DAG("demo") as dag:
        EmptyOperator(task_id="a", start_date=datetime(2026, 1, 2), end_date=datetime(2026, 2, 2))
        EmptyOperator(task_id="b", start_date=datetime(2026, 1, 1), end_date=datetime(2026, 2, 1))
    spec = there_and_back(dag)
    assert (spec.start_date, spec.end_date) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rule", "weights"),
    [
        ("downstream", {"a": 6, "b": 5, "c": 3}),
        ("upstream", {"a": 1, "b": 3, "c": 6}),
        ("absolute", {"a": 1, "b": 2, "c": 3}),
    ],
)
def test_priority_weights_follow_the_rule(rule, weights):
    with DAG("demo", default_args={"weight_rule": rule}) as dag:
        a, b, c = (EmptyOperator(task_id=name, priority_weight=n) for n, name in enumerate("abc", 1))
        a >> b >> c
        a >> c
    assert effective_weights(dag) == weights


def test_backoff_is_a_switch_or_a_factor():
    def backoff(value):
        with DAG("demo") as dag:
            EmptyOperator(task_id="a", retry_exponential_backoff=value)
        return serialize_dag(dag).task("a").retry_exponential_backoff

    assert [backoff(False), backoff(True), backoff(1.5)] == [0.0, 2.0, 1.5]
    with pytest.raises(DagError, match="True, False or a factor"):
        backoff("fast")


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_random_dags_go_there_and_back(data):
    count = data.draw(st.integers(1, 12))
    pairs = data.draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))))
    with DAG("demo", schedule=data.draw(st.sampled_from([None, "@daily", timedelta(hours=1), "*/5 * * * *"]))) as dag:
        tasks = [EmptyOperator(task_id=f"t{n}", priority_weight=data.draw(st.integers(-3, 9))) for n in range(count)]
        for first, second in pairs:
            if first < second:
                tasks[first] >> tasks[second]
    spec = there_and_back(dag)
    by_id = {task.task_id: task for task in spec.tasks}
    own = {task.task_id: vars(task)["priority_weight"] for task in tasks}
    for task in spec.tasks:
        after = dag.downstream_of(task.task_id)
        assert by_id[task.task_id].priority_weight == own[task.task_id] + sum(own[name] for name in after)


def test_a_thousand_tasks_are_quick_enough_to_walk():
    with DAG("demo") as dag:
        tasks = [PythonOperator(task_id=f"t{n}", python_callable=print) for n in range(1000)]
        for first, second in pairwise(tasks):
            first >> second
    spec = serialize_dag(dag)
    assert spec.tasks[0].priority_weight == 1000
