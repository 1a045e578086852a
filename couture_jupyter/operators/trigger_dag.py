"""TriggerDagRunOperator: start a run of another DAG."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from couture_jupyter.airflow_compat.operator_parts import BaseOperatorLink
from couture_jupyter.arguments import moment
from couture_jupyter.context import DagRun
from couture_jupyter.exceptions import DagError, TaskError, TaskRescheduled, TaskSkipped
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.runtime import TaskContext, current_task
from couture_jupyter.states import DagRunState

RUN_ID = "trigger_run_id"  # XCom key
_LOGICAL_DATE = "trigger_logical_date"  # XCom key


@dataclass
class DagRunOrder:
    """What a ``python_callable(context, dag_run_obj)`` fills and returns: ``payload`` becomes the run's ``conf``."""

    run_id: str | None = None
    payload: Any = None


class TriggerDagRunLink(BaseOperatorLink):
    """Leads to the run that was started."""

    name = "Triggered DAG"

    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        """The run's page, below the address of the Jupyter server; empty when none was started."""
        run_id = _worker().xcom_pull(ti_key.task_id, RUN_ID)
        dag_id = str(getattr(operator, "trigger_dag_id", ""))
        return f"lab/couture/run/{quote(dag_id, safe='')}/{quote(str(run_id), safe='')}" if run_id else ""


class TriggerDagRunOperator(BaseOperator):
    """Starts a run of the DAG ``trigger_dag_id``.

    Args:
        trigger_dag_id: the DAG; templated.
        trigger_run_id: the id of the new run; templated. By default one is made.
        conf: what the run finds as ``dag_run.conf``; templated.
        logical_date: of the new run, a datetime or text; templated. By default now. ``execution_date`` is the same.
        reset_dag_run: whether a run with that id or date that exists is cleared, instead of being an error.
        wait_for_completion: whether it waits for the end of the run.
        poke_interval: seconds between two looks at it.
        allowed_states: of the run, for success. Default ``["success"]``.
        failed_states: of the run, for failure. Default ``["failed"]``.
        skip_when_already_exists: whether it is skipped when the run exists.
        fail_when_dag_is_paused: whether the DAG has to be on.
        deferrable: whether it waits without a process.
        python_callable: Airflow 1's ``f(context, dag_run_obj)``: returns ``dag_run_obj`` with its ``payload`` set, or
            nothing, and then no run is started.
        note: for the new run; templated.
    """

    template_fields: Sequence[str] = (
        *("trigger_dag_id", "trigger_run_id", "logical_date", "conf", "wait_for_completion"),
        *("skip_when_already_exists", "note"),
    )
    ui_color = "#ffefeb"
    operator_extra_links = (TriggerDagRunLink(),)

    def __init__(
        self,
        *,
        trigger_dag_id: str,
        trigger_run_id: str | None = None,
        conf: Any = None,
        logical_date: datetime | str | None = None,
        execution_date: datetime | str | None = None,
        reset_dag_run: bool = False,
        wait_for_completion: bool = False,
        poke_interval: float = 60,
        allowed_states: Iterable[str] | None = None,
        failed_states: Iterable[str] | None = None,
        skip_when_already_exists: bool = False,
        fail_when_dag_is_paused: bool = False,
        deferrable: bool = False,
        python_callable: Callable[[Context, DagRunOrder], DagRunOrder | None] | None = None,
        note: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.trigger_dag_id = trigger_dag_id
        self.trigger_run_id = trigger_run_id
        self.conf = conf
        given = logical_date if logical_date is not None else execution_date
        if given is not None and not isinstance(given, str | datetime):
            raise DagError(f'logical_date of task "{self.task_id}" is a datetime or text, not {given!r}.')
        self.logical_date = given
        self.reset_dag_run = reset_dag_run
        self.wait_for_completion = wait_for_completion
        self.poke_interval = poke_interval
        self.allowed_states = run_states(self.task_id, allowed_states, DagRunState.SUCCESS)
        self.failed_states = run_states(self.task_id, failed_states, DagRunState.FAILED)
        self.skip_when_already_exists = skip_when_already_exists
        self.fail_when_dag_is_paused = fail_when_dag_is_paused
        self.deferrable = deferrable
        self.python_callable = python_callable
        self.note = note

    @property
    def runs_dag(self) -> str:
        """The DAG that people can zoom into."""
        return self.trigger_dag_id

    def execute(self, context: Context) -> Any:
        """Start the run, and perhaps wait for it."""
        order = DagRunOrder(self.trigger_run_id, json_conf(self.conf))
        if self.python_callable is not None:
            answer = self.python_callable(context, order)
            if not answer:
                self.log.info("The function decided not to start %s.", self.trigger_dag_id)
                return
            order = answer
        made = self._start(order)
        ti = context["ti"]
        ti.xcom_push(RUN_ID, made["run_id"])
        ti.xcom_push(_LOGICAL_DATE, made["logical_date"])
        if self.wait_for_completion:
            self._wait(made["run_id"])

    def _start(self, order: DagRunOrder) -> dict[str, Any]:
        date = self.logical_date or None
        when = moment(f'logical_date of task "{self.task_id}"', date)
        made = _worker().trigger_dag(
            self.trigger_dag_id,
            run_id=order.run_id or _new_run_id(when),
            conf=json_conf(order.payload),
            logical_date=when,
            reset=self.reset_dag_run,
            must_be_on=self.fail_when_dag_is_paused,
            note=self.note,
        )
        if made["created"] or (order.run_id is None and when is None):
            self.log.info("Started the run %s of %s.", made["run_id"], self.trigger_dag_id)
            return made
        sentence = f"The DAG {self.trigger_dag_id} has the run {made['run_id']} already."
        if self.skip_when_already_exists:
            raise TaskSkipped(sentence)
        raise TaskError(f"{sentence} Choose another trigger_run_id or logical_date, or reset_dag_run=True.")

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> Any:
        """Look at the run again, after its process was given back."""
        self._wait(_worker().xcom_pull(self.task_id, RUN_ID, map_indexes=context["ti"].map_index))

    def _wait(self, run_id: str) -> None:
        while not self._has_ended(run_id):
            if self.deferrable:
                raise TaskRescheduled(datetime.now(UTC) + timedelta(seconds=self.poke_interval))
            time.sleep(self.poke_interval)

    def _has_ended(self, run_id: str) -> bool:
        state = state_of(self.trigger_dag_id, run_id)
        self.log.info("The run %s of %s is %s.", run_id, self.trigger_dag_id, state)
        if state in self.failed_states:
            raise TaskError(f"The run {run_id} of {self.trigger_dag_id} is {state}.")
        return state in self.allowed_states


def run_states(task_id: str, given: Iterable[str] | None, default: DagRunState) -> list[DagRunState]:
    """States of runs that an author named; the default when none were."""
    if given is None:
        return [default]
    try:
        return [DagRunState(each) for each in given]
    except ValueError as error:
        raise DagError(f'Task "{task_id}": {error}. States of runs are: {", ".join(DagRunState)}.') from None


def state_of(dag_id: str, run_id: str) -> str:
    """The state of a run. ``TaskError`` when it was deleted."""
    found = _worker().dag_states(dag_id, run_ids=[run_id])["runs"]
    if not found:
        raise TaskError(f"The run {run_id} of {dag_id} is gone: somebody deleted it.")
    return str(found[0]["state"])


def json_conf(given: Any) -> dict[str, Any]:
    """What a run is started with, as a dict: text is read as JSON. ``TaskError`` for what has no JSON form."""
    try:
        found = json.loads(given) if isinstance(given, str) else given
        json.dumps(found)
    except (TypeError, ValueError) as error:
        raise TaskError(f"The conf of a run must have a JSON form: {error}.") from error
    if found is not None and not isinstance(found, dict):
        raise TaskError(f"The conf of a run is a dict, not a {type(found).__name__}.")
    return found or {}


def child_run_id(context: Context, *parts: object) -> str:
    """The id of a run that belongs to this task instance: the same whenever it is asked for."""
    run: DagRun = context["dag_run"]
    ti = context["ti"]
    mapped = [ti.map_index] if ti.map_index >= 0 else []
    name = ".".join(str(part) for part in (run.dag_id, ti.task_id, *mapped, *parts))
    whole = f"{name}~{run.run_id}"
    return whole if len(whole) <= _LONGEST_ID else f"{name[:150]}~{uuid.uuid5(uuid.NAMESPACE_URL, whole)}"


_LONGEST_ID = 240


def _new_run_id(when: datetime | None) -> str:
    """One that nobody else makes; asking twice because an answer was lost starts one run."""
    if when is not None:
        return f"manual__{when.isoformat()}"
    return f"manual__{datetime.now(UTC).isoformat()}_{uuid.uuid4().hex[:8]}"


def _worker() -> TaskContext:
    return current_task.get()
