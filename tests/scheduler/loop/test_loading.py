"""Reading runs anew: what was heard of them and is not stored yet is not forgotten."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler.engine.snapshot import Usage
from couture_scheduler.loop import commit, loading
from couture_scheduler.loop.active_runs import ActiveRuns
from couture_scheduler.loop.launches import Versions
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import dag_runs
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, new_run, register

from couture_jupyter.states import DagRunState, TaskInstanceState


def test_the_end_of_a_task_is_stored_before_its_run_is_read_anew(store: Store, tmp_path: Path) -> None:
    state, versions = LoopState(ActiveRuns(Usage(4))), Versions(store)
    with store.transaction() as tx:
        dag = register(tx, chain("sales", "a"))
        ours, other = new_run(tx, dag, 1), new_run(tx, dag, 2)
    with store.transaction() as tx:
        loading.load(tx, state, versions, [ours, other])
    (task,) = state.active.by_id[ours].tasks.values()
    state.active.set_task(state.active.by_id[ours], task, TaskInstanceState.SUCCESS)

    with store.transaction() as tx:  # a nudge about both comes in the same tick
        before = state.active.by_id[other]
        loading.load(tx, state, versions, [ours, other])
        assert state.active.by_id[other] is not before
        assert task.state is TaskInstanceState.SUCCESS
        assert commit.write(tx, state, tmp_path, NOW) == {ours}
        state.active.dirty.clear()
        loading.load(tx, state, versions, {ours})
    (stored,) = state.active.by_id[ours].tasks.values()
    assert (stored is task, stored.state) == (False, TaskInstanceState.SUCCESS)
    assert state.unread == set()


def test_what_somebody_else_changed_meanwhile_wins(store: Store, tmp_path: Path) -> None:
    state, versions = LoopState(ActiveRuns(Usage(4))), Versions(store)
    with store.transaction() as tx:
        ours = new_run(tx, register(tx, chain("sales", "a")), 1)
    with store.transaction() as tx:
        loading.load(tx, state, versions, [ours])
    state.active.set_run(state.active.by_id[ours], DagRunState.RUNNING, "")
    with store.transaction() as tx:
        dag_runs.set_state(
            tx, ours, DagRunState.FAILED, allowed=frozenset({DagRunState.QUEUED}), at=NOW, because="Somebody did."
        )
        loading.load(tx, state, versions, [ours])
        assert commit.write(tx, state, tmp_path, NOW) == {ours}
        state.active.dirty_runs.clear()
        loading.load(tx, state, versions, {ours})
    assert ours not in state.active.by_id
