"""One callback that the engine owes, from the author's side: its context, and the functions that are called.

``callback`` is what ``Launch.callback`` holds: ``kind``, what goes with it, and ``task``: how the task instance whose
context is taken ended.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pendulum

from couture_jupyter.callbacks import as_list, call_each
from couture_jupyter.context import Context, build_context, set_current
from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.runtime import TaskContext
from couture_jupyter.sla_misses import call_with_misses

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG


def run_callback(operator: BaseOperator, task: TaskContext, callback: dict[str, Any]) -> None:
    """Call all functions that the author gave. Raises ``TaskError`` when one of them failed; the others are called all
    the same."""
    context = build_context(task, operator)
    set_current(context)
    _know_task(context, callback)
    errors = call_each(_functions(operator, context, callback), context, "A callback failed.")
    if errors:
        raise TaskError(f"{type(errors[0]).__name__}: {errors[0]}" if str(errors[0]) else type(errors[0]).__name__)


def _functions(operator: BaseOperator, context: Context, callback: dict[str, Any]) -> list[Callable[[Context], Any]]:
    """The functions, and what they find in the context beside the usual."""
    dag, kind = operator.dag, callback["kind"]
    if kind == "task_died":
        context["exception"] = TaskError(callback["because"])
        made = context["task"] = context["ti"].task = operator.for_try(context)
        return as_list(made.__dict__.get(callback["callback"]))
    if dag is None:
        return []
    if kind == "deadline":
        context["deadline"] = callback["deadline"]
        return [dag.deadline[callback["position"]].callback]
    if kind == "sla_miss":
        found = as_list(dag.__dict__.get("sla_miss_callback"))
        return [partial(_tell_of_misses, function, dag, callback) for function in found]
    context["reason"] = callback["reason"]
    return as_list(dag.__dict__.get(f"on_{kind}_callback"))


def _tell_of_misses(function: Callable[..., Any], dag: DAG, callback: dict[str, Any], context: Context) -> None:
    call_with_misses(function, dag, callback)


def _know_task(context: Context, callback: dict[str, Any]) -> None:
    """How the task instance ended."""
    told, ti, run = callback["task"], context["ti"], context["dag_run"]
    ti.state, run.state = callback.get("state") or told["state"], callback["run_state"]
    ti.start_date, ti.end_date = _moment(told["started_at"]), _moment(told["ended_at"])


def _moment(text: str | None) -> Any:
    return pendulum.instance(datetime.fromisoformat(text)) if text else None
