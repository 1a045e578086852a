"""What every executor promises (``executors/contract.py``), against each way to make processes."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest
from couture_scheduler.engine.launch import Adoption, Died, Finished, OutcomeKind
from couture_scheduler.files.claims import claim, forbid
from couture_scheduler.files.layout import LOG_NAME, RESULT_NAME
from couture_scheduler.files.results import read_result


def outcome(event: Any) -> Any:
    assert isinstance(event, Finished), event
    return event.outcome


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# -- how a try ends ----------------------------------------------------------------------------------------------------


def test_success_brings_the_return_value_and_leaves_log_and_result(bench: Any) -> None:
    launch = bench.launch("value")
    bench.executor.submit(launch)
    found = outcome(bench.end(launch))
    assert found.kind is OutcomeKind.SUCCESS
    assert found.xcom == {"return_value": {"n": 42, "when": "now"}}
    assert found.started_at < found.ended_at
    assert read_result(Path(launch.folder), launch.launch) == found
    assert "a line from the task" in Path(launch.folder, LOG_NAME).read_text()
    assert bench.started(launch).pid > 0


def test_bash_runs_and_gives_its_last_line(bench: Any) -> None:
    assert outcome(bench.run("bash")).xcom == {"return_value": "two"}


@pytest.mark.parametrize(
    ("task_id", "kind", "error", "name"),
    [
        ("fail", OutcomeKind.FAILED, "ValueError: it broke", "ValueError"),
        ("fail_for_good", OutcomeKind.FAILED_FOR_GOOD, "never again", "TaskFailed"),
        ("skip", OutcomeKind.SKIPPED, "not today", ""),
        ("exit_quietly", OutcomeKind.FAILED, "The task called sys.exit(3).", "SystemExit"),
        ("read_input", OutcomeKind.FAILED, "EOFError: EOF when reading a line", "EOFError"),
    ],
)
def test_an_end_that_is_no_success_says_why(bench: Any, task_id: str, kind: OutcomeKind, error: str, name: str) -> None:
    launch = bench.launch(task_id)
    bench.executor.submit(launch)
    found = outcome(bench.end(launch))
    assert (found.kind, found.error, found.error_name) == (kind, error, name)
    if kind is OutcomeKind.FAILED:
        assert "Traceback" in Path(launch.folder, LOG_NAME).read_text()


def test_a_result_that_is_too_long_for_a_message_arrives(bench: Any) -> None:
    assert outcome(bench.run("large")).xcom == {"return_value": "x" * 50_000}


def test_the_execution_timeout_ends_the_task(bench: Any) -> None:
    found = outcome(bench.run("slow", execution_timeout=0.3))
    assert found.kind is OutcomeKind.FAILED
    assert found.error == "The task took longer than its execution timeout of 0.3 seconds."


def test_a_task_that_the_file_does_not_have_fails_with_a_sentence(bench: Any) -> None:
    found = outcome(bench.run("value", dag_id="other"))
    assert found.kind is OutcomeKind.FAILED
    assert "does not make a DAG 'other'" in found.error


def test_a_file_that_cannot_be_imported_fails_the_try(bench: Any) -> None:
    broken = bench.source.with_name("broken.py")
    broken.write_text("x = 1\ny = 1 / 0\n")
    found = outcome(bench.run("value", source_hash="broken", source_path=str(broken), origin_path=str(broken)))
    assert found.kind is OutcomeKind.FAILED
    assert "ZeroDivisionError" in found.error


def test_two_hundred_tasks_all_end(bench: Any) -> None:
    count = 200 if bench.forks else 10
    launches = [bench.launch("empty") for _ in range(count)]
    for launch in launches:
        bench.executor.submit(launch)
    assert {outcome(bench.end(launch)).kind for launch in launches} == {OutcomeKind.SUCCESS}


# -- killing -----------------------------------------------------------------------------------------------------------


def test_a_killed_task_dies_for_the_reason_given(bench: Any) -> None:
    launch = bench.launch("until_told")
    bench.executor.submit(launch)
    bench.wait_until(lambda: bench.marks("until_told"))
    bench.executor.kill(launch.id, "A person stopped it.")
    assert bench.end(launch) == Died(launch.id, "A person stopped it.")


def test_a_task_that_ignores_the_request_is_ended_with_its_children(bench: Any) -> None:
    launch = bench.launch("stubborn")
    bench.executor.submit(launch)
    (pid,) = bench.wait_until(lambda: bench.marks("stubborn"))
    (child,) = bench.marks("child")
    bench.executor.kill(launch.id, "It took too long.")
    assert bench.end(launch, sweep=True) == Died(launch.id, "It took too long.")
    bench.wait_until(lambda: not is_running(pid) and not is_running(child))


def test_a_task_killed_before_it_began_never_begins(bench: Any) -> None:
    launch = bench.launch("until_told")
    bench.executor.submit(launch)
    bench.executor.kill(launch.id, "Too late.")
    (bench.here / "go").touch()
    assert isinstance(bench.end(launch), Died)
    assert outcome(bench.run("value")).kind is OutcomeKind.SUCCESS


def test_killing_what_is_unknown_does_nothing(bench: Any) -> None:
    bench.executor.kill("99.1.1", "Who?")
    assert bench.executor.drain() == []


# -- what breaks -------------------------------------------------------------------------------------------------------


def test_a_worker_killed_from_outside_died_with_a_sentence(bench: Any) -> None:
    event = bench.run("die")
    assert isinstance(event, Died)
    assert "signal 9" in event.because
    assert "memory" in event.because


def test_a_broken_parent_loses_nothing(bench: Any) -> None:
    """Kill the warm parents, all of them, while one task runs and others are on their way."""
    if not bench.forks:
        return
    bench.run("value")  # a source that is wanted again soon gets a warm parent
    running = bench.launch("until_told")
    bench.executor.submit(running)
    (pid,) = bench.wait_until(lambda: bench.marks("until_told"))
    waiting = [bench.launch("value") for _ in range(20)]
    for launch in waiting:
        bench.executor.submit(launch)
    parents = [psutil.Process(pid).parent(), psutil.Process(pid).parent().parent()]
    for parent in parents:
        parent.kill()
    for launch in waiting:
        assert outcome(bench.end(launch, sweep=True)).kind is OutcomeKind.SUCCESS
    assert bench.ends(running.id) == []
    (bench.here / "go").touch()
    assert outcome(bench.end(running, sweep=True)).xcom == {"return_value": "told"}


def test_a_source_that_kills_its_parent_is_given_up(bench: Any) -> None:
    deadly = bench.source.with_name("deadly.py")
    deadly.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    for reason in ("signal 9", "imports the DAG file" if bench.forks else "signal 9"):  # the second has a warm parent
        event = bench.run("value", source_hash="deadly", source_path=str(deadly), origin_path=str(deadly))
        assert isinstance(event, Died)
        assert reason in event.because


# -- exactly once ------------------------------------------------------------------------------------------------------


def test_a_launch_submitted_twice_runs_once(bench: Any) -> None:
    launch = bench.launch("until_told")
    other = bench.another()
    for each in (bench, other, bench):
        each.executor.submit(launch)
    bench.wait_until(lambda: bench.marks("until_told"))
    (bench.here / "go").touch()
    first = bench if bench.wait_until(lambda: Path(launch.folder, RESULT_NAME).exists()) else other
    assert outcome(first.end(launch, sweep=True)).kind is OutcomeKind.SUCCESS
    assert len(bench.marks("until_told")) == 1
    other.executor.stop()


def test_only_one_claim_holds(bench: Any) -> None:
    folder = bench.settings.runs_folder / "claimed"
    mine = claim(folder, 1)
    assert mine is not None
    assert mine.is_alive
    assert claim(folder, 1) is None
    assert not forbid(folder, 1)
    assert forbid(folder, 2)
    assert claim(folder, 2) is None


# -- a new engine ------------------------------------------------------------------------------------------------------


def kill_host(host: subprocess.Popen[bytes]) -> None:
    host.kill()
    host.wait()


def test_a_running_task_outlives_the_executor_and_is_adopted(bench: Any) -> None:
    launch = bench.launch("until_told")
    host = bench.host(launch)
    (pid,) = bench.wait_until(lambda: bench.marks("until_told"))
    kill_host(host)
    assert bench.executor.adopt(launch) is Adoption.RUNNING
    assert is_running(pid)
    (bench.here / "go").touch()
    assert outcome(bench.end(launch)).xcom == {"return_value": "told"}


def test_an_adopted_task_can_be_killed(bench: Any) -> None:
    launch = bench.launch("until_told")
    host = bench.host(launch)
    bench.wait_until(lambda: bench.marks("until_told"))
    kill_host(host)
    assert bench.executor.adopt(launch) is Adoption.RUNNING
    bench.executor.kill(launch.id, "Enough.")
    assert bench.end(launch) == Died(launch.id, "Enough.")


def test_a_task_that_ended_meanwhile_is_reported(bench: Any) -> None:
    launch = bench.launch("value")
    host = bench.host(launch)
    bench.wait_until(Path(launch.folder, RESULT_NAME).exists)
    kill_host(host)
    assert bench.executor.adopt(launch) is Adoption.FINISHED
    assert outcome(bench.end(launch)).kind is OutcomeKind.SUCCESS


def test_a_task_that_died_meanwhile_is_dead(bench: Any) -> None:
    launch = bench.launch("until_told")
    host = bench.host(launch)
    (pid,) = bench.wait_until(lambda: bench.marks("until_told"))
    kill_host(host)
    os.kill(pid, signal.SIGKILL)
    bench.wait_until(lambda: not is_running(pid))
    found = bench.executor.adopt(launch)
    if bench.office is None:
        assert found is Adoption.DEAD
    else:  # the machine's next signs of life tell
        assert isinstance(bench.end(launch, sweep=True), Died)


def test_a_task_that_never_began_never_will(bench: Any) -> None:
    launch = bench.launch("value")
    assert bench.executor.adopt(launch) is Adoption.NEVER_BEGAN
    assert bench.executor.adopt(launch) is Adoption.NEVER_BEGAN
    bench.executor.submit(launch)  # a late hand-over of the same launch finds the place taken
    again = bench.launch("value", task_instance_id=launch.task_instance_id, folder=launch.folder, launch=2)
    bench.executor.submit(again)
    assert outcome(bench.end(again)).kind is OutcomeKind.SUCCESS
    assert isinstance(bench.end(launch, sweep=True), Died)
