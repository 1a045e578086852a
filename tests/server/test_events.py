"""Changes reach those who may hear of them, gathered, and without content."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import couture_scheduler
import couture_server
import pytest
import websocket
from api_client import Api
from change_listener import ChangeListener
from couture_scheduler.access import PERMISSIONS, DagRight, Rights, Role
from couture_scheduler.events import Change
from couture_server.events.feed import MAX_CHANGES, ChangeFeed
from couture_server.events.telling import SUBJECTS, Batch, told
from ended_runs import run_to_its_end
from jupyter_process import JupyterProcess
from role_tokens import PREFIX


def test_a_run_is_followed_from_its_start_to_its_end(api: Api, changes: ChangeListener) -> None:
    run_to_its_end(api, changes, "pipeline", dag_run_id="followed")

    def states() -> list[str]:
        mine = [each for each in changes.changes if each.get("run_id") == "followed"]
        return [each["state"] for each in mine if each["subject"] == "dag_run" and each.get("state")]

    changes.until(lambda: states()[-1:] == ["success"])
    finished = [
        each["task_id"]
        for each in changes.changes
        if each.get("run_id") == "followed" and each["subject"] == "task_instance" and each.get("state") == "success"
    ]
    assert {"hello", "add"} <= set(finished)


def test_a_stranger_hears_nothing(server: JupyterProcess) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        ChangeListener(server, token="no-token-of-ours")


class Loop:
    """An event loop that only runs when it is told to."""

    def __init__(self) -> None:
        self.emitted: list[list[dict[str, Any]]] = []
        self.now: list[Any] = []
        self.after: list[Any] = []
        self.feed = ChangeFeed(self.now.append, lambda _, call: self.after.append(call))
        self.feed.listen(lambda batch: self.emitted.append([each.to_json() for each in batch.changes]))

    def turn(self) -> None:
        """Run what is to be run now."""
        calls = list(self.now)
        self.now.clear()
        for call in calls:
            call()

    def interval(self) -> None:
        """Let one interval pass."""
        calls = list(self.after)
        self.after.clear()
        for call in calls:
            call()


def test_a_lone_change_goes_out_at_once_and_a_burst_in_one_event() -> None:
    feed = (loop := Loop()).feed
    feed.put(Change("dag", dag_id="a"))
    loop.turn()
    assert loop.emitted == [[{"subject": "dag", "what": "changed", "dag_id": "a"}]]
    for cell in range(50):
        feed.put(Change("progress", dag_id="a", run_id="r", task_id="t", detail={"cell": cell}))
    feed.put(Change("dag_run", dag_id="a", run_id="r", state="running"))
    loop.turn()
    assert len(loop.emitted) == 1
    loop.interval()
    assert [each["subject"] for each in loop.emitted[1]] == ["progress", "dag_run"]
    assert loop.emitted[1][0]["detail"] == {"cell": 49}
    loop.interval()
    assert len(loop.emitted) == 2
    feed.put(Change("dag", dag_id="b"))
    assert len(loop.emitted) == 2


def test_what_is_new_stays_new_when_it_changes_at_once() -> None:
    feed = (loop := Loop()).feed
    feed.put(Change("dag_run", "created", dag_id="a", run_id="r", state="queued"))
    feed.put(Change("dag_run", dag_id="a", run_id="r", state="running"))
    loop.now.pop()()
    assert loop.emitted == [
        [{"subject": "dag_run", "what": "created", "dag_id": "a", "run_id": "r", "state": "running"}]
    ]


def test_a_flood_is_split_into_events_of_a_bounded_size() -> None:
    feed = (loop := Loop()).feed
    feed.put(*(Change("dag", dag_id=str(number)) for number in range(MAX_CHANGES + 1)))
    loop.now.pop()()
    assert [len(batch) for batch in loop.emitted] == [MAX_CHANGES, 1]


def test_who_may_read_one_dag_hears_of_that_one(server: JupyterProcess, api: Api, changes: ChangeListener) -> None:
    reader = ChangeListener(server, token=f"{PREFIX}reader:pipeline")
    try:
        api.post("pools", {"name": "unheard", "slots": 1}, expect=201)
        changes.until(lambda: [each for each in changes.changes if each["subject"] == "pool"])
        run_to_its_end(api, changes, "pipeline", dag_run_id="heard")
        reader.until(lambda: {"dag_run", "task_instance"} <= {each["subject"] for each in reader.changes})
        assert {each.get("dag_id") for each in reader.changes} <= {"pipeline", None}
        assert "pool" not in {each["subject"] for each in reader.changes}
    finally:
        reader.close()


def test_who_may_see_nothing_may_not_listen(server: JupyterProcess) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        ChangeListener(server, token=f"{PREFIX}public")


def test_each_hears_what_they_may_see() -> None:
    ours, theirs = Change("dag_run", dag_id="ours", state="failed"), Change("dag_run", dag_id="theirs")
    asset, engine, made_up = Change("asset", user="ada", detail={"asset": "x"}), Change("engine"), Change("secret")
    everything = [ours, theirs, asset, engine, made_up]
    reader = Rights(dags={"ours": DagRight.READ})
    assert told(everything, reader) == [ours.to_json(), Change("asset").to_json(), engine.to_json()]
    assert told(everything, Role.VIEWER.rights) == [each.to_json() for each in (ours, theirs, asset, engine)]
    assert told(everything, Rights()) == []
    batch = Batch(everything)
    heard = [batch.words_for(rights) for rights in (Role.VIEWER.rights, reader, Role.USER.rights, Rights())]
    assert [len(json.loads(words or '{"changes": []}')["changes"]) for words in heard] == [4, 3, 4, 0]
    assert batch.words_for(reader) is heard[1]


def test_every_subject_of_a_change_is_in_the_table() -> None:
    found = set()
    for package in (couture_scheduler, couture_server):
        for file in Path(package.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Change":
                    found |= {each.value for each in node.args[:1] if isinstance(each, ast.Constant)}
    assert found - set(SUBJECTS) == set()
    assert set(SUBJECTS.values()) <= set(PERMISSIONS)
