"""Does one try in this process: claim it, run the task, write the result, tell.

What happens in which order is what makes a try exactly-once: see ``engine/launch.py``.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import TaskDeferred, TaskError, TaskFailed, TaskRescheduled, TaskSkipped
from couture_jupyter.retry_policies import chosen_delay
from couture_jupyter.runtime import current_task
from couture_scheduler.comparing.fingerprints import of_sentence
from couture_scheduler.engine.launch import Launch, OutcomeKind, TryOutcome
from couture_scheduler.errors import DiskFullError
from couture_scheduler.files.claims import claim
from couture_scheduler.files.layout import LOG_NAME
from couture_scheduler.files.results import NO_SPACE, write_result
from couture_scheduler.worker.context import WorkerContext, time_is_up
from couture_scheduler.worker.failures import fingerprint_of
from couture_scheduler.worker.giving_back import given_back, how_it_goes_on
from couture_scheduler.worker.interrupts import Terminated, TimeIsUp, interruptible
from couture_scheduler.worker.masked_output import end_masking
from couture_scheduler.worker.news import News
from couture_scheduler.worker.rendered import for_people, show_rendered

FindOperator = Callable[[Launch], Any]
UNTOLD = 3  # exit status: there is a result, but nobody took the message
TERMINATED = 128 + signal.SIGTERM
LOG_FORMAT = "[%(asctime)s] {%(name)s} %(levelname)s - %(message)s"

log = logging.getLogger("couture.task")


def run_launch(launch: Launch, find_operator: FindOperator, news: News) -> int:
    """Do the try and answer the exit status for this process, which is the task's own."""
    folder = Path(launch.folder)
    claimed = claim(folder, launch.launch)
    if claimed is None:
        return 0  # somebody else does it
    news.send(t="started", id=launch.id, pid=claimed.pid, ps=claimed.started, at=_now())
    open_log(folder / LOG_NAME)
    log.info("%s begins." if launch.resume is None else "%s goes on.", _title(launch))
    outcome = attempt(launch, find_operator, news)
    if outcome is None:
        return TERMINATED
    return _report(launch, folder, outcome, news)


def _title(launch: Launch) -> str:
    if launch.callback is not None:
        return f"The callback ({launch.callback['kind']}) of run {launch.run_id}"
    return f"Try {launch.try_number} of task {launch.task_id} in run {launch.run_id}"


def open_log(path: Path) -> None:
    """Send everything this process and its children print to the try's log."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)


def prepare_output() -> None:
    """What is printed and logged, by whomever, comes out line by line. Done once, in the warm parent."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG_FORMAT, force=True)


def attempt(launch: Launch, find_operator: FindOperator, news: News) -> TryOutcome | None:
    """The outcome; ``None`` when the process was told to end. The worker's edge: nothing gets past it."""
    began = _now()
    context = WorkerContext(launch, news)
    current_task.set(context)  # a DAG file may ask for variables while it is imported
    running: list[Any] = []  # the operator, once it runs
    try:
        with interruptible(launch.execution_timeout):
            found = _run(launch, find_operator(launch), context, running)
    except Terminated:
        log.error("The task was told to end.")
        _on_kill(running)
        return None
    except BaseException as error:
        if isinstance(error, TimeIsUp):
            _on_kill(running)
        found = _failure(error, launch)
        found["error"] = context.secrets.masks.hide(found["error"])
    if running:
        found["rendered"] = for_people(running[0], context.secrets.masks)
    return _outcome(found, began, context, launch)


def _run(launch: Launch, operator: Any, context: WorkerContext, running: list[Any]) -> dict[str, Any]:
    from couture_jupyter.run_callback import run_callback
    from couture_jupyter.run_task import run_task

    if launch.callback is not None:
        run_callback(operator, context, launch.callback)
        return {"kind": OutcomeKind.SUCCESS}
    try:
        show = partial(show_rendered, Path(launch.folder), masks=context.secrets.masks)
        result = run_task(operator, context, running=running.append, rendered=show, resume=how_it_goes_on(launch))
    except (TaskDeferred, TaskRescheduled) as pause:
        return given_back(pause)
    pushed = {} if result.return_value is None else {"return_value": result.return_value}
    return {
        "kind": OutcomeKind.SUCCESS,
        "xcom": pushed,
        "skip": tuple(result.skip),
        "lengths": result.lengths,
        "map_label": result.map_label,
        "asset_events": result.asset_events,
    }


def _failure(error: BaseException, launch: Launch) -> dict[str, Any]:
    """What the error means, and the error in the log."""
    if isinstance(error, TaskSkipped):
        log.info("Skipped: %s", error)
        return {"kind": OutcomeKind.SKIPPED, "error": str(error)}
    if isinstance(error, TimeIsUp):
        message = time_is_up(launch)
        log.error(message)
        return {
            "kind": OutcomeKind.FAILED,
            "error": message,
            "error_name": "TaskTimeout",
            "fingerprint": of_sentence("TaskTimeout", message),
        }
    if isinstance(error, TaskError):  # raised on purpose: the sentence says it all, a notebook's traceback is above
        log.error("The task failed: %s", _sentence(error))
    else:
        log.error("The task failed.\n%s", "".join(traceback.format_exception(error)).rstrip())
    for_good = isinstance(error, TaskFailed)
    return {
        "kind": OutcomeKind.FAILED_FOR_GOOD if for_good else OutcomeKind.FAILED,
        "error": _sentence(error),
        "error_name": _error_name(error),
        "fingerprint": fingerprint_of(error, _error_name(error), Path(launch.folder)),
        "retry_delay": chosen_delay(error),
    }


def _sentence(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"The task called sys.exit({error.code!r})."
    if isinstance(error, TaskError) and str(error):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _error_name(error: BaseException) -> str:
    return getattr(error, "error_name", "") or type(error).__name__


def _outcome(found: dict[str, Any], began: str, context: WorkerContext, launch: Launch) -> TryOutcome:
    return TryOutcome(
        started_at=began,
        ended_at=_now(),
        outputs=tuple(context.outputs),
        progress=context.progress,
        code=context.code,
        launch=launch.launch,
        **found,
    )


def _report(launch: Launch, folder: Path, outcome: TryOutcome, news: News) -> int:
    """The result first as a file, then as a message; a long one only as a file."""
    if outcome.next is None:
        log.info("%s ended: %s.", "The callback" if launch.callback else f"Try {launch.try_number}", outcome.kind)
    end_masking()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    try:
        result = write_result(folder, outcome)
    except (OSError, DiskFullError):
        return NO_SPACE
    told = news.send_done(launch.id, result) or news.send(t="done", id=launch.id)
    return 0 if told else UNTOLD


def _on_kill(running: list[Any]) -> None:
    """Let the operator end what it started elsewhere: its subprocess, its job on a cluster."""
    try:
        for operator in running:
            operator.on_kill()
    except Exception:
        log.exception("Ending what the task had started failed.")


def _now() -> str:
    return datetime.now(UTC).isoformat()
