"""Questions to people in the engine as a whole: asked, answered, and tasks that go on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import dags, human_input, tasks, variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from couture_scheduler.store.human_inputs import HumanInputFilter

DAG = """
from datetime import timedelta
from airflow.providers.standard.operators.hitl import (
    ApprovalOperator, HITLBranchOperator, HITLEntryOperator, HITLOperator,
)
from airflow.sdk import DAG, Param
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("asking", schedule=None):
    fields = {"region": Param(type="string", enum=["north", "south"]), "copies": Param(1, type="integer", minimum=1)}
    entry = HITLEntryOperator(task_id="entry", subject="Which {{ ds_nodash[:2] }}?", params=fields)
    approval = ApprovalOperator(
        task_id="approval", subject="Go on?",
        body="To {{ ti.xcom_pull('entry')['params_input']['region'] }} {{ var.value.db_password }}",
        assigned_users=[{"id": "1", "name": "ada"}],
    )
    branch = HITLBranchOperator(
        task_id="branch", subject="Where?", options=["left", "right", "Both"], multiple=True,
        options_mapping={"Both": "both"},
    )
    entry >> approval >> branch >> [EmptyOperator(task_id=name) for name in ("left", "right", "both")]

with DAG("late", schedule=None):
    late = {"options": ["a", "b"], "response_timeout": timedelta(seconds=1), "subject": "Which?"}
    HITLOperator(task_id="with_default", defaults="b", **late)
    HITLOperator(task_id="without", **late)
"""


@pytest.fixture
def asking(workspace: Any) -> Any:
    """A workspace with the DAGs."""
    variables.create(workspace.context, "db_password", "s3cret-Pa55-word")
    workspace.write_dag("asking", DAG)
    return workspace


def person(workspace: Any, name: str, role: Role = Role.USER) -> ActionContext:
    """Somebody."""
    ctx = workspace.context
    return ActionContext(ctx.store, ctx.settings, Actor(name, role.rights), ctx.notifier, ctx.clock)


def asked(workspace: Any, dag_id: str, task_id: str) -> Any:
    """Wait until the task has asked and waits; the question."""
    wanted = HumanInputFilter(dag_id=dag_id, task_id=task_id, waiting=True)
    return workspace.wait_for(lambda: human_input.list_questions(workspace.context, wanted).entries)[0]


def test_a_run_goes_on_as_people_answer(asking: Any) -> None:
    run = ("asking", asking.trigger("asking", logical_date=datetime(2026, 3, 4, tzinfo=UTC)))
    eve, ada = person(asking, "eve"), person(asking, "ada")

    entry = asked(asking, "asking", "entry")
    assert (entry.subject, entry.options, entry.is_open) == ("Which 20?", ["OK"], True)
    assert tasks.get(eve, *run, "entry").task.because == "It waits for somebody's answer."
    assert asking.rows("SELECT count(*) FROM trigger") == [(0,)]
    with pytest.raises(InvalidInputError) as wrong:
        human_input.respond(eve, *run, "entry", chosen_options=["No"], params_input={"copies": 0, "x": 1})
    assert {problem.field[-1] for problem in wrong.value.problems} == {"chosen_options", "region", "copies", "x"}
    human_input.respond(eve, *run, "entry", chosen_options=["OK"], params_input={"region": "north"})

    approval = asked(asking, "asking", "approval")
    assert (approval.body, human_input.may_answer(eve, approval)) == ("To north ***", False)
    with pytest.raises(ForbiddenError, match=r"for ada to answer"):
        human_input.respond(eve, *run, "approval", chosen_options=["Approve"])
    with pytest.raises(ForbiddenError):
        human_input.respond(person(asking, "ada", Role.VIEWER), *run, "approval", chosen_options=["Approve"])
    human_input.respond(ada, *run, "approval", chosen_options=["Approve"])
    with pytest.raises(ConflictError, match="was answered already, by ada"):
        human_input.respond(ada, *run, "approval", chosen_options=["Reject"])

    asked(asking, "asking", "branch")
    human_input.respond(eve, *run, "branch", chosen_options=["left", "Both"])
    assert asking.wait_for_run(*run) == "success"
    states = asking.task_states(run[1])
    assert [states[name] for name in ("left", "right", "both")] == ["success", "skipped", "success"]
    audited = "SELECT task_id, actor FROM event_log WHERE event = 'respond' ORDER BY id"
    assert asking.rows(audited) == [("entry", "eve"), ("approval", "ada"), ("branch", "eve")]
    with pytest.raises(NotFoundError, match="asks nobody"):
        human_input.get_question(eve, *run, "left")


def test_when_nobody_answers_in_time_the_default_is_taken_or_the_task_fails(asking: Any) -> None:
    asking.wait_for(lambda: asking.rows("SELECT 1 FROM dag WHERE dag_id = 'late'"))
    dags.resume(asking.context, "late")
    run_id = asking.trigger("late")
    assert asking.wait_for_run("late", run_id) == "failed"
    assert asking.task_states(run_id) == {"with_default": "success", "without": "failed"}
    found = human_input.get_question(asking.context, "late", run_id, "with_default")
    assert (found.chosen_options, found.responded_by) == (["b"], None)
    failed = tasks.get(asking.context, "late", run_id, "without").task
    assert failed.error == "HITLTimeoutError: Nobody answered in time, and there is no default."


def test_an_answer_that_was_given_while_no_engine_was_there_is_found_by_the_next(asking: Any) -> None:
    run = ("asking", asking.trigger("asking"))
    asked(asking, "asking", "entry")
    asking.kill_engine(asking.client.status()["pid"])
    human_input.respond(asking.context, *run, "entry", chosen_options=["OK"], params_input={"region": "south"})
    asking.start_engine()
    asked(asking, "asking", "approval")
    human_input.respond(person(asking, "ada"), *run, "approval", chosen_options=["Reject"])
    assert asking.wait_for_run(*run) == "success"
    assert asking.task_states(run[1])["branch"] == "skipped"
