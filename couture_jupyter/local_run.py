"""``dag.test()``: a whole run of a DAG in this process, without server and engine.

Tasks run one after the other, as ``local_decisions`` says. As in Airflow a task that fails is not tried again.
"""

from __future__ import annotations

import contextvars
import logging
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from couture_jupyter import xcom
from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.arguments import moment, utc
from couture_jupyter.asset_events import AssetEvent
from couture_jupyter.context import build_context
from couture_jupyter.exceptions import DagError, ParamValidationError, TaskSkipped
from couture_jupyter.local_assets import LocalAssets
from couture_jupyter.local_decisions import UNMAPPED, LocalDecisions, LocalTaskInstance
from couture_jupyter.local_states import LocalStates
from couture_jupyter.local_task import LocalSecrets, LocalTask
from couture_jupyter.local_timeout import time_limit
from couture_jupyter.local_xcoms import LocalXComs
from couture_jupyter.run_task import rendered_fields
from couture_jupyter.runtime import RunInfo, TryInfo
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as State
from couture_jupyter.waiting import run_to_its_end

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.run_task import TaskResult

log = logging.getLogger("couture.test")


class LocalRun:
    """A run that ``dag.test()`` made: its ``state``, its ``task_instances`` and what they pushed."""

    def __init__(self, dag: DAG, run: RunInfo, secrets: LocalSecrets, mark_success: str | None) -> None:
        self.dag, self.dag_id, self.run_id = dag, dag.dag_id, run.run_id
        self.conf, self.logical_date = run.conf, run.logical_date
        self.state = DagRunState.RUNNING
        self._run, self._secrets = run, secrets
        self._handover: Path | None = None
        self._marked = re.compile(mark_success) if mark_success else None
        spec = serialize_dag(dag)
        self._decisions, self._xcoms = LocalDecisions(spec, run, self._tell), LocalXComs()
        self.asset_log = LocalAssets(spec, run)
        self.state_stores = LocalStates(self.asset_log.name_of)

    @property
    def task_instances(self) -> list[LocalTaskInstance]:
        """All task instances, upstream before downstream."""
        return list(self._decisions)

    @property
    def asset_events(self) -> list[AssetEvent]:
        """The updates of assets, in the order in which they were made."""
        return [AssetEvent.from_json(each) for each in self.asset_log.find()]

    def get_task_instances(self) -> list[LocalTaskInstance]:
        """The same."""
        return self.task_instances

    def get_task_instance(self, task_id: str, map_index: int = UNMAPPED) -> LocalTaskInstance | None:
        """One of them, or ``None``."""
        return self._decisions.get(task_id, map_index)

    @property
    def states(self) -> dict[str, str]:
        """The state of each task instance; instances of mapped tasks as ``task[0]``."""
        return {each.name: str(each.state or "none") for each in self.task_instances}

    def push(self, task_id: str, map_index: int, key: str, encoded: Any) -> None:
        """Keep what a task pushed."""
        self._xcoms.push(task_id, map_index, key, encoded)

    def xcom_pull(self, task_ids: Any = None, key: str | None = xcom.RETURN_KEY, map_indexes: Any = None) -> Any:
        """What a task pushed: of a mapped task the values of all its instances; for several tasks a list; for none the
        newest value."""
        return self._xcoms.pull(task_ids, key, map_indexes)

    # The run

    def run(self) -> None:
        """Run all tasks; then the run has its state."""
        with tempfile.TemporaryDirectory(prefix="couture-test-") as handover:
            self._handover = Path(handover)
            self._run_tasks()
        self._handover = None
        self.state = self._decisions.run_state()
        for instance in self.task_instances:
            if instance.state is None:
                self._tell(instance)
        self.say(f"The run {self.run_id} of DAG {self.dag_id}: {self.state}")
        self._call_back()

    def _run_tasks(self) -> None:
        while ready := self._decisions.ready():
            for instance in ready:
                if instance.state is State.SCHEDULED:  # and none that ran before it has decided against it
                    self._have_done(instance)
                if self._decisions.must_stop():
                    break

    def run_alone(self, task_id: str, map_index: int = UNMAPPED) -> LocalTaskInstance:
        """Run one task, whatever stands before it; what it pulls from others is not there."""
        instance = LocalTaskInstance(task_id, map_index)
        self._do(instance)
        self._tell(instance)
        return instance

    def rendered(self, task_id: str, map_index: int = UNMAPPED) -> dict[str, Any]:
        """The template fields of a task as they would be in this run."""
        operator = self.dag.get_task(task_id)
        with tempfile.TemporaryDirectory(prefix="couture-test-") as folder:
            worker = self._worker(LocalTaskInstance(task_id, map_index), Path(folder))
            return contextvars.copy_context().run(rendered_fields, operator, worker)

    def say(self, text: str) -> None:
        """A line for whoever looks on."""
        sys.stdout.write(f"[{self.dag_id}] {text}\n")

    def _tell(self, instance: LocalTaskInstance) -> None:
        self.say(f"{instance}: {instance.state or 'waits for a task that this run does not have'}")

    def _have_done(self, instance: LocalTaskInstance) -> None:
        """Run what is ready, or mark it."""
        if self._marked is not None and self._marked.search(instance.task_id):
            self._decisions.succeeded(instance, {}, ())
        else:
            self._do(instance)
        self._tell(instance)

    def _call_back(self) -> None:
        """Call the DAG's own callbacks; their errors are logged and change nothing."""
        has_failed = self.state is DagRunState.FAILED
        found = self.dag.__dict__["on_failure_callback" if has_failed else "on_success_callback"]
        callbacks = found if isinstance(found, list | tuple) else [found] if found else []
        if not callbacks or not self.task_instances:
            return
        bad = [each for each in self.task_instances if each.state is State.FAILED]
        shown = bad[0] if bad else self.task_instances[-1]
        with tempfile.TemporaryDirectory(prefix="couture-test-") as folder:
            context = build_context(self._worker(shown, Path(folder)), self.dag.get_task(shown.task_id))
            context["reason"] = "task_failure" if has_failed else "success"
            for callback in callbacks:
                try:
                    callback(context)
                except Exception:
                    log.exception("A callback of DAG %s failed; the run's state stays as it is.", self.dag_id)

    def _do(self, instance: LocalTaskInstance) -> None:
        """Run the task: the edge behind which an author's code may do what it wants."""
        try:
            with tempfile.TemporaryDirectory(prefix="couture-test-") as folder:
                result = contextvars.copy_context().run(self._execute, instance, Path(folder))
        except TaskSkipped as error:
            log.info("%s was skipped: %s", instance, error)
            instance.state, instance.error = State.SKIPPED, error
        except (Exception, SystemExit) as error:
            log.exception("%s failed.", instance)
            instance.state, instance.error = State.FAILED, error
        else:
            instance.map_label = result.map_label
            self._take(instance, result)

    def _execute(self, instance: LocalTaskInstance, folder: Path) -> TaskResult:
        operator = self.dag.get_task(instance.task_id)
        with time_limit(operator.execution_timeout):
            return run_to_its_end(operator, self._worker(instance, folder))

    def _worker(self, instance: LocalTaskInstance, folder: Path) -> LocalTask:
        this_try = TryInfo(
            instance.task_id, instance.map_index, 1, 0, folder, Path.cwd(), handover_folder=self._handover
        )
        return LocalTask(self, self._run, this_try, self._secrets)

    def _take(self, instance: LocalTaskInstance, result: TaskResult) -> None:
        if result.return_value is not None:
            self.push(instance.task_id, instance.map_index, xcom.RETURN_KEY, result.return_value)
        self._decisions.succeeded(instance, result.lengths, result.skip)
        self.asset_log.take(instance.task_id, instance.map_index, result.asset_events)


def run_dag(dag: DAG, logical_date: Any = None, run_conf: dict[str, Any] | None = None, **options: Any) -> LocalRun:
    """See ``DAG.test``."""
    made = prepared(dag, logical_date, run_conf, **options)
    with airflow_names():  # tasks may import from airflow while they run
        made.run()
    return made


def prepared(
    dag: DAG,
    logical_date: Any = None,
    run_conf: dict[str, Any] | None = None,
    *,
    execution_date: Any = None,
    conn_file_path: str | None = None,
    variable_file_path: str | None = None,
    use_executor: bool = False,
    mark_success_pattern: str | None = None,
    secrets: LocalSecrets | None = None,
) -> LocalRun:
    """A run that has not begun; its arguments are those of ``DAG.test``. ``secrets`` stand in for the files."""
    if use_executor:
        raise DagError("dag.test() runs tasks in this process; use_executor=True needs the engine: trigger a run.")
    dag.check()
    given = logical_date if logical_date is not None else execution_date
    when = utc(moment("logical_date", given)) or datetime.now(UTC)
    known = secrets or LocalSecrets(variable_file_path, conn_file_path)
    return LocalRun(dag, _run_info(dag, when, run_conf or {}), known, mark_success_pattern)


def _run_info(dag: DAG, when: datetime, conf: dict[str, Any]) -> RunInfo:
    start, end = dag.timetable.manual_interval(when)
    return RunInfo(
        dag_id=dag.dag_id,
        run_id=f"manual__{when.isoformat()}",
        run_type="manual",
        logical_date=when,
        data_interval_start=start,
        data_interval_end=end,
        run_after=when,
        start_date=datetime.now(UTC),
        conf=conf,
        params=_params(dag, conf),
    )


def _params(dag: DAG, conf: dict[str, Any]) -> dict[str, Any]:
    """The parameters of the run, checked."""
    params = dag.params.merged({})
    for name, value in conf.items():
        if name in params:
            params[name] = value
    try:
        return params.validate()
    except ParamValidationError as error:
        raise ParamValidationError(f"{error} Give another value in run_conf.") from None
