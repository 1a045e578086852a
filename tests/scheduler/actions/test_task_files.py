"""Logs, executed notebooks and outputs of tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from couture_scheduler.actions import runs, task_files
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store import task_instances, tries
from couture_scheduler.store.task_instances import TaskChange
from people import write_notebook

from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import TaskInstanceState

T = TaskInstanceState


@pytest.fixture
def run_id(ctx: ActionContext, sales: DagSpec) -> str:
    return runs.trigger(ctx, "sales").run.run_id


def put(ctx: ActionContext, state: T, try_number: int, **last_try: object) -> None:
    with ctx.store.transaction() as tx:
        change = TaskChange(1, state, frozenset({None, *T}), {"try_number": try_number})
        assert task_instances.apply(tx, [change]) == []
        if last_try:
            tries.record_end(tx, [{"task_instance_id": 1, "try_number": try_number, "state": state, **last_try}])


def log_of(ctx: ActionContext, run_id: str, try_number: int = 1) -> Path:
    path = task_files.log_path(ctx, "sales", run_id, "extract", try_number)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_a_growing_log_is_read_piece_by_piece_and_whole_characters(ctx: ActionContext, run_id: str) -> None:
    put(ctx, T.RUNNING, 1)
    text = "Päivää 😀 " * 50
    log_of(ctx, run_id).write_text(text, encoding="utf-8")
    read, offset = "", 0
    while True:
        chunk = task_files.read_log(ctx, "sales", run_id, "extract", 1, offset=offset, limit=7)
        if chunk.next_offset == offset:
            break
        read, offset = read + chunk.text, chunk.next_offset
    assert read == text
    assert not chunk.complete
    put(ctx, T.SUCCESS, 1)
    assert task_files.read_log(ctx, "sales", run_id, "extract", 1, offset=offset).complete
    assert task_files.read_log(ctx, "sales", run_id, "extract", 1, offset=-5).text == "😀 "


def test_an_earlier_try_is_complete_while_the_next_one_waits_or_runs(ctx: ActionContext, run_id: str) -> None:
    log_of(ctx, run_id).write_text("first")
    for state, try_number in ((T.UP_FOR_RETRY, 1), (T.RUNNING, 2)):
        put(ctx, state, try_number)
        assert task_files.read_log(ctx, "sales", run_id, "extract", 1).complete
    assert task_files.read_log(ctx, "sales", run_id, "extract", 2) == task_files.LogChunk("", 0, 0, 0, False)


def test_the_executed_notebook_is_that_of_the_newest_try(ctx: ActionContext, run_id: str) -> None:
    put(ctx, T.RUNNING, 2)
    with pytest.raises(NotFoundError, match="has made no notebook"):
        task_files.read_executed_notebook(ctx, "sales", run_id, "extract")
    write_notebook(task_files.notebook_path(ctx, "sales", run_id, "extract", 2), None)
    found = task_files.read_executed_notebook(ctx, "sales", run_id, "extract")
    assert (found.try_number, found.complete, found.failed_cell) == (2, False, None)
    assert len(found.document["cells"]) == 2


def test_outputs_are_given_out_only_from_the_workspace_and_the_runs(
    ctx: ActionContext, run_id: str, tmp_path: Path
) -> None:
    workspace = ctx.settings.workspace
    (workspace / "out").mkdir()
    for path in (workspace / "out" / "a.html", tmp_path / "secret", log_of(ctx, run_id)):
        path.write_text("content")
    (workspace / "out" / "link").symlink_to(tmp_path / "secret")
    paths = [
        "out/a.html",
        str(log_of(ctx, run_id)),
        str(tmp_path / "secret"),
        "out/link",
        ctx.settings.db_url[10:],
        "gone",
    ]
    put(ctx, T.SUCCESS, 1, outputs=[{"kind": "html", "path": path} for path in paths])
    listed = task_files.list_outputs(ctx, "sales", run_id, "extract")
    assert [each.relative for each in listed] == ["out/a.html", None, None, None, None, "gone"]
    for index in (0, 1):
        assert task_files.get_output(ctx, "sales", run_id, "extract", index).path.read_text() == "content"
    for index in (2, 3, 4, 5, 6, -1):
        with pytest.raises(NotFoundError):
            task_files.get_output(ctx, "sales", run_id, "extract", index)
