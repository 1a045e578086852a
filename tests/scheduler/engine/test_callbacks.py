"""Which callbacks follow from the end of a run and from a process that died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.callbacks import CallbackKind, of_death, of_run_end

from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as State

BOTH = ("on_success_callback", "on_failure_callback")


@pytest.mark.parametrize(
    ("to", "given", "timeout", "kind", "reason"),
    [
        (DagRunState.SUCCESS, BOTH, None, CallbackKind.SUCCESS, "success"),
        (DagRunState.FAILED, BOTH, None, CallbackKind.FAILURE, "task_failure"),
        (DagRunState.FAILED, BOTH, 60.0, CallbackKind.FAILURE, "timed_out"),
        (DagRunState.FAILED, BOTH, 7200.0, CallbackKind.FAILURE, "task_failure"),
        (DagRunState.SUCCESS, ("on_failure_callback",), None, None, None),
        (DagRunState.FAILED, (), None, None, None),
    ],
)
def test_the_end_of_a_run_owes_the_callback_that_the_author_gave(
    draw_dag: Any, make_run: Any, now: datetime, to: Any, given: Any, timeout: Any, kind: Any, reason: Any
) -> None:
    dag = draw_dag("a", callbacks=given, dagrun_timeout=timeout)
    run = make_run(dag)
    run.started_at = now - timedelta(hours=1)
    owed = of_run_end(run, to, "because", now)
    assert (owed and owed.kind, owed and owed.details["reason"]) == (kind, reason)


def test_a_run_without_tasks_has_nothing_to_tell_of(draw_dag: Any, make_run: Any, now: datetime) -> None:
    run = make_run(draw_dag("a", callbacks=BOTH))
    run.tasks.clear()
    assert of_run_end(run, DagRunState.SUCCESS, "", now) is None


@pytest.mark.parametrize(
    ("state", "given", "name"),
    [
        (State.FAILED, ("on_failure_callback",), "on_failure_callback"),
        (State.UP_FOR_RETRY, ("on_failure_callback", "on_retry_callback"), "on_retry_callback"),
        (State.UP_FOR_RETRY, ("on_failure_callback",), None),
        (State.FAILED, ("on_success_callback",), None),
        (State.SUCCESS, ("on_success_callback",), None),
    ],
)
def test_a_process_that_died_owes_the_tasks_own_callback(
    draw_dag: Any, make_run: Any, state: Any, given: Any, name: Any
) -> None:
    dag = draw_dag("a", {"a": {"callbacks": given}})
    run = make_run(dag)
    run.tasks["a", -1].state = state
    owed = of_death(run, dag.tasks[0], run.tasks["a", -1], "it was killed")
    assert (owed and owed.details["callback"]) == name
    assert owed is None or (owed.details["state"], owed.details["because"]) == (state, "it was killed")
