"""One try from the operator's side: return values, callbacks, hooks."""

import logging

import pytest

from couture_jupyter import DAG, EmptyOperator, PythonOperator
from couture_jupyter.exceptions import TaskFailed, TaskSkipped


def fail(error):
    raise error


def watched(calls, **arguments):
    names = ["execute", "success", "failure", "retry", "skipped"]
    hooks = {f"on_{name}_callback": lambda context, name=name: calls.append(name) for name in names}
    return PythonOperator(task_id="a", **{"python_callable": lambda: 1, **hooks, **arguments})


def test_success_calls_back(worker):
    calls = []
    worker.do(watched(calls, pre_execute=lambda c: calls.append("pre"), post_execute=lambda c, r: calls.append(r)))
    assert calls == ["execute", "pre", 1, "success"]


@pytest.mark.parametrize(
    ("error", "max_tries", "called"),
    [
        (ValueError("no"), 0, "failure"),
        (ValueError("no"), 2, "retry"),
        (TaskFailed("no"), 2, "failure"),
        (TaskSkipped("no"), 0, "skipped"),
    ],
)
def test_an_error_calls_back_and_goes_on(worker, error, max_tries, called):
    calls = []
    worker.max_tries = max_tries
    with pytest.raises(type(error)):
        worker.do(watched(calls, python_callable=lambda: fail(error)))
    assert calls == ["execute", called]


def test_a_broken_callback_is_logged_and_changes_nothing(worker, caplog):
    task = watched([], on_success_callback=[lambda c: fail(ValueError("broken")), lambda c: worker.xcom_push("k", "v")])
    with caplog.at_level(logging.ERROR):
        assert worker.do(task).return_value == 1
    assert "The on_success_callback of task a failed" in caplog.text
    assert worker.xcoms["a", "k"] == "v"


def test_the_failure_callback_sees_the_exception(worker):
    seen = []
    task = watched(
        [], python_callable=lambda: fail(KeyError("x")), on_failure_callback=lambda c: seen.append(c["exception"])
    )
    with pytest.raises(KeyError):
        worker.do(task)
    assert repr(seen[0]) == "KeyError('x')"


def test_multiple_outputs_are_pushed_one_by_one(worker):
    worker.do(PythonOperator(task_id="a", python_callable=lambda: {"x": 1, "y": {2}}, multiple_outputs=True))
    assert worker.xcoms["a", "x"] == 1
    assert worker.xcoms["a", "y"] == {"__couture__": "set", "value": [2]}
    with pytest.raises(TaskFailed, match="returns a dict"):
        worker.do(PythonOperator(task_id="b", python_callable=lambda: 5, multiple_outputs=True))


def test_the_return_value_may_be_kept_back(worker):
    assert worker.do(PythonOperator(task_id="a", python_callable=lambda: 5, do_xcom_push=False)).return_value is None


def test_an_empty_operator_needs_nothing_but_calls_back(worker):
    with DAG("demo"):
        assert worker.do(EmptyOperator(task_id="a")).return_value is None
        calls = []
        worker.do(EmptyOperator(task_id="b", on_success_callback=lambda c: calls.append(c["ds"])))
    assert calls == ["2026-03-04"]


def test_an_extended_empty_operator_runs(worker):
    class Mine(EmptyOperator):
        def execute(self, context):
            return context["ds"]

    assert worker.do(Mine(task_id="a")).return_value == "2026-03-04"


def test_ti_pushes_and_pulls(worker):
    def push(ti):
        ti.xcom_push("k", (1, 2))

    def pull(ti):
        return [ti.xcom_pull("a", key="k"), ti.xcom_pull(["a", "zzz"], key="k"), ti.xcom_pull("zzz")]

    worker.do(PythonOperator(task_id="a", python_callable=push))
    worker.do(PythonOperator(task_id="b", python_callable=pull))
    tagged = {"__couture__": "tuple", "value": [1, 2]}
    assert worker.xcoms["b", "return_value"] == [tagged, [tagged, None], None]
