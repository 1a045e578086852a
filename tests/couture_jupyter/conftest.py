"""A worker in a box: fulfils ``TaskContext`` with dicts and a real kernel client where a notebook is asked for."""

from __future__ import annotations

import contextvars
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter import DAG, xcom
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.notebook_files import copy_into_place
from couture_jupyter.run_task import TaskResult, run_task
from couture_jupyter.runtime import HumanQuestion, NotebookProgress, RunInfo, TryInfo
from couture_jupyter.serialization.load import load_dag_file

DAY = datetime(2026, 3, 4, tzinfo=UTC)


def run_info(**changes: Any) -> RunInfo:
    """A daily run of 4 March 2026."""
    run = RunInfo(
        "demo", "scheduled__2026-03-04T00:00:00+00:00", "scheduled", DAY, DAY, DAY + timedelta(1), DAY + timedelta(1)
    )
    return replace(run, **changes)


@dataclass
class BoxedWorker:
    """Runs operators one after the other; XComs live in ``xcoms``, reported files in ``outputs``."""

    workspace: Path
    run: RunInfo = field(default_factory=run_info)
    xcoms: dict[tuple[str, str], Any] = field(default_factory=dict)
    outputs: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notebook: Callable[[Path, dict[str, Any], Path], Path] | None = None
    max_tries: int = 0
    connections: dict[str, dict[str, Any]] = field(default_factory=dict)
    dags: dict[str, dict[str, Any]] = field(default_factory=dict)  # what dag_states answers
    ends_by: float | None = None
    this_try: TryInfo = field(init=False)
    asked: HumanQuestion = field(init=False)

    def do(self, operator: BaseOperator, try_number: int = 1) -> TaskResult:
        """One try; its return value becomes an XCom as the engine would store it."""
        folder = self.workspace / ".couture" / operator.task_id
        folder.mkdir(parents=True, exist_ok=True)
        self.this_try = TryInfo(
            operator.task_id, -1, try_number, self.max_tries, folder, self.workspace, ends_by=self.ends_by
        )
        result = contextvars.copy_context().run(run_task, operator, self)  # nothing of it is left for other tests
        if result.return_value is not None:
            self.xcoms[operator.task_id, "return_value"] = result.return_value
        return result

    def go_on(self, operator: BaseOperator, method: str, event: Any) -> TaskResult:
        """The rest of a try whose wait is over."""
        self.this_try = TryInfo(operator.task_id, -1, 1, self.max_tries, self.workspace, self.workspace)
        resume = {"method": method, "kwargs": {}, "event": event}
        return contextvars.copy_context().run(run_task, operator, self, resume=resume)

    def ask_human(self, question: HumanQuestion) -> None:
        self.asked = question

    def xcom_push(self, key: str, value: Any) -> None:
        self.xcoms[self.this_try.task_id, key] = xcom.encode(value, key)

    def xcom_pull(
        self,
        task_ids: str | list[str] | None = None,
        key: str | None = "return_value",
        *,
        dag_id: str | None = None,
        run_id: str | None = None,
        map_indexes: int | list[int] | None = None,
    ) -> Any:
        if isinstance(task_ids, list):
            return [xcom.decode(self.xcoms.get((each, str(key)))) for each in task_ids]
        return xcom.decode(self.xcoms.get((str(task_ids), str(key))))

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        return {"conn_id": name, **self.connections[name]} if name in self.connections else None

    def hide(self, *texts: str) -> None:
        """There is no log."""

    def dag_states(self, dag_id: str, *, logical_dates: Any = (), **wanted: Any) -> dict[str, Any]:
        """The runs of ``dags`` with these dates; the tasks asked for."""
        if dag_id not in self.dags:
            return {"exists": False, "task_ids": [], "task_group_ids": [], "wanted": [], "runs": []}
        known, dates = self.dags[dag_id], [each.isoformat() for each in logical_dates]
        group = known["groups"].get(wanted["task_group_id"])
        return {
            "exists": True,
            "task_ids": known["tasks"],
            "task_group_ids": list(known["groups"]),
            "wanted": group or list(wanted["task_ids"]),
            "runs": [run for run in known["runs"] if run["logical_date"] in dates],
        }

    def report_progress(self, progress: NotebookProgress) -> None:
        """Nobody looks."""

    def place_file(self, source: Path, target: Path) -> Path:
        return copy_into_place(source, target)

    def report_output(self, kind: str, path: Path) -> None:
        self.outputs.append((kind, path))

    def report_problem(self, kind: str, sentence: str) -> None:
        self.problems.append((kind, sentence))

    def execute_notebook(self, request: NotebookRequest) -> Path:
        assert self.notebook is not None
        return self.notebook(request.source, request.parameters, self.this_try.folder)


@pytest.fixture
def worker(tmp_path: Path) -> BoxedWorker:
    """A worker whose workspace is a fresh folder."""
    return BoxedWorker(tmp_path)


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], dict[str, DAG]]:
    """Read the text of a DAG file; gives its DAGs."""

    def read(text: str) -> dict[str, DAG]:
        file = tmp_path / "dags" / "file.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(textwrap.dedent(text))
        return load_dag_file(file, dags_folder=file.parent).dags

    return read
