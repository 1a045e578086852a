"""Operators that ask people: what they ask, and what follows from the answer."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.exceptions import DagError, TaskDeferred
from couture_jupyter.notifiers import BaseNotifier
from couture_jupyter.operators.human import (
    ApprovalOperator,
    HITLBranchOperator,
    HITLEntryOperator,
    HITLOperator,
    HITLRejectException,
    HITLTimeoutError,
)

ANSWER = {
    "params_input": {},
    "responded_at": "2026-03-04T10:00:00+00:00",
    "responded_by_user": {"id": "1", "name": "a"},
}


def answer(worker, operator, *chosen, **more):
    """What a task leaves that was answered: its XCom and what it skipped."""
    with pytest.raises(TaskDeferred):
        worker.do(operator)
    event = {**ANSWER, "chosen_options": list(chosen), **more}
    result = worker.go_on(operator, "execute_complete", event)
    return result.return_value, result.skip


def test_a_question_is_asked_with_its_templates_rendered_and_people_are_told(worker):
    heard = []

    class Telling(BaseNotifier):
        def notify(self, context):
            heard.append(context["task"].subject)

    class Broken(BaseNotifier):
        def notify(self, context):
            raise ValueError("nobody listens")

    task = HITLOperator(
        task_id="a",
        subject="Load {{ ds }}?",
        options=["yes", "no"],
        defaults="no",
        params={"rows": 3},
        notifiers=[Broken(), Telling()],
        assigned_users=["ada", {"id": "7", "name": "bob"}],
        response_timeout=timedelta(hours=1),
    )
    with pytest.raises(TaskDeferred) as deferred:
        worker.do(task)
    asked = worker.asked
    assert (asked.subject, asked.options, asked.defaults) == ("Load 2026-03-04?", ("yes", "no"), ("no",))
    assert asked.params == {"rows": {"value": 3, "description": None, "schema": {}}}
    assert asked.assigned_users == ({"id": "ada", "name": "ada"}, {"id": "7", "name": "bob"})
    assert timedelta(minutes=59) < asked.timeout_at - datetime.now(UTC) <= timedelta(hours=1)
    assert (heard, deferred.value.timeout) == (["Load 2026-03-04?"], None)


def test_the_execution_timeout_is_that_of_the_answer(worker):
    task = HITLEntryOperator(task_id="a", subject="?", execution_timeout=timedelta(hours=1))
    assert (task.response_timeout, task.execution_timeout) == (timedelta(hours=1), None)
    assert (task.options, task.defaults) == (["OK"], ["OK"])


def test_an_answer_is_the_tasks_xcom(worker):
    found, skipped = answer(worker, HITLOperator(task_id="a", subject="?", options=["yes", "no"]), "yes")
    assert (found["chosen_options"], found["responded_by_user"], skipped) == (["yes"], ANSWER["responded_by_user"], ())


def test_nobodys_answer_is_a_failure(worker):
    with pytest.raises(HITLTimeoutError, match="too late"):
        worker.go_on(HITLOperator(task_id="a", subject="?", options=["x"]), "execute_complete", {"error": "too late"})


@pytest.mark.parametrize(("everything", "skipped"), [(False, ("b",)), (True, ("b", "c"))])
def test_a_rejection_skips_what_comes_after(worker, everything, skipped):
    with DAG("demo"):
        task = ApprovalOperator(task_id="a", subject="?", ignore_downstream_trigger_rules=everything)
        last = EmptyOperator(task_id="t").as_teardown()
        task >> EmptyOperator(task_id="b") >> EmptyOperator(task_id="c")
        task >> last
    assert answer(worker, task, "Reject")[1] == skipped
    assert answer(worker, task, "Approve")[1] == ()


def test_a_rejection_may_be_a_failure(worker):
    task = ApprovalOperator(task_id="a", subject="Load?", fail_on_reject=True)
    with pytest.raises(HITLRejectException, match=r"It was rejected: Load\?"):
        answer(worker, task, "Reject")


def test_people_choose_the_way(worker):
    with DAG("demo"):
        task = HITLBranchOperator(task_id="a", subject="?", options=["b", "Third"], options_mapping={"Third": "c"})
        task >> [EmptyOperator(task_id=name) for name in "bc"]
    assert answer(worker, task, "Third") == (["c"], ("b",))


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (HITLOperator, {"options": []}, "options are texts, at least one"),
        (HITLOperator, {"options": ["a", "a"]}, "an option stands twice"),
        (HITLOperator, {"options": ["a"], "defaults": "b"}, "the default 'b' is none of: a"),
        (HITLOperator, {"options": ["a", "b"], "defaults": ["a", "b"]}, "several defaults need multiple=True"),
        (HITLOperator, {"options": ["a"], "params": {"_options": 1}}, 'no parameter can be called "_options"'),
        (ApprovalOperator, {"options": ["a"]}, 'ApprovalOperator has no argument "options"'),
        (HITLBranchOperator, {"options": ["a"], "options_mapping": {"b": "c"}}, "names 'b', which is no option"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(kind, given, sentence):
    with pytest.raises(DagError, match=sentence):
        kind(task_id="task", subject="?", **given)


SCRIPT = """
from couture_jupyter import DAG
from couture_jupyter.operators.human import HITLOperator
with DAG("demo") as dag:
    HITLOperator(task_id="a", subject="Which one?", options=["x", "y"], params={"rows": 3}, DEFAULTS)
run = dag.test()
print(run.states, run.xcom_pull("a"))
"""


@pytest.mark.parametrize(
    ("typed", "defaults", "told"),
    [
        ("z\n2\nmany\n5\n", "", "{'chosen_options': ['y'], 'params_input': {'rows': 5}"),
        ("", 'defaults="x"', "{'chosen_options': ['x'], 'params_input': {'rows': 3}"),
        ("", "", "{'a': 'failed'} None"),
    ],
)
def test_dag_test_asks_at_the_terminal(typed, defaults, told):
    code = SCRIPT.replace("DEFAULTS", defaults).replace('{"rows": 3}', '{"rows": Param(3, type="integer")}')
    code = code.replace("import DAG\n", "import DAG, Param\n", 1)
    done = subprocess.run([sys.executable, "-c", code], input=typed, capture_output=True, text=True, check=True)
    assert told in done.stdout
