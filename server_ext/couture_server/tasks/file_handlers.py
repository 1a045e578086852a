"""Routes of what task instances left: logs, executed notebooks, outputs."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from urllib.parse import quote

from couture_scheduler.actions import task_files, tasks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError, NotFoundError

from couture_server.http.models import FileAnswer, TextAnswer
from couture_server.http.resources import media_type
from couture_server.http.routes import Routes
from couture_server.tasks import answers
from couture_server.tasks.file_bodies import (
    MOST_OF_A_LOG,
    AirflowLog,
    DownloadQuery,
    ExecutedNotebook,
    ExternalLogUrl,
    LogMatchCollection,
    LogQuery,
    LogSearchQuery,
    LogWindow,
    NotebookQuery,
)
from couture_server.tasks.paths import of_one

routes = Routes("Task Instance")

_FEW = threading.BoundedSemaphore(2)  # whole notebooks in memory at once, each with up to 300 MB before it is shortened
_SEARCHES = threading.BoundedSemaphore(2)  # through whole logs at once: each keeps a core busy


@routes.get(of_one("/logs/{try_number}"), "runs:read")
def get_log(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    try_number: int,
    query: LogQuery,
    accept: str,
    map_index: int = -1,
) -> LogWindow | AirflowLog | TextAnswer:
    """A part of a try's log, while it grows too. Asked for with `offset` or `limit` it is a window of bytes; without,
    as Airflow's client asks, a list of lines with a token to go on; plain text for `Accept: text/plain`."""
    wants_text = accept.startswith("text/plain")
    as_window = wants_text or query.model_fields_set & {"offset", "limit"}
    chunk = task_files.read_log(
        ctx,
        dag_id,
        dag_run_id,
        task_id,
        try_number,
        map_index=map_index,
        offset=0 if query.full_content else query.offset if as_window else _offset(query.token),
        limit=query.limit if as_window and not query.full_content else MOST_OF_A_LOG,
    )
    if wants_text:
        return TextAnswer(chunk.text, (("X-Next-Offset", str(chunk.next_offset)), ("X-Size", str(chunk.size))))
    return answers.log_window(chunk) if as_window else answers.airflow_log(chunk)


@routes.get(of_one("/logs/{try_number}/search"), "runs:read")
def search_log(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    try_number: int,
    query: LogSearchQuery,
    map_index: int = -1,
) -> LogMatchCollection:
    """Where in a try's whole log a text stands, or records of a level."""
    with _SEARCHES:
        found = task_files.find_in_log(
            ctx,
            dag_id,
            dag_run_id,
            task_id,
            try_number,
            map_index=map_index,
            text=query.text,
            level=query.level,
            start=query.start,
            limit=query.limit,
            skip=query.offset,
        )
    return LogMatchCollection(
        offsets=found.offsets,
        first=found.first,
        nearest=found.nearest,
        has_more=found.has_more,
        size=found.size,
        total_entries=found.total,
    )


@routes.get(of_one("/externalLogUrl/{try_number}"), "runs:read")
def get_external_log_url(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> ExternalLogUrl:
    """Where people see a try's log: the page of its run in JupyterLab. It takes the setting `base_url`."""
    tasks.get_try(ctx, dag_id, dag_run_id, task_id, try_number, map_index)
    base = ctx.settings.base_url.rstrip("/")
    if not base:
        raise NotFoundError("Where people reach JupyterLab is not known: an administrator can set base_url.")
    return ExternalLogUrl(url=f"{base}/lab/couture/run/{quote(dag_id, safe='')}/{quote(dag_run_id, safe='')}")


@routes.get(of_one("/logs/{try_number}/file"), "runs:read")
def download_log(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, try_number: int, map_index: int = -1
) -> FileAnswer:
    """A try's whole log as a file."""
    tasks.get_try(ctx, dag_id, dag_run_id, task_id, try_number, map_index)
    path = task_files.log_path(ctx, dag_id, dag_run_id, task_id, try_number, map_index)
    name = _file_name(dag_id, dag_run_id, task_id, f"try-{try_number}") + ".log"
    return _file(path, name, download=True, text=True)


@routes.get(of_one("/notebook"), "runs:read")
def get_executed_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: NotebookQuery, map_index: int = -1
) -> ExecutedNotebook:
    """The executed notebook of a try, as far as it got."""
    with _FEW:
        found = task_files.read_executed_notebook(
            ctx, dag_id, dag_run_id, task_id, query.try_number, map_index=map_index
        )
        return answers.executed_notebook(ctx, found)


@routes.get(of_one("/notebook/file"), "runs:read")
def download_notebook(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: DownloadQuery, map_index: int = -1
) -> FileAnswer:
    """The executed notebook of a try as a file."""
    number = query.try_number or tasks.get(ctx, dag_id, dag_run_id, task_id, map_index).task.try_number
    tasks.get_try(ctx, dag_id, dag_run_id, task_id, number, map_index)
    path = task_files.notebook_path(ctx, dag_id, dag_run_id, task_id, number, map_index)
    return _file(path, _file_name(dag_id, dag_run_id, task_id) + ".ipynb", download=True)


@routes.get(of_one("/outputs/{index}"), "runs:read")
def get_output(
    ctx: ActionContext,
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    index: int,
    query: DownloadQuery,
    map_index: int = -1,
) -> FileAnswer:
    """A file that a try made for people."""
    output = task_files.get_output(ctx, dag_id, dag_run_id, task_id, index, query.try_number, map_index=map_index)
    return _file(output.path, output.path.name, download=query.download)


def _file(path: Path, name: str, *, download: bool, text: bool = False) -> FileAnswer:
    if not path.is_file():
        raise NotFoundError(f"The file {name} is not there (yet).")
    return FileAnswer(path, name, "text/plain; charset=utf-8" if text else media_type(path), download)


def _file_name(*parts: str) -> str:
    return re.sub(r"[^\w.+@=-]+", "_", "_".join(parts))[:200]


def _offset(token: str | None) -> int:
    if not token:
        return 0
    if not (token.isdecimal() and len(token) < 16):
        raise InvalidInputError.at("token", "This is no token of ours.")
    return int(token)
