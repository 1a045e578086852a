"""A try that gives its process back, and one that goes on: between what the operator says and what is written down."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from couture_jupyter import xcom
from couture_jupyter.exceptions import TaskDeferred, TaskError, TaskRescheduled
from couture_jupyter.serialization.load import MODULE_PREFIX
from couture_jupyter.triggers.human import HumanInputTrigger
from couture_scheduler.engine.launch import Continuation, Launch, OutcomeKind

log = logging.getLogger("couture.task")


class CannotWaitError(TaskError):
    """What a task wants to wait for cannot be written down."""


def given_back(pause: TaskDeferred | TaskRescheduled) -> dict[str, Any]:
    """What such a try tells the engine. Raises ``CannotWaitError`` when something in it has no JSON form."""
    if isinstance(pause, TaskRescheduled):
        again = _aware(pause.reschedule_date)
        log.info("The task gives its process back and goes on at %s.", again.isoformat(timespec="seconds"))
        return {"kind": OutcomeKind.RESCHEDULED, "next": Continuation("execute", at=again.isoformat())}
    at = datetime.now(UTC) + pause.timeout if pause.timeout is not None else None
    found = Continuation(
        pause.method_name,
        _written(pause.kwargs, f"the arguments of {pause.method_name}"),
        at=at.isoformat() if at else None,
        trigger=_trigger(pause),
    )
    log.info("The task gives its process back and waits for %r.", pause.trigger)
    return {"kind": OutcomeKind.DEFERRED, "next": found}


def how_it_goes_on(launch: Launch) -> dict[str, Any] | None:
    """For ``run_task``: ``launch.resume`` with its values as they were; ``None`` for a try that begins."""
    if launch.resume is None:
        return None
    values = {name: launch.resume[name] for name in ("kwargs", "event") if name in launch.resume}
    if "traceback" in launch.resume:
        log.error("The trigger failed.\n%s", launch.resume["traceback"].rstrip())
    return {"kwargs": {}, **launch.resume, **{name: xcom.decode(value) for name, value in values.items()}}


def first_started_at(launch: Launch) -> datetime | None:
    """When the try began, if that was in an earlier process."""
    began = (launch.resume or {}).get("first_started_at")
    return datetime.fromisoformat(began) if began else None


def _trigger(pause: TaskDeferred) -> dict[str, Any] | None:
    if isinstance(pause.trigger, HumanInputTrigger):
        return None  # nothing waits in the triggerer: the answer itself lets the task go on
    path, kwargs = pause.trigger.serialize()
    if path.startswith(MODULE_PREFIX):
        raise CannotWaitError(
            f"The task cannot wait without a process: {type(pause.trigger).__name__} is defined in the DAG file, and "
            "the triggerer imports no DAG files. Put it into a module beside the DAG file and import it from there."
        )
    return {"class": path, "kwargs": _written(kwargs, f"the arguments of {type(pause.trigger).__name__}")}


def _written(values: dict[str, Any], what: str) -> Any:
    try:
        return xcom.encode(values, what)
    except xcom.XComError as error:
        raise CannotWaitError(f"The task cannot wait without a process: {what} have no JSON form. {error}") from error


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
