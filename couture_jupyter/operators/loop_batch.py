"""CoutureLoopableBatchOperator: run a DAG once for each batch of the rows of a CSV file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from couture_jupyter.exceptions import DagError, TaskError
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.dag_of_dags import wait
from couture_jupyter.operators.trigger_dag import child_run_id
from couture_jupyter.runtime import NotebookProgress, current_task
from couture_jupyter.states import DagRunState

SCHEMES = ("http", "https", "ftp", "s3", "file")


class CoutureLoopableBatchOperator(BaseOperator):
    """Runs the DAG ``run_dag_id`` once for each batch of rows, one batch after the other. Its runs find the rows as
    ``dag_run.conf["metadata_df"]``: a list with a dict a row. That DAG must be on.

    A failed batch fails the task; a further try goes on at that batch.

    Args:
        metadata_file: a CSV file with a header: a path, or a URL of http, https, ftp, s3 or file; templated.
        run_dag_id: the DAG to run; templated.
        batch_size: rows in a batch.
        batch_offset: rows to leave out at the beginning, after filtering.
        filter_by: a column; only rows whose value there is one of ``filter_values`` are taken.
        filter_values: the values.
        poke_interval: seconds between two looks at a run. By default it looks more seldom the longer it takes.
    """

    template_fields: Sequence[str] = ("metadata_file", "run_dag_id", "filter_by", "filter_values")
    ui_color = "#e8f7e4"

    def __init__(
        self,
        *,
        metadata_file: str,
        run_dag_id: str,
        batch_size: int = 10,
        batch_offset: int = 0,
        filter_by: str | None = None,
        filter_values: Sequence[Any] | None = None,
        poke_interval: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.metadata_file = str(metadata_file)
        self.run_dag_id = run_dag_id
        self.batch_size = self._whole("batch_size", batch_size, 1)
        self.batch_offset = self._whole("batch_offset", batch_offset, 0)
        if (filter_by is None) != (filter_values is None):
            raise DagError(f'Task "{self.task_id}": filter_by and filter_values go together.')
        self.filter_by = filter_by
        self.filter_values = filter_values
        self.poke_interval = poke_interval

    def _whole(self, name: str, value: Any, least: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise DagError(f'{name} of task "{self.task_id}" is a whole number of at least {least}, not {value!r}.')
        return value

    @property
    def runs_dag(self) -> str:
        """The DAG that people can zoom into."""
        return self.run_dag_id

    def execute(self, context: Context) -> Any:
        """Read the file and run the first batch that has not succeeded. What was read holds for the whole try."""
        batches = self._batches()
        _kept().write_text(json.dumps(batches), encoding="utf-8")
        return self._go_on(context, batches)

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> Any:
        """Look at the batch that runs, after the process was given back."""
        return self._go_on(context, json.loads(_kept().read_text(encoding="utf-8")))

    def _go_on(self, context: Context, batches: list[list[dict[str, str]]]) -> int:
        states = self._states(context, len(batches))
        for number, rows in enumerate(batches):
            state = states.get(number)
            if state == DagRunState.SUCCESS:
                continue
            if state == DagRunState.FAILED:
                raise TaskError(
                    f"Batch {number + 1} of {len(batches)} failed: the run {self._run_id(context, number)} of "
                    f"{self.run_dag_id}. A further try goes on at this batch."
                )
            if state is None:
                self._start(context, number, rows, len(batches))
            wait(context, self.poke_interval)
        self.log.info("All %d batches are done.", len(batches))
        return len(batches)

    def _start(self, context: Context, number: int, rows: list[dict[str, str]], total: int) -> None:
        self.log.info("Batch %d of %d: %d rows.", number + 1, total, len(rows))
        worker = current_task.get()
        worker.report_progress(NotebookProgress(number, total, note=f"Batch {number + 1} of {total}"))
        worker.trigger_dag(
            self.run_dag_id, run_id=self._run_id(context, number), conf={"metadata_df": rows}, must_be_on=True
        )

    def _run_id(self, context: Context, number: int, try_number: int | None = None) -> str:
        return child_run_id(context, f"batch-{number + 1}", try_number or context["ti"].try_number)

    def _states(self, context: Context, total: int) -> dict[int, str]:
        """The state of each batch that this try has begun, or that an earlier one finished: unless that had finished
        all, for then somebody wants all of them again."""
        tries = range(1, context["ti"].try_number + 1)
        names = {self._run_id(context, number, each): (number, each) for number in range(total) for each in tries}
        runs = current_task.get().dag_states(self.run_dag_id, run_ids=list(names))["runs"]
        own, earlier = {}, {}
        for run in runs:
            number, each = names[run["run_id"]]
            if each == tries[-1]:
                own[number] = run["state"]
            elif run["state"] == DagRunState.SUCCESS:
                earlier[number] = run["state"]
        return own if len(earlier) == total else {**earlier, **own}

    def _batches(self) -> list[list[dict[str, str]]]:
        rows = list(csv.DictReader(io.StringIO(read_text(self.metadata_file))))
        if self.filter_by is not None:
            rows = self._filtered(rows)
        rows = rows[self.batch_offset :]
        return [rows[first : first + self.batch_size] for first in range(0, len(rows), self.batch_size)]

    def _filtered(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        assert self.filter_by is not None
        if rows and self.filter_by not in rows[0]:
            raise TaskError(f"{self.metadata_file} has no column {self.filter_by!r}. It has: {', '.join(rows[0])}.")
        wanted = {str(value) for value in self.filter_values or ()}
        return [row for row in rows if row[self.filter_by] in wanted]


def _kept() -> Path:
    """The batches of this try."""
    return current_task.get().this_try.folder / "batches.json"


def read_text(place: str) -> str:
    """The text of a file at a path or a URL."""
    scheme = urlsplit(place).scheme if "://" in place else ""
    if scheme and scheme not in SCHEMES:
        raise TaskError(f"{place}: a metadata file is a path or a URL of {', '.join(SCHEMES)}.")
    try:
        if scheme == "s3":
            return _from_s3(place)
        if scheme in ("http", "https", "ftp"):
            with closing(urlopen(place, timeout=60)) as answer:  # noqa: S310 - the schemes are checked above
                return str(answer.read().decode("utf-8-sig"))
        path = unquote(urlsplit(place).path) if scheme == "file" else place
        return Path(path).expanduser().read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TaskError(f"The metadata file {place} cannot be read: {error}.") from error


def _from_s3(place: str) -> str:
    try:
        import fsspec

        with fsspec.open(place, "r", encoding="utf-8-sig") as file:
            return str(file.read())
    except ImportError as error:
        raise TaskError(f"{place}: files in S3 need the package s3fs: pip install s3fs") from error
