"""Reads the database of jupyter-scheduler 2.x: its job definitions, and jobs that were made without one.

The file is opened read-only. The kernel comes from the notebook there too. Of the notebook it keeps its name and a
copy, by which it is looked for in the workspace.
"""

from __future__ import annotations

import filecmp
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from couture_jupyter.notebook_options import EXPORTS
from couture_scheduler.actions.import_drafts import Draft, NotebookFinder
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import InvalidInputError

FILE_NAME = "scheduler.sqlite"  # in Jupyter's data folder
COPIES = "scheduler_staging_area"  # beside it: what jupyter-scheduler runs, a folder for each job
_SINGLE_JOBS = "SELECT * FROM jobs WHERE job_definition_id IS NULL ORDER BY create_time DESC, job_id"
_EXPORTS = {**{name: name for name in EXPORTS}, "webpdf": "pdf", "qtpdf": "pdf", "py": "script", "python": "script"}


def read_drafts(path: Path, finder: NotebookFinder) -> list[Draft]:
    """A draft for each definition, and for each kind of single job. ``InvalidInputError`` at ``path`` when the file is
    no such database."""
    if not path.is_file():
        raise InvalidInputError.at("path", f"There is no file {path}. jupyter-scheduler keeps its jobs in {FILE_NAME}.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            definitions = _rows(connection, "SELECT * FROM job_definitions ORDER BY create_time, job_definition_id")
            jobs = _rows(connection, _SINGLE_JOBS)
    except sqlite3.Error as error:
        message = f"{path} is not a database of jupyter-scheduler 2: {error}."
        raise InvalidInputError.at("path", message) from error
    copies = path.parent / COPIES
    return [_draft(row, finder, copies) for row in (*definitions, *_newest_of_each(jobs))]


def _rows(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query)]


def _newest_of_each(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the jobs with the same name and notebook only the newest, which comes first."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for job in jobs:
        newest.setdefault((str(job.get("name")), str(job.get("input_filename"))), job)
    return list(newest.values())


def _draft(row: dict[str, Any], finder: NotebookFinder, copies: Path) -> Draft:
    is_definition = "job_id" not in row
    file_name = Path(str(row["input_filename"])).name
    name = str(row.get("name") or Path(file_name).stem)
    source = f"{'Job definition' if is_definition else 'Job'} {name}"
    copy = copies / Path(str(row["job_definition_id" if is_definition else "job_id"])).name / file_name
    found = finder.named(file_name)
    if not found:
        return Draft(source, None, (_missing(file_name, copy),))
    notebook, of_notebook = _chosen(found, copy, finder.workspace)
    form = NotebookScheduleForm(
        name=name,
        notebook=notebook,
        when=_when(row, is_definition),
        timezone=row.get("timezone") or "UTC",
        parameters=_json(row.get("parameters"), dict),
        exports=tuple(_EXPORTS[each] for each in _json(row.get("output_formats"), list) if each in _EXPORTS),
        retries=int(row.get("max_retries") or 0),
        tags=tuple(str(tag) for tag in _json(row.get("tags"), list)),
    )
    return Draft(source, form, (), (*of_notebook, *_notes(row, is_definition)))


def _missing(file_name: str, copy: Path) -> str:
    kept = f" jupyter-scheduler keeps a copy: {copy}" if copy.is_file() else ""
    return f"There is no notebook {file_name} in the workspace.{kept}"


def _chosen(found: list[str], copy: Path, workspace: Path) -> tuple[str, list[str]]:
    """Which of the notebooks with this name it is: the one that is like the copy that jupyter-scheduler runs, else the
    first; and what to know about it."""
    if not copy.is_file():
        is_plain = len(found) == 1
        return found[0], [] if is_plain else [f"Several notebooks have this name: {', '.join(found)}. It is the first."]
    alike = [path for path in found if filecmp.cmp(copy, workspace / path, shallow=False)]
    if alike:
        return alike[0], []
    others = "" if len(found) == 1 else f" (of {', '.join(found)})"
    note = f"jupyter-scheduler runs the copy that it made then; here {found[0]}{others} runs, which is another by now."
    return found[0], [note]


def _when(row: dict[str, Any], is_definition: bool) -> When:
    cron = str(row.get("schedule") or "")
    return When("cron", cron=cron) if is_definition and cron else When("manual")


def _notes(row: dict[str, Any], is_definition: bool) -> Iterator[str]:
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
