"""``dag.test()``: a whole run of a DAG in this process, without server and engine.

Tasks run one after the other, upstream before downstream, so each sees how all before it have ended. Trigger rules, the
scopes of setups, mapped tasks and what decides the run are those of the engine: the same functions are asked. As in
Airflow a task that fails is not tried again.
"""

from __future__ import annotations

import contextvars
import logging
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from couture_jupyter import sizes, xcom
from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.arguments import moment, utc
from couture_jupyter.asset_events import AssetEvent
from couture_jupyter.context import build_context
from couture_jupyter.exceptions import DagError, ParamValidationError, TaskSkipped
from couture_jupyter.local_assets import LocalAssets
from couture_jupyter.local_states import LocalStates
from couture_jupyter.local_task import LocalSecrets, LocalTask
from couture_jupyter.local_timeout import time_limit
from couture_jupyter.local_xcoms import LocalXComs
from couture_jupyter.run_task import rendered_fields
from couture_jupyter.runtime import RunInfo, TryInfo
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.serialization.shape import decides_run, mapped_groups, scopes, topological
from couture_jupyter.serialization.spec import TaskSpec
from couture_jupyter.states import DagRunState
from couture_jupyter.states import TaskInstanceState as State
from couture_jupyter.trigger_rules import Answer, TriggerRule, decide, tally
from couture_jupyter.waiting import run_to_its_end

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.run_task import TaskResult

log = logging.getLogger("couture.test")
UNMAPPED = -1
_ENDS = {Answer.SKIP: State.SKIPPED, Answer.FAIL: State.UPSTREAM_FAILED}
_BAD = (State.FAILED, State.UPSTREAM_FAILED)


@dataclass(slots=True)
class LocalTaskInstance:
    """One task instance of a ``LocalRun``."""

    task_id: str
    map_index: int = UNMAPPED
    state: State | None = None
    error: BaseException | None = None
    map_label: str | None = None

    @property
    def name(self) -> str:
        """The task's id, with the map index if it has one."""
        return self.task_id if self.map_index < 0 else f"{self.task_id}[{self.map_index}]"

    def __str__(self) -> str:
        return self.task_id if self.map_index < 0 else f"{self.task_id}[{self.map_label or self.map_index}]"


class LocalRun:
    """A run that ``dag.test()`` made: its ``state``, its ``task_instances`` and what they pushed."""

    def __init__(self, dag: DAG, run: RunInfo, secrets: LocalSecrets, mark_success: str | None) -> None:
        self.dag, self.dag_id, self.run_id = dag, dag.dag_id, run.run_id
        self.conf, self.logical_date = run.conf, run.logical_date
        self.state = DagRunState.RUNNING
        self._run, self._secrets = run, secrets
        self._marked = re.compile(mark_success) if mark_success else None
        self._spec = serialize_dag(dag)
        self._tasks = {task.task_id: task for task in self._spec.tasks}
        self._order = topological(self._tasks)
        self._groups, self._scopes = mapped_groups(self._spec), scopes(self._tasks, self._order)
        self._instances: dict[str, list[LocalTaskInstance]] = {}
        self._xcoms = LocalXComs()
        self.asset_log = LocalAssets(self._spec, run)
        self.state_stores = LocalStates(self.asset_log.name_of)
        self._lengths: dict[tuple[str, int, str], int] = {}
        self._skipped: set[tuple[str, int | None]] = set()  # task, and map index or None for all

    @property
    def task_instances(self) -> list[LocalTaskInstance]:
        """All task instances in the order in which they ran."""
        return [each for found in self._instances.values() for each in found]

    @property
    def asset_events(self) -> list[AssetEvent]:
        """The updates of assets, in the order in which they were made."""
        return [AssetEvent.from_json(each) for each in self.asset_log.find()]

    def get_task_instances(self) -> list[LocalTaskInstance]:
        """The same."""
        return self.task_instances

    def get_task_instance(self, task_id: str, map_index: int = UNMAPPED) -> LocalTaskInstance | None:
        """One of them, or ``None``."""
        return next((each for each in self._instances.get(task_id, ()) if each.map_index == map_index), None)

    @property
    def states(self) -> dict[str, str]:
        """The state of each task instance; instances of mapped tasks as ``task[0]``."""
        return {each.name: str(each.state) for each in self.task_instances}

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
        for task_id in self._order:
            for instance in self._expanded(self._tasks[task_id]):
                if instance.state is None:
                    self._settle(self._tasks[task_id], instance)
                self.say(f"{instance}: {instance.state}")
        ends = [name for name in self._order if decides_run(self._tasks, name)] or self._order
        bad = any(each.state in _BAD for name in ends for each in self._instances[name])
        self.state = DagRunState.FAILED if bad else DagRunState.SUCCESS
        self.say(f"The run {self.run_id} of DAG {self.dag_id}: {self.state}")
        self._call_back()

    def run_alone(self, task_id: str, map_index: int = UNMAPPED) -> LocalTaskInstance:
        """Run one task, whatever stands before it; what it pulls from others is not there."""
        instance = LocalTaskInstance(task_id, map_index)
        self._instances[task_id] = [instance]
        self._do(instance)
        self.say(f"{instance}: {instance.state}")
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

    def _is_mapped(self, task_id: str) -> bool:
        task = self._tasks.get(task_id)
        return task is not None and self._size(task) is not None

    def _size(self, task: TaskSpec) -> sizes.Size | None:
        group = self._groups.get(task.task_group or "")
        return task.size if task.size is not None else group.size if group else None

    def _expanded(self, task: TaskSpec) -> list[LocalTaskInstance]:
        """The instances of the task. A mapped task that gets none keeps one, with its fate."""
        size = self._size(task)
        number = None if size is None else sizes.evaluate(size, self._length)
        made = [LocalTaskInstance(task.task_id, index) for index in range(number or 0)]
        if not made:
            made = [LocalTaskInstance(task.task_id)]
            if size is not None:
                made[0].state = self._fate(task, made[0], size, number)
        self._instances[task.task_id] = made
        return made

    def _fate(self, task: TaskSpec, instance: LocalTaskInstance, size: sizes.Size, number: int | None) -> State:
        answer = self._answer(task, instance)
        if answer is Answer.RUN and number is None:
            sources = [each for name, _ in sizes.xcoms(size) for each in self._instances.get(name, ())]
            return State.UPSTREAM_FAILED if any(each.state in _BAD for each in sources) else State.SKIPPED
        return _ENDS.get(answer, State.SKIPPED)

    def _length(self, task_id: str, key: str) -> int | None:
        if not self._is_mapped(task_id):
            return self._lengths.get((task_id, UNMAPPED, key))
        instances = self._instances.get(task_id, [])
        if not any(each.state is State.SUCCESS for each in instances):
            return None
        return sum((task_id, each.map_index, key) in self._lengths for each in instances)

    def _settle(self, task: TaskSpec, instance: LocalTaskInstance) -> None:
        answer = self._answer(task, instance)
        if answer is not Answer.RUN:
            instance.state = _ENDS[answer]
        elif self._marked is not None and self._marked.search(task.task_id):
            instance.state = State.SUCCESS
        else:
            self._do(instance)

    def _answer(self, task: TaskSpec, instance: LocalTaskInstance) -> Answer:
        if (task.task_id, None) in self._skipped or (task.task_id, instance.map_index) in self._skipped:
            return Answer.SKIP
        if (
            self._spec.fail_fast
            and not task.is_teardown
            and any(ti.state is State.FAILED for ti in self.task_instances)
        ):
            return Answer.SKIP
        needed = [] if task.is_teardown else [each.task_id for each in self._scopes.get(task.task_id, ())]
        indirect = [each for each in needed if each not in task.upstream]
        allowed = decide(TriggerRule.ALL_SUCCESS, tally(self._states(task, instance, indirect)))
        if allowed is not Answer.RUN:
            return allowed
        setups = [each for each in task.upstream if self._tasks[each].is_setup]
        upstream = tally(self._states(task, instance, task.upstream), self._states(task, instance, setups))
        return decide(task.trigger_rule, upstream)

    def _has_failed(self) -> bool:
        return any(each.state is State.FAILED for each in self.task_instances)

    def _states(self, task: TaskSpec, instance: LocalTaskInstance, others: Sequence[str]) -> list[State | None]:
        return [each.state for name in others for each in self._related(task, instance, name)]

    def _related(self, task: TaskSpec, instance: LocalTaskInstance, other: str) -> list[LocalTaskInstance]:
        """The instances of ``other`` that belong to this one: within a mapped group that of the same index."""
        group = self._groups.get(task.task_group or "")
        if group is not None and instance.map_index >= 0:
            same = self.get_task_instance(other, instance.map_index)
            if same is not None and self._groups.get(self._tasks[other].task_group or "") is group:
                return [same]
        return self._instances[other]

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
            instance.state, instance.map_label = State.SUCCESS, result.map_label
            self._take(instance, result)

    def _execute(self, instance: LocalTaskInstance, folder: Path) -> TaskResult:
        operator = self.dag.get_task(instance.task_id)
        with time_limit(operator.execution_timeout):
            return run_to_its_end(operator, self._worker(instance, folder))

    def _worker(self, instance: LocalTaskInstance, folder: Path) -> LocalTask:
        this_try = TryInfo(instance.task_id, instance.map_index, 1, 0, folder, workspace=Path.cwd())
        return LocalTask(self, self._run, this_try, self._secrets)

    def _take(self, instance: LocalTaskInstance, result: TaskResult) -> None:
        if result.return_value is not None:
            self.push(instance.task_id, instance.map_index, xcom.RETURN_KEY, result.return_value)
        for key, length in result.lengths.items():
            self._lengths[instance.task_id, instance.map_index, key] = length
        self._skipped.update(self._decided_against(instance, result))
        self.asset_log.take(instance.task_id, instance.map_index, result.asset_events)

    def _decided_against(self, instance: LocalTaskInstance, result: TaskResult) -> Iterator[tuple[str, int | None]]:
        group = self._groups.get(self._tasks[instance.task_id].task_group or "")
        for name in result.skip:
            shares = group is not None and self._groups.get(self._tasks[name].task_group or "") is group
            yield name, instance.map_index if shares else None


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
