"""dag.test(), by Airflow's documentation ("Testing DAGs with dag.test()")."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest

from couture_jupyter import DAG, BaseOperator, BashOperator, Connection, CoutureJupyterOperator, EmptyOperator, task
from couture_jupyter.exceptions import DagError, TaskDeferred, TaskRescheduled
from couture_jupyter.triggers import BaseTrigger, TriggerEvent
from couture_jupyter.variables import Variable


@task
def broken() -> None:
    raise ValueError("no")


def test_it_prints_the_state_of_each_task(capsys: pytest.CaptureFixture[str]) -> None:
    """And of the run."""
    with DAG("demo") as dag:
        EmptyOperator(task_id="a")
    run = dag.test(logical_date=datetime(2026, 3, 4, tzinfo=UTC))
    printed = capsys.readouterr().out
    assert "[demo] a: success" in printed
    assert "The run manual__2026-03-04T00:00:00+00:00 of DAG demo: success" in printed
    assert (run.dag_id, str(run.state), run.logical_date) == ("demo", "success", datetime(2026, 3, 4, tzinfo=UTC))


def test_dates_are_those_of_a_manual_run() -> None:
    """The data interval comes from the timetable."""
    with DAG("demo", schedule="@daily", start_date=datetime(2026, 1, 1)) as dag:
        BashOperator(task_id="say", bash_command="echo {{ ds }} {{ data_interval_start | ds }} {{ dag_run.conf.x }}")
    run = dag.test(execution_date="2026-03-04T12:00", run_conf={"x": 1})
    assert run.xcom_pull("say") == "2026-03-04 2026-03-03 1"


def test_a_failure_is_not_tried_again() -> None:
    """What comes after is upstream_failed, the rest goes on, the run has failed."""
    with DAG("demo", default_args={"retries": 3}) as dag:
        broken() >> EmptyOperator(task_id="after")
        EmptyOperator(task_id="beside")
        EmptyOperator(task_id="told", trigger_rule="one_failed").set_upstream(dag.get_task("broken"))
    run = dag.test()
    assert run.states == {"broken": "failed", "beside": "success", "after": "upstream_failed", "told": "success"}
    assert str(run.state) == "failed"
    assert str(run.task_instances[0].error) == "no"


def test_a_dag_that_fails_fast_stops() -> None:
    """What has not run is skipped; teardowns run."""
    with DAG("demo", fail_fast=True) as dag:
        make = EmptyOperator(task_id="make")
        broken()
        make >> EmptyOperator(task_id="remove").as_teardown(setups=make)
        EmptyOperator(task_id="later")
    states = dag.test().states
    assert (states["broken"], states["later"], states["remove"]) == ("failed", "skipped", "success")


def test_tasks_can_be_marked_instead_of_run() -> None:
    """mark_success_pattern is searched for in their ids."""
    with DAG("demo") as dag:
        broken() >> EmptyOperator(task_id="after")
    assert dag.test(mark_success_pattern="^bro").states == {"broken": "success", "after": "success"}


def test_variables_and_connections_come_from_files(tmp_path: Path) -> None:
    """JSON, YAML or .env."""

    @task
    def show() -> Any:
        return [Variable.get("region"), Variable.get("sizes", deserialize_json=True), Connection.get("db").host]

    with DAG("demo") as dag:
        show()
    variables, uris, fields = tmp_path / "v.yaml", tmp_path / "c.env", tmp_path / "c.json"
    variables.write_text("region: fi\nsizes: [1, 2]\n")
    uris.write_text("# the warehouse\ndb=postgres://me:secret@uri.example/x\n")
    fields.write_text(json.dumps({"db": {"conn_type": "postgres", "host": "fields.example", "extra": {"a": 1}}}))
    for file, host in ((uris, "uri.example"), (fields, "fields.example")):
        run = dag.test(variable_file_path=str(variables), conn_file_path=str(file))
        assert run.xcom_pull("show") == ["fi", [1, 2], host]


def test_there_is_no_executor() -> None:
    """use_executor=True needs the engine."""
    with pytest.raises(DagError, match="use_executor=True needs the engine"):
        DAG("demo").test(use_executor=True)


class AtOnce(BaseTrigger):
    """Fires."""

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return "AtOnce", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        yield TriggerEvent("fired")


class Deferring(BaseOperator):
    """Waits for a trigger, then goes on elsewhere."""

    def execute(self, context: Any) -> None:
        raise TaskDeferred(trigger=AtOnce(), method_name="go_on", kwargs={"more": 1}, timeout=timedelta(seconds=60))

    def go_on(self, context: Any, event: Any, more: int) -> Any:
        return [event, more]


class Rescheduling(BaseOperator):
    """Comes back once."""

    def execute(self, context: Any) -> str:
        seen = context["ti"].xcom_pull(self.task_id, key="seen")
        if not seen:
            context["ti"].xcom_push("seen", True)
            raise TaskRescheduled(datetime.now(UTC))
        return "second time"


def test_waits_happen_in_place() -> None:
    """A deferred task's trigger runs here; a rescheduled task comes back at its moment."""
    calls: list[str] = []
    with DAG("demo") as dag:
        Deferring(task_id="deferred", on_failure_callback=lambda context: calls.append("failed"))
        Rescheduling(task_id="rescheduled")
    run = dag.test()
    assert (run.xcom_pull("deferred"), run.xcom_pull("rescheduled")) == (["fired", 1], "second time")
    assert calls == []


class NeverFiring(BaseTrigger):
    """Waits for what does not come."""

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return "NeverFiring", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        await asyncio.Event().wait()
        yield TriggerEvent(None)


def test_a_wait_that_is_too_long_fails_the_task() -> None:
    """The timeout of the deferral is heeded here, too."""

    class Waiting(BaseOperator):
        def execute(self, context: Any) -> None:
            raise TaskDeferred(trigger=NeverFiring(), method_name="execute", timeout=0.01)

    with DAG("demo") as dag:
        Waiting(task_id="a")
    assert dag.test().states == {"a": "failed"}


def test_a_task_that_takes_too_long_fails() -> None:
    """execution_timeout is heeded."""

    @task(execution_timeout=timedelta(milliseconds=10))
    def wait() -> None:
        threading.Event().wait(60)

    with DAG("demo") as dag:
        wait()
    run = dag.test()
    assert run.states == {"wait": "failed"}
    assert "longer than its execution timeout of 0.01 seconds" in str(run.task_instances[0].error)


def test_it_works_where_an_event_loop_runs() -> None:
    """As in a notebook."""

    @task
    async def load() -> int:
        return 5

    with DAG("demo") as dag:
        load()
        Deferring(task_id="deferred")

    async def notebook() -> Any:
        return dag.test()

    assert asyncio.run(notebook()).states == {"load": "success", "deferred": "success"}


def test_callbacks_of_the_dag_are_called() -> None:
    """With the context of the task that failed first; one that breaks changes nothing."""
    seen: list[Any] = []

    def note(context: Any) -> None:
        seen.append((context["reason"], context["ti"].task_id, context["dag_run"].dag_id))

    def breaks(context: Any) -> None:
        raise ValueError("broken")

    with DAG("bad", on_failure_callback=[breaks, note]) as bad:
        broken()
    with DAG("good", on_success_callback=note, on_failure_callback=breaks) as good:
        EmptyOperator(task_id="a")
    bad.test()
    good.test()
    assert seen == [("task_failure", "broken", "bad"), ("success", "a", "good")]


def test_values_are_pulled_as_from_the_engine() -> None:
    """No task: the newest; several: one value each, None where nothing was pushed."""

    @task
    def one() -> int:
        return 1

    with DAG("demo") as dag:
        one() >> EmptyOperator(task_id="nothing") >> one.override(task_id="two")()
    run = dag.test()
    assert (run.xcom_pull(), run.xcom_pull(["two", "nothing"]), run.xcom_pull("nothing")) == (1, [1, None], None)


def test_notebooks_run_on_a_kernel_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed cell fails the task."""
    for name, code in (("good", "x = parameter + 1"), ("bad", "1 / 0")):
        cells = [nbformat.v4.new_code_cell(code)]
        notebook = nbformat.v4.new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
        )
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    monkeypatch.chdir(tmp_path)
    with DAG("demo") as dag:
        for name in ("good", "bad"):
            CoutureJupyterOperator(task_id=name, input_notebook=f"{name}.ipynb", parameters={"parameter": 1})
    assert dag.test().states == {"good": "success", "bad": "failed"}
