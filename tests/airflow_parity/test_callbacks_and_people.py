"""Callbacks, notifiers, deadlines and human input as Airflow documents them, under its import paths.

What needs the engine is in tests/scheduler/loop: test_callbacks, test_slas_and_deadlines, test_human_input.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from couture_jupyter import DAG, PythonOperator
from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.exceptions import DagError, TaskFailed, TaskSkipped
from couture_jupyter.serialization.serialize import serialize_dag


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    """``airflow`` is us."""
    with airflow_names():
        yield


def note(heard: list[Any], name: str) -> Any:
    """A callback that writes down its name, the state and the error."""
    return lambda context: heard.append((name, context["ti"].state, str(context.get("exception", ""))))


def run(function: Any, **arguments: Any) -> list[Any]:
    """What the callbacks of a task heard in a run."""
    heard: list[Any] = []
    kinds = ("execute", "success", "failure", "retry", "skipped")
    callbacks = {f"on_{kind}_callback": note(heard, kind) for kind in kinds}
    with DAG("demo") as dag:
        PythonOperator(task_id="task", python_callable=function, **callbacks, **arguments)
    dag.test()
    return heard


def raise_it(error: Exception) -> None:
    raise error


def test_a_task_that_succeeds_calls_its_execute_and_success_callbacks() -> None:
    """on_execute_callback right before the task runs, on_success_callback when it succeeded."""
    assert run(lambda: 1) == [("execute", "running", ""), ("success", "success", "")]


def test_a_task_that_fails_calls_its_failure_callback_with_the_exception() -> None:
    """The context of on_failure_callback has the exception."""
    assert run(lambda: raise_it(TaskFailed("no data")))[-1] == ("failure", "failed", "no data")


def test_a_task_that_skips_itself_calls_its_skipped_callback() -> None:
    """on_skipped_callback is called for a task that raises AirflowSkipException, and for no other skipped task."""
    assert run(lambda: raise_it(TaskSkipped("not today")))[-1] == ("skipped", "skipped", "not today")


def test_a_callback_may_be_a_list() -> None:
    """All functions of a list are called, in order, also after one that failed."""
    heard: list[Any] = []
    with DAG("demo", on_success_callback=[lambda context: raise_it(ValueError()), note(heard, "second")]) as dag:
        PythonOperator(task_id="task", python_callable=lambda: 1)
    dag.test()
    assert [each[0] for each in heard] == ["second"]


def test_a_notifier_is_a_callback_under_each_of_its_paths() -> None:
    """airflow.notifications.basenotifier, airflow.sdk and airflow.sdk.bases.notifier name one class."""
    from airflow.notifications.basenotifier import BaseNotifier  # type: ignore[import-not-found]
    from airflow.sdk import BaseNotifier as OfSdk  # type: ignore[import-not-found]
    from airflow.sdk.bases.notifier import BaseNotifier as OfBases  # type: ignore[import-not-found]

    assert BaseNotifier is OfSdk is OfBases
    heard: list[str] = []

    class Noting(BaseNotifier):  # type: ignore[misc]
        template_fields = ("message",)

        def __init__(self, message: str) -> None:
            self.message = message

        def notify(self, context: Any) -> None:
            heard.append(self.message)

    with DAG("demo") as dag:
        PythonOperator(
            task_id="task", python_callable=lambda: 1, on_success_callback=Noting("{{ dag.dag_id }}.{{ ti.task_id }}")
        )
    dag.test()
    assert heard == ["demo.task"]


def test_a_deadline_counts_from_a_reference() -> None:
    """DAGRUN_LOGICAL_DATE, DAGRUN_QUEUED_AT, FIXED_DATETIME and AVERAGE_RUNTIME; several in a list."""
    from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference, SyncCallback

    async def later(**kwargs: Any) -> None:
        """Nothing."""

    references = (
        DeadlineReference.DAGRUN_LOGICAL_DATE,
        DeadlineReference.DAGRUN_QUEUED_AT,
        DeadlineReference.FIXED_DATETIME(datetime(2026, 1, 1, tzinfo=UTC)),
        DeadlineReference.AVERAGE_RUNTIME(),
        DeadlineReference.AVERAGE_RUNTIME(max_runs=5, min_runs=2),
    )
    alerts = [DeadlineAlert(each, timedelta(hours=1), AsyncCallback(later, kwargs={"x": 1})) for each in references]
    alerts.append(DeadlineAlert(references[0], timedelta(0), SyncCallback("module.function"), name="named"))
    spec = serialize_dag(DAG("demo", deadline=alerts))
    assert [each["reference"] for each in spec.deadlines] == [
        {"type": "logical_date"},
        {"type": "queued_at"},
        {"type": "fixed", "at": "2026-01-01T00:00:00+00:00"},
        {"type": "average_runtime", "max_runs": 10, "min_runs": 10},
        {"type": "average_runtime", "max_runs": 5, "min_runs": 2},
        {"type": "logical_date"},
    ]
    assert [spec.deadlines[0][name] for name in ("name", "interval")] == ["later", 3600.0]
    assert (spec.deadlines[-1]["name"], spec.deadlines[-1]["callback"]) == ("named", "module.function")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda sdk: sdk.SyncCallback(3), "A callback is a function or its dotted path, not 3"),
        (lambda sdk: sdk.SyncCallback(print, {"context": 1}), 'The argument "context" of a callback'),
        (lambda sdk: sdk.DeadlineReference.AVERAGE_RUNTIME(2, 3), "looks at 1 run or more"),
        (lambda sdk: sdk.DeadlineAlert("now", timedelta(1), sdk.SyncCallback(print)), "counts from one of"),
        (lambda sdk: DAG("demo", deadline="soon"), "deadline of DAG .* is a DeadlineAlert or a list of them"),
    ],
)
def test_a_deadline_that_means_nothing_is_refused(make: Any, sentence: str) -> None:
    """Each with a sentence that says what it must be."""
    import airflow.sdk as sdk

    with pytest.raises(DagError, match=sentence):
        make(sdk)


def test_a_reference_of_ones_own_is_refused_where_a_dag_uses_it() -> None:
    """The engine can only look up what DeadlineReference has."""
    from airflow.sdk import BaseDeadlineReference, DeadlineAlert, SyncCallback, deadline_reference

    @deadline_reference()
    class Mine(BaseDeadlineReference):  # type: ignore[misc]
        """Not known."""

    with pytest.raises(DagError, match="A deadline cannot count from Mine"):
        DAG("demo", deadline=DeadlineAlert(Mine(), timedelta(1), SyncCallback(print)))


def test_human_input_is_at_airflows_path() -> None:
    """airflow.providers.standard.operators.hitl has the four operators; the provider's exceptions are there, too."""
    from airflow.providers.standard.exceptions import HITLTimeoutError  # type: ignore[import-not-found]
    from airflow.providers.standard.operators.hitl import (  # type: ignore[import-not-found]
        ApprovalOperator,
        HITLBranchOperator,
        HITLEntryOperator,
        HITLOperator,
    )

    assert issubclass(HITLTimeoutError, Exception)
    assert all(issubclass(each, HITLOperator) for each in (ApprovalOperator, HITLEntryOperator, HITLBranchOperator))


def test_a_link_leads_to_the_page_where_the_question_is_answered() -> None:
    """generate_link_to_ui refuses options and parameters that the question does not have."""
    from airflow.providers.standard.operators.hitl import HITLOperator

    with DAG("demo"):
        task = HITLOperator(task_id="ask", subject="?", options=["yes"], params={"x": 1})

    class Asked:
        dag_id, run_id, task_id, map_index = "demo", "manual__2026", "ask", -1

    link = task.generate_link_to_ui(task_instance=Asked, base_url="https://lab/", options="yes", params_input={"x": 2})
    assert link == "https://lab/lab/couture/run/demo/manual__2026"
    with pytest.raises(ValueError, match="'no' is none of the options"):
        task.generate_link_to_ui(task_instance=Asked, base_url="https://lab/", options="no")
    with pytest.raises(ValueError, match="Nobody says where JupyterLab is"):
        task.generate_link_to_ui(task_instance=Asked)
