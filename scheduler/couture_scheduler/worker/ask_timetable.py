"""Asks a timetable that an author wrote, in a process of its own: its code runs nowhere else.

In the child: ``python -m couture_scheduler.worker.ask_timetable`` reads one JSON question from its standard input,
reads the DAG's file as it was when this version was made, and prints one JSON answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.timetables import TimetableRun
from couture_scheduler.errors import ConflictError
from couture_scheduler.files.environment import look_here_last, safe_path, without_secrets


@dataclass(frozen=True, slots=True)
class AuthorsCode:
    """Where a timetable's code is: the source of a DAG version, and the file that it was."""

    dag_id: str
    source: str
    file: str | None
    dags_folder: Path
    timeout: float
    environment: Mapping[str, str] = field(default_factory=dict)  # beside our own

    @property
    def origin(self) -> Path:
        """The file, which need not be there any more."""
        return self.dags_folder / (self.file or "dag.py")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs.

    Attributes:
        last: the data interval of the last automated run.
        earliest, latest, catchup: as in Airflow's ``TimeRestriction``.
        until: the first run after this moment is the last one wanted.
        most: so many at the most.
    """

    last: tuple[datetime, datetime] | None
    earliest: datetime | None
    latest: datetime | None
    catchup: bool
    until: datetime | None = None
    most: int = 100


def runs(code: AuthorsCode, wanted: Wanted) -> list[TimetableRun]:
    """The runs that the timetable names. ``ConflictError`` when it cannot be asked, with the reason."""
    question = {
        "last": [_text(each) for each in wanted.last] if wanted.last else None,
        "earliest": _text(wanted.earliest),
        "latest": _text(wanted.latest),
        "catchup": wanted.catchup,
        "until": _text(wanted.until),
        "most": wanted.most,
    }
    answer = _ask(code, {"runs": question})
    return [_run(*map(datetime.fromisoformat, each)) for each in answer["runs"]]


def manual_interval(code: AuthorsCode, moment: datetime) -> tuple[datetime, datetime]:
    """The data interval of a run by hand. ``ConflictError`` when it cannot be asked, with the reason."""
    start, end = map(datetime.fromisoformat, _ask(code, {"moment": _text(moment)})["interval"])
    return start, end


def _ask(code: AuthorsCode, question: dict[str, Any]) -> dict[str, Any]:
    given = {
        "source": code.source,
        "origin": str(code.origin),
        "dags_folder": str(code.dags_folder),
        "dag_id": code.dag_id,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "couture_scheduler.worker.ask_timetable"],
            input=json.dumps(given | question).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**without_secrets(), **safe_path(), **code.environment},
            timeout=code.timeout,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        answer = {"error": f"it did not answer within {code.timeout:g} seconds."}
    except ValueError:
        answer = {"error": "its process ended without an answer."}
    if "error" in answer:
        raise ConflictError(f"The timetable of {code.dag_id!r} cannot be followed: {answer['error']}")
    return answer


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    from couture_jupyter.timetables.custom import CustomTimetable
    from couture_scheduler.worker.parse import hear_secrets

    masks = hear_secrets()
    try:
        timetable = _load(question)
        if not isinstance(timetable, CustomTimetable):
            return {"error": "its file does not give it a timetable of its own any more."}
        if "moment" in question:
            found = timetable.manual_interval(datetime.fromisoformat(question["moment"]))
            return {"interval": [_text(each) for each in found]}
        return {"runs": _runs(timetable, question["runs"])}
    except Exception as error:  # an edge: whatever the author's code raises is told
        text = f"{type(error).__name__}: {error}"
        return {"error": masks.hide_in(text) if masks else text}


def _load(question: dict[str, Any]) -> Any:
    from couture_jupyter.airflow_compat import install
    from couture_jupyter.serialization.load import load_dag_file

    install()  # the timetable may import from airflow when it is asked
    with tempfile.NamedTemporaryFile(suffix=".py") as copy:
        copy.write(question["source"].encode("utf-8", "surrogatepass"))
        copy.flush()
        folder = Path(question["dags_folder"])
        loaded = load_dag_file(Path(copy.name), origin=Path(question["origin"]), dags_folder=folder)
    dag = loaded.dags.get(question["dag_id"])
    return dag.timetable if dag else None


def _runs(timetable: Any, wanted: dict[str, Any]) -> list[list[str | None]]:
    from couture_jupyter.timetables.custom import DataInterval, TimeRestriction

    last = DataInterval(*map(datetime.fromisoformat, wanted["last"])) if wanted["last"] else None
    restriction = TimeRestriction(_moment(wanted["earliest"]), _moment(wanted["latest"]), wanted["catchup"])
    until = _moment(wanted["until"])
    found = []
    for run in timetable.runs(last, restriction):
        found.append([_text(each) for each in (run.logical_date, *run.data_interval, run.run_after)])
        if len(found) >= wanted["most"] or (until is not None and run.run_after > until):
            break
    return found


def _run(logical_date: datetime, start: datetime, end: datetime, run_after: datetime) -> TimetableRun:
    return TimetableRun(logical_date, (start, end), run_after)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def main() -> None:
    """The real standard output is for the answer; what the DAG file prints goes nowhere."""
    look_here_last()
    reply = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    question = json.loads(sys.stdin.buffer.read())
    with open(reply, "wb") as out:
        out.write(json.dumps(answer(question)).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
