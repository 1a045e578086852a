"""Reads the database of jupyter-scheduler 2.x: its job definitions, and jobs that were made without one.

The file is opened read-only. The kernel comes from the notebook there too; of the notebook only its name is kept, so it
is looked for in the workspace.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from couture_scheduler.actions.import_drafts import Draft, NotebookFinder
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import InvalidInputError

FILE_NAME = "scheduler.sqlite"  # in Jupyter's data folder
_EXPORTS = {"html": "html", "pdf": "pdf", "markdown": "markdown", "script": "script", "py": "script"}


def read_drafts(path: Path, finder: NotebookFinder) -> list[Draft]:
    """A draft for each definition, and for each kind of single job. ``InvalidInputError`` at ``path`` when the file is
    no such database."""
    if not path.is_file():
        raise InvalidInputError.at("path", f"There is no file {path}. jupyter-scheduler keeps its jobs in {FILE_NAME}.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            definitions = _rows(connection, "SELECT * FROM job_definitions ORDER BY create_time")
            jobs = _rows(connection, "SELECT * FROM jobs WHERE job_definition_id IS NULL ORDER BY create_time DESC")
    except sqlite3.Error as error:
        message = f"{path} is not a database of jupyter-scheduler 2: {error}."
        raise InvalidInputError.at("path", message) from error
    return [_draft(row, finder) for row in definitions] + list(_single_jobs(jobs, finder))


def _rows(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query)]


def _single_jobs(jobs: list[dict[str, Any]], finder: NotebookFinder) -> Iterator[Draft]:
    """Of the jobs with the same name and notebook only the newest."""
    seen: set[tuple[str, str]] = set()
    for job in jobs:
        key = (str(job.get("name")), str(job.get("input_filename")))
        if key not in seen:
            seen.add(key)
            yield _draft(job, finder)


def _draft(row: dict[str, Any], finder: NotebookFinder) -> Draft:
    is_definition = "job_definition_id" in row and "job_id" not in row
    name = str(row.get("name") or Path(str(row["input_filename"])).stem)
    source = f"{'Job definition' if is_definition else 'Job'} {name}"
    found = finder.named(Path(str(row["input_filename"])).name)
    if not found:
        return Draft(source, None, (f"There is no notebook {row['input_filename']} in the workspace.",))
    notes = list(_notes(row, found, is_definition))
    form = NotebookScheduleForm(
        name=name,
        notebook=found[0],
        when=_when(row, is_definition),
        timezone=row.get("timezone") or None,
        parameters=_json(row.get("parameters"), dict),
        exports=tuple(_EXPORTS[each] for each in _json(row.get("output_formats"), list) if each in _EXPORTS),
        retries=int(row.get("max_retries") or 0),
        tags=tuple(str(tag) for tag in _json(row.get("tags"), list)),
    )
    return Draft(source, form, (), tuple(notes))


def _when(row: dict[str, Any], is_definition: bool) -> When:
    cron = str(row.get("schedule") or "")
    return When("cron", cron=cron) if is_definition and cron else When("manual")


def _notes(row: dict[str, Any], found: list[str], is_definition: bool) -> Iterator[str]:
    if len(found) > 1:
        yield f"There are several notebooks of this name: {', '.join(found)}. The first is taken."
    if not is_definition or not row.get("schedule"):
        yield "It has no schedule there: it runs by hand here."
    if is_definition and row.get("active") == 0:
        yield "It is paused there."
    if row.get("package_input_folder"):
        yield "It ran in a copy of its folder there; here it runs beside its files."
    if row.get("email_notifications"):
        yield "Whom to tell by e-mail has to be said anew."
    unknown = [each for each in _json(row.get("output_formats"), list) if each != "ipynb" and each not in _EXPORTS]
    if unknown:
        yield f"These formats are not made here: {', '.join(map(str, unknown))}."


def _json(text: Any, kind: type[Any]) -> Any:
    try:
        found = json.loads(text) if text else kind()
    except ValueError:
        return kind()
    return found if isinstance(found, kind) else kind()
