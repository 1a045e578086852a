"""Kernels that are kept after a failure, in bad times: the engine or the pool is killed, people change their mind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psutil
import pytest
from couture_scheduler.actions import held_kernels, resuming, runs
from couture_scheduler.errors import ConflictError

FAILS = ("x = 41", "open('tries', 'a').write('first\\n')", "assert __import__('os').path.exists('mended')")


def kept(workspace: Any) -> Any:
    """The kernel that is kept, as soon as the table tells of it."""
    return workspace.wait_for(lambda: held_kernels.list_held(workspace.context))[0]


def fail(workspace: Any, **fields: Any) -> tuple[str, str]:
    """A run that failed; its DAG and its id."""
    dag_id = workspace.schedule(workspace.write_notebook("mendable.ipynb", *FAILS), **fields)
    run_id = workspace.trigger(dag_id)
    if not fields.get("retries"):
        assert workspace.wait_for_run(dag_id, run_id) == "failed"
    return dag_id, run_id


def lines(workspace: Any) -> int:
    """How often the cell before the failing one has run."""
    return len((workspace.folder / "tries").read_text().splitlines())


def test_a_killed_engine_finds_a_kept_kernel_again_and_the_run_goes_on_with_it(
    make_workspace: Callable[..., Any],
) -> None:
    workspace = make_workspace()
    engine = workspace.start_engine()
    dag_id, run_id = fail(workspace)
    kernel = psutil.Process(kept(workspace).pid)
    workspace.kill_engine(engine)
    assert kernel.is_running()
    workspace.start_engine()
    assert kept(workspace).pid == kernel.pid
    (workspace.folder / "mended").touch()
    resuming.resume(workspace.context, dag_id, run_id)
    assert workspace.wait_for_run(dag_id, run_id) == "success"
    assert lines(workspace) == 1, "the cells before were not run again"
    with pytest.raises(ConflictError, match="Name the task"):
        resuming.resume(workspace.context, dag_id, run_id)


@pytest.mark.parametrize("hold", [900.0, 0.0])
def test_a_retry_goes_on_with_the_kernel_that_is_kept_until_then(workspace: Any, hold: float) -> None:
    """Also where none is kept for people."""
    dag_id, run_id = fail(workspace, retries=3, retry_delay=2.0, resume_on_retry=True, hold_on_failure=hold)
    kept(workspace)
    (workspace.folder / "mended").touch()
    assert workspace.wait_for_run(dag_id, run_id) == "success"
    assert lines(workspace) == 1


def test_after_the_last_retry_a_kernel_is_kept_only_as_the_schedule_says(workspace: Any) -> None:
    dag_id, run_id = fail(workspace, retries=1, retry_delay=0.1, resume_on_retry=True, hold_on_failure=0)
    assert workspace.wait_for_run(dag_id, run_id) == "failed"
    assert lines(workspace) == 1
    workspace.wait_for(lambda: not held_kernels.list_held(workspace.context))
    left = held_kernels.of_try(workspace.context, dag_id, run_id, "notebook")
    assert (left.state, left.try_number, left.failed_cell) == ("none", 2, 3)
    assert "hold_on_failure is 0" in left.because


def test_a_try_that_could_not_go_on_leaves_the_kernel_to_the_next(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    engine = workspace.start_engine()
    dag_id, run_id = fail(workspace)
    kernel = kept(workspace)
    workspace.kill_engine(engine)
    resuming.resume(workspace.context, dag_id, run_id)
    workspace.write_notebook("mendable.ipynb", "x = 42", *FAILS[1:])
    workspace.start_engine()
    assert workspace.wait_for_run(dag_id, run_id) == "failed"
    left = held_kernels.of_try(workspace.context, dag_id, run_id, "notebook")
    assert (left.state, left.try_number) == ("held", 1)
    assert kept(workspace).pid == kernel.pid
    (workspace.folder / "mended").touch()
    resuming.resume(workspace.context, dag_id, run_id, notebook="as_run")
    assert workspace.wait_for_run(dag_id, run_id) == "success"
    assert lines(workspace) == 1


def test_a_run_that_starts_over_forgets_that_it_was_to_go_on(make_workspace: Callable[..., Any]) -> None:
    workspace = make_workspace()
    engine = workspace.start_engine()
    dag_id, run_id = fail(workspace)
    kept(workspace)
    workspace.kill_engine(engine)
    resuming.resume(workspace.context, dag_id, run_id)
    with pytest.raises(ConflictError, match="tester has resumed it"):
        resuming.resume(workspace.context, dag_id, run_id, "notebook")
    runs.stop(workspace.context, dag_id, run_id)
    (workspace.folder / "mended").touch()
    runs.clear(workspace.context, dag_id, run_id)
    workspace.start_engine()
    assert workspace.wait_for_run(dag_id, run_id) == "success"
    assert lines(workspace) == 2


def test_a_killed_pool_takes_its_kernels_along_and_the_table_says_so(workspace: Any) -> None:
    dag_id, run_id = fail(workspace)
    kernel = kept(workspace)
    for process in workspace.processes("kernels.pool"):
        process.kill()
    with pytest.raises(ConflictError, match="The kernel pool ended"):
        resuming.resume(workspace.context, dag_id, run_id)
    ended = held_kernels.get(workspace.context, kernel.id)
    assert ended.ended_at is not None
    workspace.wait_for(lambda: not psutil.pid_exists(kernel.pid))
