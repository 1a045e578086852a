"""What a running task may ask for, fulfilled: the worker's side of ``couture_jupyter.runtime.TaskContext``."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import NotebookFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.runtime import HumanQuestion, NotebookProgress, RunInfo, TryInfo
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.layout import handover_folder
from couture_scheduler.worker import owners_files
from couture_scheduler.worker.engine_link import EngineLink
from couture_scheduler.worker.giving_back import first_started_at
from couture_scheduler.worker.interrupts import TimeIsUp
from couture_scheduler.worker.news import News
from couture_scheduler.worker.task_secrets import TaskSecrets

_MOMENTS = frozenset(
    {
        "logical_date",
        "data_interval_start",
        "data_interval_end",
        "run_after",
        "start_date",
        "prev_logical_date",
        "prev_data_interval_start_success",
        "prev_data_interval_end_success",
        "partition_date",
    }
)


class WorkerContext:
    """Fulfils ``TaskContext`` for one launch and remembers what the task reported."""

    def __init__(self, launch: Launch, news: News) -> None:
        self.run = run_info(launch.run)
        self.this_try = TryInfo(
            task_id=launch.task_id,
            map_index=launch.map_index,
            try_number=launch.try_number if launch.callback is None else launch.callback["try_number"],
            max_tries=launch.max_tries,
            folder=Path(launch.folder),
            workspace=Path(launch.workspace),
            first_started_at=first_started_at(launch),
            ends_by=time.monotonic() + launch.execution_timeout if launch.execution_timeout else None,
            handover_folder=handover_folder(Path(launch.folder), launch.map_index),
        )
        self.outputs: list[dict[str, str]] = []
        self.progress: dict[str, Any] | None = None
        self.code: dict[str, Any] | None = None
        self._launch = launch
        self._news = news
        self._engine = EngineLink(launch)
        self.secrets = TaskSecrets(launch)

    def xcom_push(self, key: str, value: Any) -> None:
        """Store ``value`` under ``key``."""
        from couture_jupyter import xcom

        self._engine.call("xcom_push", key=key, value=xcom.encode(value, key))

    def xcom_pull(
        self,
        task_ids: str | list[str] | None = None,
        key: str | None = "return_value",
        *,
        dag_id: str | None = None,
        run_id: str | None = None,
        map_indexes: int | list[int] | None = None,
    ) -> Any:
        """The value pushed by one task, or the list of values of several."""
        from couture_jupyter import xcom

        found = self._engine.call(
            "xcom_pull", task_ids=task_ids, key=key, dag_id=dag_id, run_id=run_id, map_indexes=map_indexes
        )
        return xcom.decode(found)

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of a variable or a connection."""
        return self.secrets.fetch(kind, name, secret=secret)

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Set or delete a variable."""
        return self.secrets.change_variable(key, value, description)

    def dag_states(self, dag_id: str, *, logical_dates: Sequence[datetime] = (), **wanted: Any) -> dict[str, Any]:
        """The states of runs of a DAG."""
        dates = [each.isoformat() for each in logical_dates]
        found: dict[str, Any] = self._engine.call("dag_states", dag_id=dag_id, logical_dates=dates, **wanted)
        return found

    def dag_facts(self, dag_id: str) -> dict[str, Any] | None:
        """What the engine knows of a DAG."""
        found: dict[str, Any] | None = self._engine.call("dag_facts", dag_id=dag_id)
        return found

    def pause_dag(self, dag_id: str, paused: bool) -> None:
        """Switch a DAG off or on."""
        self._engine.call("pause_dag", dag_id=dag_id, paused=paused)

    def trigger_dag(
        self, dag_id: str, *, run_id: str, logical_date: datetime | None = None, **given: Any
    ) -> dict[str, Any]:
        """Start a run of a DAG."""
        date = logical_date.isoformat() if logical_date else None
        made: dict[str, Any] = self._engine.call(
            "trigger_dag", dag_id=dag_id, run_id=run_id, logical_date=date, **given
        )
        return made

    def asset_events(self, **filters: Any) -> list[dict[str, Any]]:
        """The updates of an asset, or those that started this run."""
        found: list[dict[str, Any]] = self._engine.call("asset_events", **filters)
        return found

    def find_asset(self, name: str) -> dict[str, Any] | None:
        """The facts about an asset."""
        found: dict[str, Any] | None = self._engine.call("find_asset", name=name)
        return found

    def aliased_assets(self, alias: str) -> list[str]:
        """The names of the assets that were updated under an alias."""
        names: list[str] = self._engine.call("aliased_assets", alias=alias)
        return names

    def get_state(self, key: str, *, asset: dict[str, str] | None = None) -> dict[str, Any] | None:
        """A value in a state store."""
        found: dict[str, Any] | None = self._engine.call("get_state", key=key, asset=asset)
        return found

    def set_state(
        self, key: str, value: Any, *, asset: dict[str, str] | None = None, expires_at: str | None = None
    ) -> None:
        """Keep a value in a state store."""
        self._engine.call("set_state", key=key, value=value, asset=asset, expires_at=expires_at)

    def delete_state(self, key: str | None, *, asset: dict[str, str] | None = None) -> None:
        """Forget a value of a state store, or all."""
        self._engine.call("delete_state", key=key, asset=asset)

    def hide(self, *texts: str) -> None:
        """Show ``***`` in their place from now on."""
        self.secrets.hide(*texts)

    def ask_human(self, question: HumanQuestion) -> None:
        """Show a question to people."""
        asked = dataclasses.asdict(question)
        hide = self.secrets.masks.hide  # people see this: no secret that the task has read
        asked["subject"], asked["body"] = hide(question.subject), hide(question.body) if question.body else None
        asked["params"] = self.secrets.masks.hide_in(asked["params"])
        asked["timeout_at"] = question.timeout_at.isoformat() if question.timeout_at else None
        self._engine.call("ask_human", **asked)

    def report_progress(self, progress: NotebookProgress) -> None:
        """Tell how far a notebook is; through the engine itself when the executor that started us is gone."""
        self.progress = dataclasses.asdict(progress)
        if not self._news.send(t="progress", id=self._launch.id, progress=self.progress):
            self._engine.tell("progress", **self.progress)

    def place_file(self, source: Path, target: Path) -> Path:
        """As the owner."""
        return owners_files.place(self._launch, source, target)

    def report_output(self, kind: str, path: Path) -> None:
        """Tell of a file this try made for people."""
        self.outputs.append({"kind": kind, "path": str(path)})

    def report_problem(self, kind: str, sentence: str) -> None:
        """Tell of a file that could not be made as it should be."""
        self.outputs.append({"kind": kind, "path": "", "problem": sentence})

    def execute_notebook(self, request: NotebookRequest) -> Path | None:
        """Run the notebook on a kernel from the pool; the executed copy is in this try's folder."""
        from couture_scheduler.worker.notebook_task import run_notebook

        try:
            return run_notebook(
                request,
                self._launch,
                self.secrets,
                on_progress=self.report_progress,
                on_code=self._know_code,
            )
        except TimeIsUp:
            running = (self.progress or {}).get("failed")
            raise NotebookFailed(time_is_up(self._launch), running, "TaskTimeout") from None

    def _know_code(self, facts: dict[str, Any]) -> None:
        self.code = facts


def time_is_up(launch: Launch) -> str:
    """The sentence for a try that reached its execution timeout."""
    what = "task" if launch.callback is None else "callback"
    return f"The {what} took longer than its execution timeout of {launch.execution_timeout:g} seconds."


def run_info(document: dict[str, Any]) -> RunInfo:
    """The run as an engine wrote it into the launch, moments as datetimes again."""
    values: dict[str, Any] = {
        name: datetime.fromisoformat(value) if name in _MOMENTS and value else value for name, value in document.items()
    }
    return RunInfo(**values)
