"""One try of one task, from the operator's side: context, templates, execute, callbacks.

The worker calls ``run_task`` and turns what comes out (a value or an exception) into the outcome of the try.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pendulum

from couture_jupyter import asset_events, state_stores, xcom
from couture_jupyter.asset_outlets import plain_events
from couture_jupyter.callbacks import as_list, call_each
from couture_jupyter.context import Context, build_context, set_current
from couture_jupyter.exceptions import TaskDeferred, TaskFailed, TaskRescheduled, TaskSkipped
from couture_jupyter.extra_links import leave_link, links_of
from couture_jupyter.map_lengths import length_for_mapping
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.empty import DummyOperator, EmptyOperator
from couture_jupyter.retry_policies import judge
from couture_jupyter.runtime import TaskContext, current_task
from couture_jupyter.templates import render, render_text

log = logging.getLogger("couture.task")


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a task that succeeded left: its return value as JSON (see ``xcom.encode``; ``None`` when there is none),
    the ids of later tasks that it decided against, the lengths of what it pushed for tasks that are mapped over it
    (by XCom key), its instance's label, and the updates of its outlets (see ``asset_outlets``)."""

    return_value: Any = None
    skip: tuple[str, ...] = ()
    lengths: dict[str, int] = field(default_factory=dict)
    map_label: str | None = None
    asset_events: tuple[dict[str, Any], ...] = ()


def run_task(
    operator: BaseOperator,
    task: TaskContext,
    *,
    running: Callable[[BaseOperator], None] | None = None,
    rendered: Callable[[BaseOperator], None] | None = None,
    resume: dict[str, Any] | None = None,
) -> TaskResult:
    """Do one try.

    Args:
        operator: the task of the DAG file; it is not changed.
        task: what the worker offers.
        running: told the operator that really runs, so that the worker can call its ``on_kill``.
        rendered: told the same once its templates are rendered, before it is executed.
        resume: of a try that goes on: the ``method`` of the operator to go on with, its ``kwargs``, and of a deferred
            one the trigger's ``event``, ``timed_out`` (true), or ``failed``: the sentence of a trigger that failed.

    Raises:
        TaskDeferred, TaskRescheduled: the try goes on later.
        TaskSkipped: the try ends in state skipped.
        TaskFailed: the try failed for good.
        Exception: whatever the task raised; the try failed and retries apply.
    """
    token = current_task.set(task)
    try:
        return _nothing(operator) if _does_nothing(operator) else _run(operator, task, running, rendered, resume)
    finally:
        current_task.reset(token)


def rendered_fields(operator: BaseOperator, task: TaskContext) -> dict[str, Any]:
    """The template fields as a try would find them; nothing is executed."""
    token = current_task.set(task)
    try:
        context = build_context(task, operator)
        set_current(context)
        operator = context["task"] = context["ti"].task = operator.for_try(context)
        render(operator, context)
        return {name: getattr(operator, name) for name in operator.template_fields}
    finally:
        current_task.reset(token)


def _run(
    operator: BaseOperator,
    task: TaskContext,
    running: Callable[[BaseOperator], None] | None,
    rendered: Callable[[BaseOperator], None] | None,
    resume: dict[str, Any] | None,
) -> TaskResult:
    context = build_context(task, operator)
    set_current(context)
    try:
        operator = context["task"] = context["ti"].task = operator.for_try(context)
        stores = state_stores.names_for(task, operator.inlets, operator.outlets)
        context.update({**asset_events.names_for(operator), **stores})
        if running is not None:
            running(operator)
        result = _execute(operator, context, rendered, resume)
    except (TaskDeferred, TaskRescheduled):
        raise  # the try has not ended
    except TaskSkipped as error:
        _call_back(operator, "on_skipped_callback", _ended(context, "skipped", error))
        raise
    except BaseException as error:  # also sys.exit() and the worker's timeout, which are no Exception
        judged = judge(operator.retry_policy, error, task.this_try.try_number, task.this_try.max_tries, context)
        name = _failure_callback(task, judged)
        _call_back(operator, name, _ended(context, _STATES[name], error))
        _leave_links(operator, context)
        if judged is error:
            raise
        raise judged from error
    _leave_links(operator, context)
    _call_back(operator, "on_success_callback", _ended(context, "success"))
    return result


def _execute(
    operator: BaseOperator,
    context: Context,
    rendered: Callable[[BaseOperator], None] | None,
    resume: dict[str, Any] | None,
) -> TaskResult:
    render(operator, context)
    if rendered is not None:
        rendered(operator)
    if resume is None:
        _call_back(operator, "on_execute_callback", context)
    operator.pre_execute(context)
    value = operator.execute(context) if resume is None else _go_on(operator, context, resume)
    operator.post_execute(context, value)
    passed_on, ti = _passed_on(operator, context, value), context["ti"]
    events = context["outlet_events"].to_json()
    return TaskResult(passed_on, tuple(sorted(ti.skipped)), ti.lengths, _map_label(operator, context), events)


def _go_on(operator: BaseOperator, context: Context, resume: dict[str, Any]) -> Any:
    arguments = dict(resume["kwargs"])
    if "failed" in resume:
        arguments["__failed__"] = resume["failed"]
    elif "event" in resume:
        arguments["event"] = resume["event"]
    elif resume.get("timed_out"):
        arguments["__timed_out__"] = True
    return operator.resume_execution(resume["method"], arguments, context)


def _map_label(operator: BaseOperator, context: Context) -> str | None:
    """What people see instead of the map index. It may use what the task put into the context."""
    if not operator.map_index_template or context["ti"].map_index < 0:
        return None
    return str(render_text(operator, context, "map_index_template", operator.map_index_template))


def _passed_on(operator: BaseOperator, context: Context, value: Any) -> Any:
    """The return value for other tasks; with ``multiple_outputs`` each key of a dict as well."""
    ti = context["ti"]
    ti.lengths.update(
        length_for_mapping(operator, ti.map_index, xcom.RETURN_KEY, value if operator.do_xcom_push else None)
    )
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


_STATES = {"on_retry_callback": "up_for_retry", "on_failure_callback": "failed"}


def _ended(context: Context, state: str, error: BaseException | None = None) -> Context:
    """What callbacks find: how the try ended."""
    context["ti"].state, context["ti"].end_date = state, pendulum.now("UTC")
    return context if error is None else {**context, "exception": error}


_CALLBACKS = (
    "on_execute_callback",
    "on_success_callback",
    "on_failure_callback",
    "_pre_execute_hook",
    "_post_execute_hook",
)


def _nothing(operator: BaseOperator) -> TaskResult:
    return TaskResult(asset_events=plain_events(operator.outlets))


def _does_nothing(operator: BaseOperator) -> bool:
    """Whether neither a context nor templates are needed: an empty task that nobody extended or listens to."""
    if type(operator) not in (EmptyOperator, DummyOperator):
        return False
    return not any(operator.__dict__.get(name) for name in _CALLBACKS)


def _leave_links(operator: BaseOperator, context: Context) -> None:
    """Leave the operator's extra links; a link that cannot be told is logged and changes nothing."""
    for link in links_of(operator):
        try:
            leave_link(link, operator, context)
        except Exception:
            log.warning("The link %r of task %s cannot be told.", link.name, operator.task_id, exc_info=True)


def _call_back(operator: BaseOperator, name: str, context: Context) -> None:
    """Call the author's function or functions; their errors are logged and change nothing."""
    sentence = f"The {name} of task {operator.task_id} failed; the task's state stays as it is."
    call_each(as_list(operator.__dict__.get(name)), context, sentence)
