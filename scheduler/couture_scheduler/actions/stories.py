"""Gathers what a message tells of a run: from the store, and from what the failing try left behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from couture_jupyter.sensitive import HIDDEN, hide
from couture_jupyter.serialization import DagSpec
from couture_jupyter.states import TaskInstanceState
from couture_scheduler.config import Settings
from couture_scheduler.errors import SchedulerError
from couture_scheduler.files import layout
from couture_scheduler.files.logs import read_window
from couture_scheduler.files.notebooks import failing_cell, read_notebook
from couture_scheduler.messages.failed_cell import failed_cell, last_lines, plain
from couture_scheduler.messages.story import FailedCell, Story
from couture_scheduler.store import dag_runs, run_infos, task_instances, tries, versions
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.notifications import NotificationRecord
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.store.task_instances import TaskInstanceRecord

_LOG_END = 16_000  # bytes
_NO_LINK = (
    "To see the run, open JupyterLab, and there the run history of Couture. (With the setting base_url, messages hold "
    "a link.)"
)


@dataclass(frozen=True, slots=True)
class _Failure:
    task: TaskInstanceRecord
    try_number: int
    error: str | None


def tell(store: Store, settings: Settings, told: NotificationRecord) -> Story | None:
    """The story of a message in the outbox; ``None`` when its run is gone."""
    with store.reading() as tx:
        run = dag_runs.get(tx, told.dag_id, told.run_id)
        if run is None:
            return None
        spec = versions.specs(tx, [run.version_id])[run.version_id]
        failure = _failure(tx, run, told)
    story = _of_run(settings, run, spec, told.event)
    story = replace(story, late_after=told.details.get("late_after"))
    if told.event == "sla_miss":
        return replace(story, task_id=", ".join(told.details["task_ids"]))
    if told.event == "late":
        return replace(story, ended_at=None, state=str(told.details.get("state", run.state)))
    return _with_failure(settings, story, failure) if failure else story


def example(settings: Settings, now: datetime) -> Story:
    """What a test message tells: that messages arrive."""
    return Story(
        "failure",
        "example",
        "An example",
        "manual__example",
        "failed",
        now,
        started_at=now,
        ended_at=now,
        timezone=settings.default_timezone,
        parameters={"country": "FI"},
        cell=FailedCell(2, "1 / 0", "ZeroDivisionError: division by zero", "This is what the cell printed."),
        links={"run": settings.base_url.rstrip("/") + "/lab"} if settings.base_url else {},
        where="This is a test message that somebody sent from Couture Jupyter. No run has failed.",
        is_test=True,
    )


def visible_parameters(spec: DagSpec, conf: dict[str, Any]) -> dict[str, Any]:
    """The parameters that a run had, with ``***`` for those that are secret."""
    given = {name: value for name, value in run_infos.params(spec, conf).items() if name != "parameters"}
    secret: set[str] = set()
    for task in spec.tasks:
        secret.update(task.arguments.get("secret_parameters") or ())
        own = task.arguments.get("parameters")
        if task.is_notebook and len(spec.tasks) == 1 and isinstance(own, dict):
            given |= own
    of_run = conf.get("parameters")
    given |= of_run if isinstance(of_run, dict) else {}
    shown: dict[str, Any] = hide({name: HIDDEN if name in secret else value for name, value in given.items()})
    return shown


def _of_run(settings: Settings, run: DagRunRecord, spec: DagSpec, event: str) -> Story:
    links = _links(settings, run, is_live=any(task.is_notebook for task in spec.tasks))
    return Story(
        event,
        run.dag_id,
        spec.display_name or run.dag_id,
        run.run_id,
        run.state.value,
        run.run_after,
        started_at=run.started_at,
        ended_at=run.ended_at,
        timezone=spec.timezone,
        parameters=visible_parameters(spec, run.conf),
        because=run.because,
        links=links,
        where="" if links else _NO_LINK,
    )


def _links(settings: Settings, run: DagRunRecord, *, is_live: bool) -> dict[str, str]:
    if not settings.base_url:
        return {}
    base = f"{settings.base_url.rstrip('/')}/lab/couture"
    names = f"{quote(run.dag_id, safe='')}/{quote(run.run_id, safe='')}"
    return {"run": f"{base}/run/{names}"} | ({"live": f"{base}/live/{names}"} if is_live else {})


def _failure(tx: Transaction, run: DagRunRecord, told: NotificationRecord) -> _Failure | None:
    """The try that a message is about: the one that is named, or the first that failed for good."""
    if told.event in ("retry", "task_retry", "task_failure"):
        details = told.details
        task = task_instances.get(tx, run.id, details["task_id"], details["map_index"])
        number = details["try_number"]
    elif told.event == "failure":
        failed = [each for each in task_instances.of_run(tx, run.id) if each.state is TaskInstanceState.FAILED]
        task = min(failed, key=lambda each: (each.ended_at or run.queued_at, each.id), default=None)
        number = task.try_number if task else 0
    else:
        return None
    if task is None:
        return None
    tried = tries.get(tx, task.id, number)
    return _Failure(task, number, (tried.error if tried else None) or task.error)


def _with_failure(settings: Settings, story: Story, failure: _Failure) -> Story:
    task = failure.task
    folder = layout.try_folder(
        settings.runs_folder, story.dag_id, story.run_id, task.task_id, task.map_index, failure.try_number
    )
    cell, log = None, ""
    try:
        document = read_notebook(folder / layout.NOTEBOOK_NAME)
        index = failing_cell(document)
        cell = failed_cell(document, index) if index is not None else None
    except SchedulerError:  # no notebook: a script, a Python task, or a try that never began
        log = last_lines(read_window(folder / layout.LOG_NAME, -_LOG_END).text)
    mapped = f"{task.task_id}[{task.map_index}]" if task.map_index >= 0 else task.task_id
    is_retry = story.event in ("retry", "task_retry")
    return replace(
        story,
        task_id=mapped,
        try_number=failure.try_number,
        retry_at=task.retry_at if is_retry and task.try_number == failure.try_number else None,
        ended_at=None if is_retry else story.ended_at,
        state="up_for_retry" if is_retry else story.state,
        error=plain(failure.error) if failure.error else None,
        cell=cell,
        log=log,
    )
