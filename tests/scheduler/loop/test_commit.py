"""What one tick writes, in one transaction."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler.engine.snapshot import Usage
from couture_scheduler.events import Change
from couture_scheduler.loop import commit, loading
from couture_scheduler.loop.active_runs import ActiveRuns
from couture_scheduler.loop.launches import Versions
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import task_instances
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import TaskInstanceState


def test_progress_that_comes_in_the_tick_of_the_start_is_stored(store: Store, tmp_path: Path) -> None:
    """On a busy machine the first cells of a notebook and its start are heard together; there may be no later news."""
    state, told = LoopState(ActiveRuns(Usage(4))), {"cell": 1, "cells": 2, "running": 1}
    with store.transaction() as tx:
        run = new_run(tx, register(tx, chain("sales", "a")), 1)
    with store.transaction() as tx:
        loading.load(tx, state, Versions(store), [run])
        (task,) = state.active.by_id[run].tasks.values()
        state.active.set_task(state.active.by_id[run], task, TaskInstanceState.RUNNING)
        state.progress[task.id] = Change("progress", detail=told)
        assert commit.write(tx, state, tmp_path, NOW) == set()
    with store.reading() as tx:
        (stored,) = task_instances.of_run(tx, run)
    assert (stored.state, stored.progress) == (TaskInstanceState.RUNNING, told)
