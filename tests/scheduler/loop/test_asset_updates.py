"""Assets with a real engine: an update starts the runs that wait for it, once, whatever happens to the engine."""

from __future__ import annotations

import json
from typing import Any

from couture_scheduler.actions import dags

HEADER = "from couture_jupyter import *\n"
MAKER = """
prices = Asset("prices", "s3://bucket/prices")
with DAG("makes", schedule=None):
    @task(outlets=[prices, AssetAlias("found")])
    def make(*, outlet_events):
        outlet_events[AssetAlias("found")].add(Asset("late"), {"n": 1})
        yield Metadata(prices, {"rows": 3})
    make()
"""
BOTH = """
from pathlib import Path
prices, rates = Asset("prices", "s3://bucket/prices"), Asset("rates")
with DAG("both", schedule=[prices, rates]):
    @task(inlets=[prices])
    def look(*, triggering_asset_events, inlet_events, data_interval_start):
        (event,) = triggering_asset_events[prices]
        assert event.extra == {"rows": 3} == inlet_events[prices][-1].extra
        assert data_interval_start == event.source_dag_run.data_interval_start
        return {asset.name: [each.source_dag_run.dag_id for each in found]
                for asset, found in triggering_asset_events.items()}
    look()
"""


def runs_of(workspace: Any, dag_id: str) -> list[tuple[str, str]]:
    return list(workspace.rows("SELECT run_type, state FROM dag_run WHERE dag_id=? ORDER BY id", dag_id))


def ended(workspace: Any, dag_id: str) -> list[tuple[str, str]]:
    """The runs of a DAG, once there are some and all have ended."""

    def look() -> bool:
        found = runs_of(workspace, dag_id)
        return bool(found) and all(state in ("success", "failed") for _, state in found)

    workspace.wait_for(look)
    return runs_of(workspace, dag_id)


def test_updates_start_the_runs_that_wait_for_them_also_over_a_kill(workspace: Any) -> None:
    workspace.write_dag("makes", HEADER + MAKER)
    workspace.write_dag("both", HEADER + BOTH)
    workspace.write_dag(
        "alias", HEADER + 'with DAG("alias", schedule=AssetAlias("found")):\n    EmptyOperator(task_id="t")\n'
    )
    workspace.write_dag(
        "rates",
        HEADER + 'with DAG("rates", schedule=None):\n    EmptyOperator(task_id="t", outlets=[Asset("rates")])\n',
    )
    first = workspace.trigger("makes")
    assert workspace.wait_for_run("makes", first) == "success"
    assert ended(workspace, "alias") == [("asset_triggered", "success")]
    assert runs_of(workspace, "both") == []  # one of the two is missing
    workspace.kill_engine(workspace.client.status()["pid"])
    workspace.start_engine()
    second = workspace.trigger("rates")
    assert workspace.wait_for_run("rates", second) == "success"
    assert ended(workspace, "both") == [("asset_triggered", "success")]
    query = "SELECT x.value FROM xcom x JOIN task_instance t ON t.id = x.task_instance_id WHERE t.task_id = 'look'"
    assert [json.loads(value) for (value,) in workspace.rows(query)] == [{"prices": ["makes"], "rates": ["rates"]}]
    assert workspace.rows("SELECT count(*) FROM asset_wait") == [(0,)]
    again = workspace.trigger("rates")
    assert workspace.wait_for_run("rates", again) == "success"
    assert len(runs_of(workspace, "both")) == 1  # the prices have not come again


def test_what_waits_for_a_dag_starts_it_when_its_schedule_asks_for_no_more(workspace: Any) -> None:
    source = HEADER + 'with DAG("d", schedule=Asset("a") & Asset("b")):\n    EmptyOperator(task_id="t")\n'
    made = HEADER + 'with DAG("m", schedule=None):\n    EmptyOperator(task_id="t", outlets=[Asset("a")])\n'
    workspace.write_dag("d", source)
    workspace.write_dag("m", made)
    assert workspace.wait_for_run("m", workspace.trigger("m")) == "success"
    assert workspace.rows("SELECT dag_id FROM asset_wait") == [("d",)]
    workspace.write_dag("d", source.replace("&", "|"))
    assert ended(workspace, "d") == [("asset_triggered", "success")]
    dags.pause(workspace.context, "d")
    assert workspace.wait_for_run("m", workspace.trigger("m")) == "success"
    assert workspace.rows("SELECT dag_id FROM asset_wait") == []


WATCHED = """
from couture_jupyter import Variable
from couture_jupyter.triggers.file import FileDeleteTrigger
from couture_jupyter.assets import AssetWatcher
from arrivals import Counts, Fails

path = FOLDER
watchers = [AssetWatcher("files", FileDeleteTrigger(path, poke_interval=0.05)), AssetWatcher("broken", Fails())]
with DAG("watched", schedule=Asset("arrived", watchers=watchers)):
    @task
    def look(*, triggering_asset_events):
        (event,) = triggering_asset_events["arrived"]
        return event.extra
    look()
with DAG("counted", schedule=Asset("numbers", watchers=[AssetWatcher("counts", Counts())])):
    EmptyOperator(task_id="t")
"""
FAILS = """
import asyncio
from couture_jupyter.triggers.base import BaseEventTrigger, TriggerEvent

class Counts(BaseEventTrigger):
    def serialize(self):
        return ("arrivals.Counts", {})
    async def run(self):
        number = await self.asset_state_store.aget("number", default=0)
        if number == 2:
            await asyncio.Event().wait()
        await self.asset_state_store.aset("number", number + 1)
        yield TriggerEvent(number)

class Fails(BaseEventTrigger):
    def serialize(self):
        return ("arrivals.Fails", {})
    async def run(self):
        raise ValueError("no")
        yield
"""


def test_each_event_of_a_watchers_trigger_is_an_update(workspace: Any) -> None:
    arrived = workspace.folder / "arrived"
    (workspace.settings.dags_folder / "arrivals.py").write_text(FAILS)
    workspace.write_dag("watched", HEADER + WATCHED.replace("FOLDER", repr(str(arrived))))
    for number in (1, 2):
        arrived.touch()
        workspace.wait_for(lambda number=number: len(runs_of(workspace, "watched")) == number)
    assert ended(workspace, "watched") == [("asset_triggered", "success")] * 2
    values = workspace.rows("SELECT value FROM xcom WHERE key = 'return_value'")
    assert [json.loads(value) for (value,) in values] == [{"from_trigger": True, "payload": True}] * 2
    workspace.wait_for(lambda: "The trigger arrivals.Fails failed: ValueError: no" in workspace.log())
    dags.resume(workspace.context, "counted")
    kept = "SELECT value, writer_kind FROM asset_state_store WHERE key = 'number'"
    workspace.wait_for(lambda: workspace.rows(kept) == [("2", "watcher")])
    dags.pause(workspace.context, "watched")
    dags.pause(workspace.context, "counted")
    workspace.wait_for(lambda: not workspace.processes("couture_scheduler.worker.triggerer"))
