"""One try of one task, from the operator's side: context, templates, execute, callbacks.

The worker calls ``run_task`` and turns what comes out (a value or an exception) into the outcome of the try.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from couture_jupyter import xcom
from couture_jupyter.context import Context, build_context, set_current
from couture_jupyter.exceptions import TaskFailed, TaskSkipped
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.empty import DummyOperator, EmptyOperator
from couture_jupyter.runtime import TaskContext, current_task
from couture_jupyter.templates import render

log = logging.getLogger("couture.task")


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a task that succeeded left: its return value as JSON (see ``xcom.encode``; ``None`` when there is none)
    and the ids of later tasks that it decided against."""

    return_value: Any = None
    skip: tuple[str, ...] = ()


def run_task(
    operator: BaseOperator, task: TaskContext, *, running: Callable[[BaseOperator], None] | None = None
) -> TaskResult:
    """Do one try.

    Args:
        operator: the task of the DAG file; it is not changed.
        task: what the worker offers.
        running: told the operator that really runs, so that the worker can call its ``on_kill``.

    Raises:
        TaskSkipped: the try ends in state skipped.
        TaskFailed: the try failed for good.
        Exception: whatever the task raised; the try failed and retries apply.
    """
    token = current_task.set(task)
    try:
        return TaskResult() if _does_nothing(operator) else _run(operator, task, running)
    finally:
        current_task.reset(token)


def _run(operator: BaseOperator, task: TaskContext, running: Callable[[BaseOperator], None] | None) -> TaskResult:
    operator = copy.copy(operator)
    if running is not None:
        running(operator)
    context = build_context(task, operator)
    set_current(context)
    try:
        result = _execute(operator, context)
    except TaskSkipped as error:
        _call_back(operator, "on_skipped_callback", {**context, "exception": error})
        raise
    except BaseException as error:  # also sys.exit() and the worker's timeout, which are no Exception
        _call_back(operator, _failure_callback(task, error), {**context, "exception": error})
        raise
    _call_back(operator, "on_success_callback", context)
    return result


def _execute(operator: BaseOperator, context: Context) -> TaskResult:
    render(operator, context)
    _call_back(operator, "on_execute_callback", context)
    operator.pre_execute(context)
    value = operator.execute(context)
    operator.post_execute(context, value)
    return TaskResult(_passed_on(operator, context, value), tuple(sorted(context["ti"].skipped)))


def _passed_on(operator: BaseOperator, context: Context, value: Any) -> Any:
    """The return value for other tasks; with ``multiple_outputs`` each key of a dict as well."""
    if value is None or not operator.do_xcom_push:
        return None
    if operator.multiple_outputs:
        if not isinstance(value, dict):
            raise TaskFailed(f"A task with multiple_outputs returns a dict, not {type(value).__name__}.")
        for key, each in value.items():
            context["ti"].xcom_push(str(key), each)
    return xcom.encode(value)


def _failure_callback(task: TaskContext, error: BaseException) -> str:
    more_tries = task.this_try.try_number <= task.this_try.max_tries
    return "on_retry_callback" if more_tries and not isinstance(error, TaskFailed) else "on_failure_callback"


_CALLBACKS = (
    "on_execute_callback",
    "on_success_callback",
    "on_failure_callback",
    "_pre_execute_hook",
    "_post_execute_hook",
)


def _does_nothing(operator: BaseOperator) -> bool:
    """Whether neither a context nor templates are needed: an empty task that nobody extended or listens to."""
    if type(operator) not in (EmptyOperator, DummyOperator):
        return False
    return not any(operator.__dict__.get(name) for name in _CALLBACKS)


def _call_back(operator: BaseOperator, name: str, context: Context) -> None:
    """Call the author's function or functions; their errors are logged and change nothing."""
    callbacks = operator.__dict__.get(name) or []
    for callback in callbacks if isinstance(callbacks, list | tuple) else [callbacks]:
        try:
            callback(context)
        except Exception:
            log.exception("The %s of task %s failed; the task's state stays as it is.", name, operator.task_id)
