"""A watched run is kept up to date by changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from couture_scheduler.cli.output import Output
from couture_scheduler.cli.run_picture import RunPicture, TaskPicture
from couture_scheduler.cli.run_views import LineView, LiveView, summary
from couture_scheduler.events import Change
from rich.console import Console

from couture_jupyter.states import DagRunState, TaskInstanceState

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def picture() -> RunPicture:
    tasks = {(name, -1): TaskPicture(name) for name in ("fetch", "report")}
    return RunPicture("daily", "manual__1", DagRunState.RUNNING, started_at=START, tasks=tasks)


def task_change(task_id: str, state: str | None, try_number: int = 1) -> Change:
    return Change("task_instance", dag_id="daily", run_id="manual__1", task_id=task_id, map_index=-1,
                  try_number=try_number, state=state)  # fmt: skip


def test_a_task_follows_its_changes(picture: RunPicture) -> None:
    task = picture.tasks[("fetch", -1)]
    assert picture.apply(task_change("fetch", "running"))
    assert (task.state, task.started_at is not None) == (TaskInstanceState.RUNNING, True)
    assert picture.apply(task_change("fetch", "success"))
    assert task.is_finished
    assert task.ended_at is not None


def test_old_news_do_not_undo_what_was_read(picture: RunPicture) -> None:
    task = picture.tasks[("fetch", -1)]
    task.state, task.try_number = TaskInstanceState.SUCCESS, 1
    picture.apply(task_change("fetch", "running"))
    assert task.state is TaskInstanceState.SUCCESS
    picture.apply(task_change("fetch", "running", try_number=2))
    assert task.state is TaskInstanceState.RUNNING


def test_a_cell_count_is_taken_in(picture: RunPicture) -> None:
    change = Change("progress", dag_id="daily", run_id="manual__1", task_id="report", detail={"cell": 3, "cells": 9})
    assert picture.apply(change)
    assert picture.tasks[("report", -1)].progress == {"cell": 3, "cells": 9}


def test_the_end_of_the_run_and_a_new_task_are_read_anew(picture: RunPicture) -> None:
    assert not picture.apply(Change("dag_run", dag_id="daily", run_id="manual__1", state="success"))
    assert not picture.apply(task_change("new", "running"))


def test_lines_say_each_thing_once(picture: RunPicture, capsys: pytest.CaptureFixture[str]) -> None:
    view = LineView()
    for state in ("queued", "running", "running"):
        picture.apply(task_change("fetch", state))
        view.show(picture)
    for cell in range(1, 41):
        picture.apply(Change("progress", task_id="fetch", detail={"cell": cell, "cells": 40}))
        view.show(picture)
    lines = [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert lines[:4] == ["fetch: … queued", "manual__1: ▶ running", "fetch: ▶ running", "fetch cells: 0 of 40"]
    assert lines[4:] == [f"fetch cells: {cell} of 40" for cell in range(4, 41, 4)]


def test_the_live_view_shows_state_cells_and_times(picture: RunPicture) -> None:
    console = Console(force_terminal=True, width=100, record=True)
    picture.apply(task_change("fetch", "running"))
    picture.apply(Change("progress", task_id="fetch", detail={"cell": 3, "cells": 9}))
    with LiveView(console) as view:
        view.show(picture)
        picture.state, picture.ended_at = DagRunState.SUCCESS, START + timedelta(seconds=2)
        view.end(picture)
    text = console.export_text()
    for words in ("fetch", "▶ running", "cell 3 of 9", "report", "· waiting", "✓ success daily manual__1 in 2.0 s"):
        assert words in text


def test_many_tasks_are_summed_up() -> None:
    tasks = {(f"t{n}", -1): TaskPicture(f"t{n}", state=TaskInstanceState.SUCCESS) for n in range(300)}
    tasks[("t250", -1)].state = TaskInstanceState.FAILED
    console = Console(force_terminal=True, width=100, height=60, record=True)
    with LiveView(console) as view:
        view.show(RunPicture("wide", "r", DagRunState.RUNNING, tasks=tasks))
    text = console.export_text()
    assert "t250" in text
    assert "300 tasks" in text
    assert "1 failed, 299 success" in text


def test_the_summary_of_a_failure_says_where_to_look(picture: RunPicture) -> None:
    picture.state = DagRunState.FAILED
    task = picture.tasks[("fetch", -1)]
    task.state, task.error = TaskInstanceState.FAILED, "ValueError: no data"
    text = summary(picture)
    assert "✗ fetch: ValueError: no data" in text
    assert "couture runs log daily 'manual__1' --task fetch" in text


def test_json_is_one_document_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    class Wanted:
        output = "json"

    Output(Wanted()).json_line({"a": [1]})
    assert capsys.readouterr().out == '{"a": [1]}\n'
