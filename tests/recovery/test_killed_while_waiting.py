"""The engine and the triggerer are killed again and again while tasks wait without a process: each goes on once."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from typing import Any

KILLS = 8
WIDTH = 30

MODULE = """
import asyncio, os
from datetime import datetime, timedelta, timezone
from couture_jupyter import BaseOperator
from couture_jupyter.exceptions import TaskDeferred, TaskRescheduled
from couture_jupyter.triggers import BaseTrigger, TriggerEvent

class Bell(BaseTrigger):
    def __init__(self, folder, number):
        super().__init__()
        self.folder, self.number = folder, number
    def serialize(self):
        return ("bells.Bell", {"folder": self.folder, "number": self.number})
    async def run(self):
        while len(os.listdir(self.folder)) < self.number:
            await asyncio.sleep(0.05)
        yield TriggerEvent(self.number)

class Waiting(BaseOperator):
    def __init__(self, folder, number, **kwargs):
        super().__init__(**kwargs)
        self.folder, self.number = folder, number
    def execute(self, context):
        if context["ti"].first_started_at == context["ti"].start_date:  # the first process of the try
            raise TaskRescheduled(datetime.now(timezone.utc) + timedelta(seconds=0.2))
        raise TaskDeferred(trigger=Bell(self.folder, self.number), method_name="resume")
    def resume(self, context, event):
        with open(os.path.join(self.folder, f"{event:03}"), "a") as file:
            file.write(f"{context['ti'].try_number}\\n")
"""
DAG = """
from couture_jupyter import DAG
from bells import Waiting

with DAG(dag_id="wide", schedule=None, max_active_tasks=500):
    for number in range(WIDTH):
        Waiting(task_id=f"t{number:03}", folder=MARKS, number=number)
"""


def test_waiting_tasks_survive_every_death(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace(parallelism=4)
    marks = workspace.folder / "marks"
    marks.mkdir()
    engine = workspace.start_engine()
    (workspace.settings.dags_folder / "bells.py").write_text(MODULE)
    workspace.write_dag("wide", DAG.replace("WIDTH", str(WIDTH)).replace("MARKS", repr(str(marks))))
    run_id = workspace.trigger("wide")
    chance = random.Random(8)
    for kill in range(KILLS):
        wanted = min(len(os.listdir(marks)) + chance.randint(0, 4), WIDTH)
        workspace.wait_for(lambda wanted=wanted: len(os.listdir(marks)) >= wanted)
        if kill % 3 == 2:
            for process in workspace.processes("couture_scheduler.worker.triggerer"):
                os.kill(process.pid, signal.SIGKILL)
        else:
            workspace.kill_engine(engine)
            engine = workspace.start_engine()
    assert workspace.wait_for_run("wide", run_id) == "success"
    assert {path.name: path.read_text() for path in marks.iterdir()} == {f"{n:03}": "1\n" for n in range(WIDTH)}
    assert workspace.rows("SELECT count(*) FROM task_try WHERE try_number > 1") == [(0,)]
    assert workspace.rows("SELECT count(*) FROM trigger") == [(0,)]
