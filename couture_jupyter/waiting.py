"""A try whose task gives its process back, done in one process: wait for the trigger or the moment, then go on.

The engine does this over several processes; ``dag.test()`` does it here.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_jupyter.coroutines import run_coroutine
from couture_jupyter.exceptions import TaskDeferred, TaskError, TaskRescheduled
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.run_task import TaskResult, run_task
from couture_jupyter.runtime import TaskContext, current_task
from couture_jupyter.triggers import BaseTrigger


def run_to_its_end(operator: BaseOperator, task: TaskContext) -> TaskResult:
    """One try, with all its waits. Raises what ``run_task`` raises."""
    task.this_try = replace(task.this_try, first_started_at=datetime.now(UTC))
    resume: dict[str, Any] | None = None
    while True:
        try:
            return run_task(operator, task, resume=resume)
        except TaskDeferred as deferred:
            current_task.set(task)  # a trigger may ask for variables, too
            ended = run_coroutine(_first_event(deferred.trigger, deferred.timeout))
            resume = {"method": deferred.method_name, "kwargs": deferred.kwargs, **ended}
        except TaskRescheduled as rescheduled:
            pause = (rescheduled.reschedule_date - datetime.now(UTC)).total_seconds()
            threading.Event().wait(max(0.0, pause))
            resume = {"method": "execute", "kwargs": {}}


async def _first_event(trigger: BaseTrigger, timeout: timedelta | None) -> dict[str, Any]:
    """How the wait ended, in the words of ``run_task``."""
    try:
        async with asyncio.timeout(timeout.total_seconds() if timeout else None):
            async for event in trigger.run():
                return {"event": event.payload}
    except TimeoutError:
        return {"timed_out": True}
    finally:
        await trigger.cleanup()
    raise TaskError(f"{trigger!r} ended without an event.")
