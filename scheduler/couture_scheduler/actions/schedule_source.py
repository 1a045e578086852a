"""From a schedule form to its DAG: as Python source for people and workers, and as a spec for the engine.

Both come from the same arguments, so no code has to run for the spec; a test loads the source and compares.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from couture_jupyter import DAG, AfterDag, CoutureJupyterOperator, CronTrigger, FileArrival, Once
from couture_jupyter.notebook_options import HOLD_SECONDS, NotifyRule
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.serialize import serialize_dag
from couture_scheduler.actions.schedule_form import NotebookScheduleForm

TASK_ID = "notebook"
_WIDTH = 100


def render_source(form: NotebookScheduleForm, dag_id: str, begins: datetime, owner: str) -> str:
    """The Python source. ``begins`` is when the schedule begins to count; ``form`` has been validated; the ``owner`` is
    who saves it."""
    dag_arguments = _dag_arguments(form, dag_id, begins, owner)
    task_arguments = _task_arguments(form)
    imports = sorted({"DAG", "CoutureJupyterOperator", *_timetable_names(dag_arguments)})
    lines = [
        '"""Made by the schedule form of Couture Jupyter; saving the form writes it anew."""',
        "",
        "from datetime import datetime",
        "from zoneinfo import ZoneInfo",
        "",
        f"from couture_jupyter import {', '.join(imports)}",
        "",
        "with DAG(",
        *_argument_lines(dag_arguments, 4),
        "):",
        "    CoutureJupyterOperator(",
        *_argument_lines(task_arguments, 8),
        "    )",
        "",
    ]
    return "\n".join(lines)


def build_spec(form: NotebookScheduleForm, dag_id: str, begins: datetime, owner: str) -> DagSpec:
    """The same DAG as a spec. Raises ``CoutureError`` for what the authoring library refuses."""
    dag = DAG(**_dag_arguments(form, dag_id, begins, owner))
    CoutureJupyterOperator(dag=dag, **_task_arguments(form))
    source = render_source(form, dag_id, begins, owner)
    return dataclasses.replace(serialize_dag(dag), line=source.splitlines().index("with DAG(") + 1)


def timezone_of(form: NotebookScheduleForm) -> str:
    """The schedule's time zone."""
    return form.timezone or "UTC"


def _dag_arguments(form: NotebookScheduleForm, dag_id: str, begins: datetime, owner: str) -> dict[str, Any]:
    start = max(begins, form.start_date) if form.start_date is not None else begins
    arguments = {
        "dag_id": dag_id,
        "dag_display_name": form.name if form.name != dag_id else None,
        "description": form.description or None,
        "schedule": _schedule(form),
        "start_date": _local(start, form),
        "end_date": _local(form.end_date, form),
        "missed_runs": form.missed_runs,
        "overlap": form.overlap,
        "default_args": {"owner": owner},
        "tags": list(form.tags) or None,
        "retention": _said(form.retention),
        "notify": [_said(rule) for rule in form.notify] or None,
    }
    return {name: value for name, value in arguments.items() if value is not None}


def _task_arguments(form: NotebookScheduleForm) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "task_id": TASK_ID,
        "input_notebook": form.notebook,
        "output_notebook": form.output_path or None,
        "parameters": form.parameters or None,
        "exports": list(form.exports) or None,
        "kernel_name": form.kernel_name or None,
        "hold_on_failure": form.hold_on_failure if form.hold_on_failure != HOLD_SECONDS else None,
        "resume_on_retry": form.resume_on_retry or None,
        "code": _said(form.code),
        "secrets": form.secrets or None,
        "secret_parameters": list(form.secret_parameters) or None,
        "environment": _said(form.environment),
    }
    if form.retries:
        arguments["retries"] = form.retries
        arguments["retry_delay"] = form.retry_delay
        arguments["retry_exponential_backoff"] = form.retry_backoff or None
        arguments["max_retry_delay"] = form.max_retry_delay
    arguments["execution_timeout"] = form.timeout
    return {name: value for name, value in arguments.items() if value is not None}


def _schedule(form: NotebookScheduleForm) -> CronTrigger | Once | FileArrival | AfterDag | None:
    if form.when.kind == "cron":
        return CronTrigger(form.when.cron or "", timezone=timezone_of(form))
    if form.when.kind == "once":
        assert form.when.at is not None  # validated
        return Once(form.when.at.astimezone(UTC))
    if form.when.kind == "file":
        return FileArrival(form.when.pattern or "", form.when.settle)
    if form.when.kind == "after":
        return AfterDag(form.when.after or "")
    return None


def _said(options: Any) -> dict[str, Any] | None:
    """What differs from the defaults; ``None`` when nothing does. Rules are told whole."""
    plain = type(options)()
    if options == plain:
        return None
    document: dict[str, Any] = options.to_json()
    if isinstance(options, NotifyRule):
        return document
    return {name: value for name, value in document.items() if value != plain.to_json()[name]}


def _local(moment: datetime | None, form: NotebookScheduleForm) -> datetime | None:
    return None if moment is None else moment.astimezone(ZoneInfo(timezone_of(form)))


def _timetable_names(arguments: dict[str, Any]) -> list[str]:
    schedule = arguments.get("schedule")
    return [] if schedule is None else [type(schedule).__name__]


def _argument_lines(arguments: dict[str, Any], indent: int) -> list[str]:
    return [f"{' ' * indent}{name}={_python(value, indent)}," for name, value in arguments.items()]


def _python(value: Any, indent: int) -> str:
    """``value`` as Python source, broken into lines where it is long."""
    match value:
        case CronTrigger():
            return f"CronTrigger({_text(value.expression)}, timezone={_text(value.timezone)})"
        case Once():
            return f"Once({_python(value.at, indent)})"
        case FileArrival():
            return f"FileArrival({_text(value.pattern)}, settle={value.settle!r})"
        case AfterDag():
            return f"AfterDag({_text(value.dag_id)})"
        case datetime():
            return _datetime(value)
        case str():
            return _text(value)
        case list() | tuple():
            return _block("[", [_python(each, indent + 4) for each in value], "]", indent)
        case dict():
            items = [f"{_text(str(key))}: {_python(each, indent + 4)}" for key, each in value.items()]
            return _block("{", items, "}", indent)
    return repr(value)


def _block(opening: str, items: list[str], closing: str, indent: int) -> str:
    line = f"{opening}{', '.join(items)}{closing}"
    if len(line) + indent <= _WIDTH and "\n" not in line:
        return line
    inner = " " * (indent + 4)
    return f"{opening}\n" + "".join(f"{inner}{item},\n" for item in items) + " " * indent + closing


def _text(text: str) -> str:
    """A literal with double quotes. JSON's escapes are Python's too, but for characters beyond 65535."""
    literal = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in literal)


def _datetime(moment: datetime) -> str:
    zone = getattr(moment.tzinfo, "key", "UTC")
    parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute]
    if moment.second or moment.microsecond:
        parts.append(moment.second)
    if moment.microsecond:
        parts.append(moment.microsecond)
    fold = ", fold=1" if moment.fold else ""
    return f"datetime({', '.join(map(str, parts))}{fold}, tzinfo=ZoneInfo({_text(zone)}))"
