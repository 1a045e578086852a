"""The triggerer alone: what it is told to wait for, and what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import psutil
import pytest
from couture_scheduler.engine.launch import Launch
from couture_scheduler.executors.triggerer_process import TriggererProcess

from couture_jupyter import xcom

DEADLINE = 90.0
MODULE = """
import asyncio, os, time
from pathlib import Path
from couture_jupyter import Variable
from couture_jupyter.triggers import BaseTrigger, TriggerEvent

class Each(BaseTrigger):
    def __init__(self, **given):
        super().__init__()
        self.given = given
    def serialize(self):
        return (f"{type(self).__module__}.{type(self).__name__}", self.given)

class Now(Each):
    async def run(self):
        self.log.info("waiting for %s", self.given)
        yield TriggerEvent(self.given)

class File(Each):
    async def run(self):
        while not os.path.exists(self.given["path"]):
            await asyncio.sleep(0.01)
        yield TriggerEvent(os.path.basename(self.given["path"]))
    async def cleanup(self):
        Path(self.given["path"] + ".clean").touch()

class Broken(Each):
    async def run(self):
        raise ValueError("no such bell")
        yield

class Exits(Each):
    async def run(self):
        raise SystemExit(3)
        yield

class Silent(Each):
    async def run(self):
        return
        yield

class Odd(Each):
    async def run(self):
        yield TriggerEvent(object())

class Blocks(Each):
    async def run(self):
        time.sleep(4)
        yield TriggerEvent("late")
"""


class Room:
    """A triggerer and what it told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dags = folder / "dags"
        self.dags.mkdir()
        (self.dags / "bells.py").write_text(MODULE)
        self.process = TriggererProcess(self.dags, folder / "triggerer.log")
        self.told: dict[str, Any] = {}
        self.count = 0

    def ask(self, name: str, **kwargs: Any) -> str:
        """Have it wait; the launch id."""
        self.count += 1
        moments = ("logical_date", "data_interval_start", "data_interval_end", "run_after")
        run = {"dag_id": "d", "run_id": "r", "run_type": "manual"}
        launch = Launch(
            self.count, "d", "r", "t", -1, 1, 0, 1, "", "", "", str(self.folder / str(self.count)), str(self.folder),
            run={**run, **dict.fromkeys(moments, "2026-01-01T00:00:00+00:00")},
        )  # fmt: skip
        path = name if "." in name else f"bells.{name}"
        message = {"launch": replace(launch, token="t").to_json(), "class": path, "kwargs": xcom.encode(kwargs)}
        self.process.send({"wait": message})
        return launch.id

    def until(self, met: Callable[[], Any]) -> None:
        """Listen until ``met``."""
        deadline = time.monotonic() + DEADLINE
        while not met():
            assert time.monotonic() < deadline, (self.told, (self.folder / "triggerer.log").read_text())
            wait(self.process.waitables(), 0.1)
            self.told |= {message["id"]: message["told"] for message in self.process.receive()}

    def answer(self, name: str, **kwargs: Any) -> dict[str, Any]:
        """What becomes of one wait."""
        asked = self.ask(name, **kwargs)
        self.until(lambda: asked in self.told)
        return dict(self.told[asked])

    def log(self, number: int) -> str:
        """Of the task with this number."""
        return (self.folder / str(number) / "task.log").read_text()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.process.stop()


def test_an_event_comes_back_with_its_values_and_the_log_goes_to_the_task(room: Room) -> None:
    told = room.answer("Now", pair=(1, 2))
    assert xcom.decode(told["event"]) == {"pair": (1, 2)}
    assert "waiting for {'pair': (1, 2)}" in room.log(1)


def test_a_trigger_is_found_by_the_path_that_it_has_in_airflow(room: Room) -> None:
    told = room.answer("airflow.triggers.temporal.DateTimeTrigger", moment="2020-01-01T00:00:00+00:00")
    assert told == {"event": "2020-01-01T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Broken", "ValueError: no such bell"),
        ("Exits", "SystemExit: 3"),
        ("Silent", "ended without an event"),
        ("Odd", "cannot be passed to other tasks"),
        ("Missing", "Missing"),
        ("nowhere.at_all.Bell", "nowhere"),
        ("pathlib.Path", "is no trigger"),
    ],
)
def test_a_trigger_that_fails_says_why_and_hurts_no_other(room: Room, name: str, sentence: str) -> None:
    before = room.ask("File", path=str(room.folder / "bell"))
    told = room.answer(name)
    assert sentence in told["failed"]
    (room.folder / "bell").touch()
    room.until(lambda: before in room.told)
    assert room.told[before] == {"event": "bell"}


def test_a_wait_that_nobody_wants_any_more_is_cancelled_and_cleaned_up(room: Room) -> None:
    asked = room.ask("File", path=str(room.folder / "bell"))
    room.answer("Now")
    room.process.send({"forget": asked})
    room.until((room.folder / "bell.clean").exists)
    assert asked not in room.told


def test_a_trigger_that_blocks_all_others_is_named(room: Room) -> None:
    room.answer("Blocks")
    text = (room.folder / "triggerer.log").read_text()
    assert "bells.Blocks of t blocks" in text
    assert "time.sleep(4)" in text


def test_a_thousand_waits_share_the_process(room: Room) -> None:
    asked = [room.ask("File", path=str(room.folder / "bell")) for _ in range(1000)]
    (room.folder / "bell").touch()
    room.until(lambda: len(room.told) == len(asked))


def test_it_ends_with_the_engine(room: Room) -> None:
    room.ask("File", path=str(room.folder / "bell"))
    room.answer("Now")
    process = psutil.Process(room.process.pid)
    room.process.stop()
    assert not process.is_running()
    assert (room.folder / "bell.clean").exists()
