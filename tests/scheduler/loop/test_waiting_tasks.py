"""Tries that give their process back, in the engine as a whole: rescheduled, deferred, killed, cleared and stopped."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from couture_scheduler.actions import runs, tasks, variables

from couture_jupyter.states import TaskInstanceState

MODULE = """
import asyncio, os
from couture_jupyter import BaseOperator, Variable
from couture_jupyter.exceptions import TaskDeferred, TaskRescheduled
from couture_jupyter.triggers import BaseTrigger, TriggerEvent

class Bell(BaseTrigger):
    def __init__(self, path, fail=False, variable=None):
        super().__init__()
        self.path, self.fail, self.variable = path, fail, variable
    def serialize(self):
        return ("bells.Bell", {"path": self.path, "fail": self.fail, "variable": self.variable})
    async def run(self):
        self.log.info("listening for %s", os.path.basename(self.path))
        if self.variable:
            self.log.info("the variable is %s", Variable.get(self.variable))
        if self.fail:
            raise ValueError("the bell is broken")
        while not os.path.exists(self.path):
            await asyncio.sleep(0.02)
        yield TriggerEvent({"rang": os.path.basename(self.path)})

class Waiting(BaseOperator):
    def __init__(self, path, fail=False, variable=None, timeout=None, **kwargs):
        super().__init__(**kwargs)
        self.path, self.fail, self.variable, self.timeout = path, fail, variable, timeout
    def execute(self, context):
        context["ti"].xcom_push("pid", os.getpid())
        bell = Bell(self.path, self.fail, self.variable)
        raise TaskDeferred(trigger=bell, method_name="resume", kwargs={"n": 1}, timeout=self.timeout)
    def resume(self, context, event, n):
        ti = context["ti"]
        other = ti.xcom_pull(task_ids=ti.task_id, key="pid") != os.getpid()
        return {**event, "n": n, "try": ti.try_number, "other": other, "later": ti.first_started_at < ti.start_date}
"""
HEADER = """from couture_jupyter import *
from datetime import datetime, timedelta, timezone
from couture_jupyter.exceptions import TaskRescheduled
from bells import Waiting
"""
WAITING = """
with DAG(dag_id="waiting", schedule=None):
    Waiting(task_id="a", path=PATH) >> EmptyOperator(task_id="b")
"""


@pytest.fixture
def bells(workspace: Any) -> Any:
    """A workspace whose DAG folder has a module of triggers and operators."""
    (workspace.settings.dags_folder / "bells.py").write_text(MODULE)
    return workspace


def begin(bells: Any, dag_id: str, source: str, state: str = "deferred") -> str:
    """Start a run and wait until its task waits; the run's id."""
    bells.write_dag(dag_id, HEADER + source.replace("PATH", repr(str(bells.folder / "bell"))))
    run_id = bells.trigger(dag_id)
    bells.wait_for(lambda: bells.task_states(run_id).get("a") == state)
    return str(run_id)


def ring(bells: Any) -> None:
    (bells.folder / "bell").touch()


def value(bells: Any, key: str = "return_value") -> str:
    [(found,)] = bells.rows("SELECT value FROM xcom JOIN task_instance t ON t.id = task_instance_id WHERE key=?", key)
    return str(found)


def no_trigger_is_left(bells: Any) -> bool:
    return not bells.rows("SELECT 1 FROM trigger")


def test_a_deferred_task_goes_on_in_another_process_when_its_trigger_fires(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    assert bells.rows("SELECT kwargs FROM trigger WHERE kwargs LIKE '%bell%'") == []  # they are encrypted
    ring(bells)
    assert bells.wait_for_run("waiting", run_id) == "success"
    for expected in ('"rang": "bell"', '"n": 1', '"try": 1', '"other": true', '"later": true'):
        assert expected.replace(" ", "") in value(bells).replace(" ", "")
    assert bells.rows("SELECT y.try_number, y.state FROM task_try y JOIN task_instance t ON t.id = y.task_instance_id "
                      "WHERE t.task_id='a'") == [(1, "success")]  # fmt: skip
    assert bells.rows("SELECT first_started_at, next_method, next_kwargs FROM task_instance WHERE task_id='a'") == [
        (None, None, None)
    ]
    assert no_trigger_is_left(bells)


def test_a_rescheduled_task_executes_again_within_its_try(bells: Any) -> None:
    source = """
def look(ti):
    seen = (ti.xcom_pull(task_ids="a", key="seen") or 0) + 1
    ti.xcom_push("seen", seen)
    if seen < 3:
        raise TaskRescheduled(datetime.now(timezone.utc) + timedelta(milliseconds=50))

with DAG(dag_id="looks", schedule=None):
    PythonOperator(task_id="a", python_callable=look)
"""
    bells.write_dag("looks", HEADER + source)
    run_id = bells.trigger("looks")
    assert bells.wait_for_run("looks", run_id) == "success"
    assert value(bells, "seen") == "3"
    assert bells.rows("SELECT try_number, launch FROM task_instance") == [(1, 3)]
    assert bells.rows("SELECT count(*) FROM task_try") == [(1,)]


def test_a_wait_that_takes_too_long_fails_its_try_and_the_next_one_begins(bells: Any) -> None:
    source = """
with DAG(dag_id="late", schedule=None):
    Waiting(task_id="a", path=PATH, timeout=0.2, retries=1, retry_delay=0.1)
"""
    bells.write_dag("late", HEADER + source.replace("PATH", repr(str(bells.folder / "bell"))))
    assert bells.wait_for_run("late", bells.trigger("late")) == "failed"
    assert bells.rows("SELECT try_number, state, error_name FROM task_try ORDER BY try_number") == [
        (1, "failed", "TaskDeferralTimeout"),
        (2, "failed", "TaskDeferralTimeout"),
    ]
    assert no_trigger_is_left(bells)


def test_a_trigger_that_fails_fails_its_task_and_the_log_says_why(bells: Any) -> None:
    source = """
with DAG(dag_id="broken", schedule=None):
    Waiting(task_id="a", path=PATH, fail=True)
"""
    bells.write_dag("broken", HEADER + source.replace("PATH", repr(str(bells.folder / "bell"))))
    run_id = bells.trigger("broken")
    assert bells.wait_for_run("broken", run_id) == "failed"
    [log] = bells.settings.runs_folder.rglob("task.log")
    text = log.read_text()
    assert "listening for bell" in text
    assert "ValueError: the bell is broken" in text
    assert 'File "' in text
    assert "ValueError: the bell is broken" in bells.rows("SELECT error FROM task_instance")[0][0]


def test_a_deferred_task_says_what_it_waits_for_and_holds_no_slot(bells: Any) -> None:
    source = """
with DAG(dag_id="named", schedule=None, max_active_tasks=1):
    Waiting(task_id="a", path=PATH, timeout=600)
    EmptyOperator(task_id="b")
"""
    run_id = begin(bells, "named", source)
    bells.wait_for(lambda: bells.task_states(run_id)["b"] == "success")
    [(because,)] = bells.rows("SELECT because FROM task_instance WHERE task_id='a'")
    assert because.startswith("It waits for Bell, until ")
    reasons = [each.sentence for each in tasks.why_not_running(bells.context, "named", run_id, "a") if not each.met]
    assert because in reasons
    ring(bells)
    assert bells.wait_for_run("named", run_id) == "success"


def test_the_triggerer_is_a_job_while_it_is_there(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    signed_on = "SELECT pid FROM job WHERE kind='triggerer'"
    bells.wait_for(lambda: bells.rows(signed_on))
    [process] = bells.processes("couture_scheduler.worker.triggerer")
    assert bells.rows(signed_on) == [(process.pid,)]
    bells.stop_engine()
    assert bells.rows(signed_on) == []
    bells.start_engine()
    ring(bells)
    assert bells.wait_for_run("waiting", run_id) == "success"


@pytest.mark.parametrize("victim", ["engine", "triggerer"])
def test_a_killed_process_loses_no_wait(bells: Any, victim: str) -> None:
    run_id = begin(bells, "waiting", WAITING)
    bells.wait_for(lambda: "listening" in "".join(each.read_text() for each in logs(bells)))
    if victim == "engine":
        bells.kill_engine(bells.client.status()["pid"])
        bells.start_engine()
    else:
        [process] = bells.processes("couture_scheduler.worker.triggerer")
        os.kill(process.pid, signal.SIGKILL)
    ring(bells)
    assert bells.wait_for_run("waiting", run_id) == "success"
    assert bells.rows("SELECT try_number, launch FROM task_instance WHERE task_id='a'") == [(1, 2)]


def test_an_event_while_no_engine_is_there_is_noticed_by_the_next(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    bells.stop_engine()
    ring(bells)
    bells.start_engine()
    assert bells.wait_for_run("waiting", run_id) == "success"


def test_clearing_a_deferred_task_begins_a_further_try(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    runs.clear(bells.context, "waiting", run_id, task_ids=["a"])
    bells.wait_for(lambda: bells.rows("SELECT 1 FROM task_instance WHERE try_number=2 AND state='deferred'"))
    ring(bells)
    assert bells.wait_for_run("waiting", run_id) == "success"
    assert '"try":2' in value(bells).replace(" ", "")


def test_marking_a_deferred_task_ends_its_wait(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    tasks.set_state(bells.context, "waiting", run_id, "a", TaskInstanceState.SUCCESS)
    assert bells.wait_for_run("waiting", run_id) == "success"
    assert no_trigger_is_left(bells)


def test_stopping_a_run_ends_its_waits(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    runs.stop(bells.context, "waiting", run_id)
    assert bells.task_states(run_id) == {"a": "failed", "b": "skipped"}
    assert no_trigger_is_left(bells)


def logs(bells: Any) -> list[Any]:
    return list(bells.settings.runs_folder.rglob("task.log"))


def test_a_trigger_may_ask_for_variables_which_no_log_shows(bells: Any) -> None:
    variables.create(bells.context, "bell_password", "ding-dong-secret")
    source = """
with DAG(dag_id="secret", schedule=None):
    Waiting(task_id="a", path=PATH, variable="bell_password")
"""
    run_id = begin(bells, "secret", source)
    ring(bells)
    assert bells.wait_for_run("secret", run_id) == "success"
    text = "".join(each.read_text() for each in logs(bells))
    assert "the variable is ***" in text
    everything = [*logs(bells), bells.settings.home / "triggerer.log", bells.settings.home / "engine.log"]
    assert not [each for each in everything if "ding-dong-secret" in each.read_text()]


def test_a_wait_whose_key_is_lost_fails_its_task_and_says_so(bells: Any) -> None:
    run_id = begin(bells, "waiting", WAITING)
    bells.stop_engine()
    (bells.settings.home / "secret.key").unlink()
    bells.start_engine()
    assert bells.wait_for_run("waiting", run_id) == "failed"
    [(error,)] = bells.rows("SELECT error FROM task_instance WHERE task_id='a'")
    assert "What the task a waits for cannot be decrypted" in error
