"""The transition tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from couture_scheduler.engine import state_diagram
from couture_scheduler.engine.transitions import (
    RUN_TRANSITIONS,
    TASK_ACTIONS,
    TASK_TRANSITIONS,
    allowed_from,
    run_allowed_from,
)

from couture_jupyter.states import FINISHED_RUN_STATES, FINISHED_TASK_STATES, DagRunState, TaskInstanceState


def test_every_state_has_its_row() -> None:
    assert set(TASK_TRANSITIONS) == {None, *TaskInstanceState}
    assert set(TASK_ACTIONS) == {None, *TaskInstanceState}
    assert set(RUN_TRANSITIONS) == set(DagRunState)


@pytest.mark.parametrize("state", sorted(FINISHED_TASK_STATES))
def test_the_engine_never_moves_a_task_instance_that_has_ended(state: TaskInstanceState) -> None:
    assert not TASK_TRANSITIONS[state]


@pytest.mark.parametrize("state", sorted(FINISHED_RUN_STATES))
def test_the_engine_never_moves_a_run_that_has_ended(state: DagRunState) -> None:
    assert not RUN_TRANSITIONS[state]


def test_every_unfinished_state_leads_to_an_end() -> None:
    reached = set(FINISHED_TASK_STATES)
    for _ in TASK_TRANSITIONS:
        reached |= {state for state, targets in TASK_TRANSITIONS.items() if targets & reached}
    assert reached == {None, *TaskInstanceState}


def test_a_late_success_cannot_overwrite_a_failure() -> None:
    assert TaskInstanceState.FAILED not in allowed_from(TaskInstanceState.SUCCESS)


def test_a_person_may_mark_a_failure_as_success() -> None:
    assert TaskInstanceState.FAILED in allowed_from(TaskInstanceState.SUCCESS, by_person=True)


def test_a_person_may_clear_what_has_ended() -> None:
    assert allowed_from(None, by_person=True) >= FINISHED_TASK_STATES
    assert run_allowed_from(DagRunState.QUEUED, by_person=True) >= FINISHED_RUN_STATES


def test_only_what_has_a_process_is_restarting() -> None:
    active = {TaskInstanceState.QUEUED, TaskInstanceState.RUNNING}
    assert allowed_from(TaskInstanceState.RESTARTING, by_person=True) == active


def test_the_page_of_states_is_drawn_from_the_tables() -> None:
    page = Path(__file__).parents[3] / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == state_diagram.page(), (
        "run: python -m couture_scheduler.engine.state_diagram > docs/states.md"
    )
