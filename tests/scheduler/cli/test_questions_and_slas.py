"""``couture tasks waiting|respond`` and ``couture slas``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from couture_scheduler import config
from couture_scheduler.store import human_inputs, sla_misses, task_instances
from couture_scheduler.store.session import Store
from couture_scheduler.store.sla_misses import SlaMissRecord
from couture_scheduler.store.task_instances import TaskChange
from store_rows import NOW, run_with_tasks

from couture_jupyter.states import TaskInstanceState as State

QUESTION: dict[str, Any] = {
    "subject": "Which region?",
    "body": None,
    "options": ["north", "south"],
    "defaults": ["north"],
    "is_multiple": False,
    "params": {"rows": {"value": 3, "schema": {"type": "integer"}}},
    "assigned_users": [],
    "timeout_at": None,
}


def a_question(workspace: Path) -> str:
    """A run whose first task asks; the run's id."""
    store = Store(config.load(workspace).db_url)
    _, (task, *_) = run_with_tasks(store)
    with store.transaction() as tx:
        human_inputs.ask(tx, task, QUESTION, NOW)
        task_instances.apply(tx, [TaskChange(task, State.DEFERRED, frozenset({None}))])
        sla_misses.add_absent(tx, SlaMissRecord("sales", "load", NOW, "run", NOW, None, None))
        name = task_instances.name_of(tx, task)
    store.close()
    assert name is not None
    return name[1]


def test_a_question_is_listed_and_answered(couture: Any, workspace: Path) -> None:
    assert couture("db", "upgrade").status == 0
    assert "No task waits for an answer." in couture("tasks", "waiting").out
    run_id = a_question(workspace)
    (found,) = couture("tasks", "waiting", "--output", "json").json["hitl_details"]
    assert (found["subject"], found["task_id"]) == ("Which region?", "extract")
    place = ("sales", "extract", run_id)
    refused = couture("tasks", "respond", *place, "--option", "west", "--params", '{"rows": "many"}')
    assert refused.status == 2
    assert "chosen_options: 'west' is none of: north, south." in refused.err
    assert "params_input.rows: 'many' is not of type 'integer'" in refused.err
    done = couture("tasks", "respond", *place, "--params", '{"rows": 5}', "--output", "json")
    assert done.status == 0
    assert (done.json["chosen_options"], done.json["params_input"]) == (["north"], {"rows": 5})
    again = couture("tasks", "respond", *place)
    assert again.status == 1
    assert "was answered already" in again.err


def test_missed_slas_are_listed_and_described(couture: Any, workspace: Path) -> None:
    assert couture("db", "upgrade").status == 0
    assert "No SLA was missed." in couture("slas", "list").out
    a_question(workspace)
    noted = couture("slas", "describe", "sales", "load", NOW.isoformat(), "the disk was full")
    assert noted.status == 0
    (found,) = couture("slas", "list", "--dag", "sales", "--output", "json").json["slas"]
    assert (found["task_id"], found["description"]) == ("load", "the disk was full")
    assert couture("slas", "describe", "sales", "extract", NOW.isoformat(), "x").status == 1
