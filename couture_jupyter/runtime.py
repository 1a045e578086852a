"""What a running task may ask for. The worker fulfils it; a DAG file and a notebook only see this
protocol."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from couture_jupyter.notebook_options import NotebookRequest


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that a task belongs to. Moments are aware datetimes in UTC."""

    dag_id: str
    run_id: str
    run_type: str
    logical_date: datetime
    data_interval_start: datetime
    data_interval_end: datetime
    run_after: datetime
    start_date: datetime | None = None
    conf: dict[str, Any] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    prev_logical_date: datetime | None = None
    prev_data_interval_start_success: datetime | None = None
    prev_data_interval_end_success: datetime | None = None
    triggering_user: str | None = None
    partition_key: str | None = None
    partition_date: datetime | None = None
    page: str = ""  # the address of the run's page


@dataclass(frozen=True, slots=True)
class TryInfo:
    """One try of one task instance."""

    task_id: str
    map_index: int
    try_number: int
    max_tries: int
    folder: Path  # this try's own folder: log, notebook, result
    workspace: Path  # notebooks and outputs live in here
    first_started_at: datetime | None = None  # when this try began, in an earlier process if it gave that back
    ends_by: float | None = None  # when the execution timeout ends it, as ``time.monotonic()`` counts
    handover_folder: Path | None = None  # for what the tasks of this run leave for each other; it goes with the run


@dataclass(frozen=True, slots=True)
class NotebookProgress:
    """How far a notebook is: ``cell`` of ``cells`` code cells are done; ``running`` is a cell's index in the
    document; ``note`` is what is done before the first cell, such as installing packages."""

    cell: int
    cells: int
    running: int | None = None
    failed: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class HumanQuestion:
    """What a task asks people. ``params`` are the fields of a form as ``DagSpec.params``; an assigned user is
    ``{"id", "name"}``, and without any whoever may change runs answers. Nobody's answer until ``timeout_at`` (aware)
    means the ``defaults``."""

    subject: str
    options: tuple[str, ...]
    body: str | None = None
    defaults: tuple[str, ...] | None = None
    multiple: bool = False
    params: dict[str, Any] = field(default_factory=dict)
    assigned_users: tuple[dict[str, str], ...] = ()
    timeout_at: datetime | None = None


class TaskContext(Protocol):
    """Everything a running task can reach. Calls block until the engine answered; they raise ``RuntimeError``
    with a plain sentence when the engine refuses or is gone for longer than the reconnect deadline."""

    run: RunInfo
    this_try: TryInfo

    def xcom_push(self, key: str, value: Any) -> None:
        """Store ``value`` under ``key``; visible to other tasks at once. It may be whatever ``xcom.encode`` takes."""

    def xcom_pull(
        self,
        task_ids: str | list[str] | None = None,
        key: str | None = "return_value",
        *,
        dag_id: str | None = None,
        run_id: str | None = None,
        map_indexes: int | list[int] | None = None,
    ) -> Any:
        """The value pushed by one task, or the list of values of several; ``None`` where nothing was
        pushed."""

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of the ``variable`` or ``connection`` called ``name``, or ``None``; ``Variable.get`` and
        ``Connection.get`` use it. Of several connections with that id one at random; ``connections`` gives all, as
        ``{"connections": [fields, …]}``. What is ``secret`` of it is hidden in the log from now on."""

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Give the variable ``key`` this value, or delete it: ``None``. Whether there was one before."""

    def hide(self, *texts: str) -> None:
        """Show ``***`` in place of ``texts`` in the log and the stored notebook from now on."""

    def dag_states(
        self,
        dag_id: str,
        *,
        logical_dates: Sequence[datetime] = (),
        run_ids: Sequence[str] = (),
        task_ids: Sequence[str] = (),
        task_group_id: str | None = None,
        newest: int = 0,
    ) -> dict[str, Any]:
        """The states of runs of a DAG, chosen by logical date or id, or the ``newest`` so many (1,000 at most):
        ``{"exists": …, "task_ids": […], "task_group_ids": […], "wanted": […], "runs": […]}``. ``wanted`` are the tasks
        asked for, or those of the group. A run is ``{"run_id": …, "run_type": …, "logical_date": ISO text, "state": …,
        "tasks": {task id: [states]}}``; a mapped task has several states."""

    def trigger_dag(
        self,
        dag_id: str,
        *,
        run_id: str,
        conf: dict[str, Any] | None = None,
        logical_date: datetime | None = None,
        reset: bool = False,
        must_be_on: bool = False,
        note: str | None = None,
    ) -> dict[str, Any]:
        """Start a run of a DAG: ``{"created": …, "run_id": …, "logical_date": ISO text, "state": …}``. One with that id
        or logical date that exists is left as it is, or with ``reset`` cleared, which counts as created."""

    def dag_facts(self, dag_id: str) -> dict[str, Any] | None:
        """What is known of a DAG, under the names of Airflow's ``DagModel``, moments as ISO text; ``None`` when there
        is no such DAG."""

    def pause_dag(self, dag_id: str, paused: bool) -> None:
        """Switch a DAG off, or on."""

    def ask_human(self, question: HumanQuestion) -> None:
        """Show the question to people; the task then waits with ``HumanInputTrigger``. Asking again replaces it."""

    def asset_events(
        self,
        *,
        of_run: bool = False,
        name: str | None = None,
        uri: str | None = None,
        alias: str | None = None,
        after: str | None = None,
        before: str | None = None,
        ascending: bool = True,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """The updates of an asset or an alias, or with ``of_run`` those that started this run: at most the newest
        thousand, the oldest first. Moments are ISO text. See ``asset_events.AssetEvent`` for what is in one."""

    def find_asset(self, name: str) -> dict[str, Any] | None:
        """The name, uri, group and extra of the asset called ``name``, or ``None``."""

    def aliased_assets(self, alias: str) -> list[str]:
        """The names of the assets that were ever updated under an alias."""

    def get_state(self, key: str, *, asset: dict[str, str] | None = None) -> dict[str, Any] | None:
        """``{"value": …}`` of what this task instance keeps under ``key``, or what the ``asset`` (its ``name`` or
        ``uri``) does; ``None`` where there is nothing. See ``state_stores``."""

    def set_state(
        self, key: str, value: Any, *, asset: dict[str, str] | None = None, expires_at: str | None = None
    ) -> None:
        """Keep a value (JSON). One of the task's own is there until ``expires_at`` (ISO text, or
        ``state_stores.DEFAULT``), with ``None`` for as long as the run is."""

    def delete_state(self, key: str | None, *, asset: dict[str, str] | None = None) -> None:
        """Forget the value under ``key``, or (``None``) all."""

    def report_progress(self, progress: NotebookProgress) -> None:
        """Tell how far a notebook is. Cheap: may be called for every cell."""

    def place_file(self, source: Path, target: Path) -> Path:
        """Copy a file of this try to ``target``, whole or not at all, with the rights of whose task it is. Raises
        ``TaskError``."""

    def report_output(self, kind: str, path: Path) -> None:
        """Tell of a file this try made for people: ``kind`` is ``notebook``, ``html`` or another format."""

    def report_problem(self, kind: str, sentence: str) -> None:
        """Tell of a file that could not be made as it should be: a warning on the run, not its failure."""

    def execute_notebook(self, request: NotebookRequest) -> Path | None:
        """Run the notebook and return the executed copy in this try's folder, complete up to the last cell
        that ran; ``None`` for a script. Raises ``NotebookFailed`` when a cell raised; the copy is kept."""


current_task: ContextVar[TaskContext] = ContextVar("current_task")
