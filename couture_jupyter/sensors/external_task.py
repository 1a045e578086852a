"""ExternalTaskSensor: wait for a task, a task group or a whole run of another DAG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from couture_jupyter.airflow_compat.operator_parts import BaseOperatorLink
from couture_jupyter.arguments import moment
from couture_jupyter.exceptions import DagError, TaskError, TaskSkipped
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.empty import EmptyOperator
from couture_jupyter.operators.python import wanted_keywords
from couture_jupyter.runtime import current_task
from couture_jupyter.sensors.base import BaseSensorOperator
from couture_jupyter.states import DagRunState, TaskInstanceState


class ExternalDagLink(BaseOperatorLink):
    """Leads to the other DAG."""

    name = "External DAG"

    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        """The DAG's page, below the address of the Jupyter server."""
        return f"lab/couture/dag/{quote(str(getattr(operator, 'external_dag_id', '')), safe='')}"


ExternalTaskSensorLink = ExternalDagLink


class ExternalTaskSensor(BaseSensorOperator):
    """Waits until a task, several, a task group or the run of another DAG, with the same logical date, has ended well.

    Args:
        external_dag_id: the other DAG; templated.
        external_task_id: one task of it; templated. Without any task it waits for the run.
        external_task_ids: several tasks; templated.
        external_task_group_id: all tasks in a group; templated.
        allowed_states: what counts as ended well. Default ``["success"]``.
        skipped_states: with one of these it is skipped.
        failed_states: with one of these it fails, or is skipped with ``soft_fail``.
        execution_delta: how much earlier the logical date of the other run is.
        execution_date_fn: ``f(logical_date, **context)`` gives the logical date of the other run, or several.
        check_existence: whether it fails at once when there is no such DAG, task or group.
        poll_interval: seconds between two looks when ``deferrable``.
        deferrable: whether it waits without a process.
    """

    template_fields: Sequence[str] = (
        *("external_dag_id", "external_task_id", "external_task_ids", "external_task_group_id"),
    )
    ui_color = "#4db7db"
    operator_extra_links = (ExternalDagLink(),)

    def __init__(
        self,
        *,
        external_dag_id: str,
        external_task_id: str | None = None,
        external_task_ids: Iterable[str] | None = None,
        external_task_group_id: str | None = None,
        allowed_states: Iterable[str] | None = None,
        skipped_states: Iterable[str] | None = None,
        failed_states: Iterable[str] | None = None,
        execution_delta: timedelta | None = None,
        execution_date_fn: Callable[..., Any] | None = None,
        check_existence: bool = False,
        poll_interval: float = 2.0,
        deferrable: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.external_dag_id = external_dag_id
        self.external_task_id = external_task_id
        ids = external_task_ids
        self.external_task_ids = [ids] if isinstance(ids, str) else ids
        self.external_task_group_id = external_task_group_id
        self.allowed_states = self._states("allowed_states", ["success"] if allowed_states is None else allowed_states)
        self.skipped_states = self._states("skipped_states", skipped_states or ())
        self.failed_states = self._states("failed_states", failed_states or ())
        self.execution_delta = execution_delta
        self.execution_date_fn = execution_date_fn
        self.check_existence = check_existence
        self.poll_interval = poll_interval
        self.deferrable = deferrable
        self._check_arguments()

    def _states(self, name: str, given: Iterable[str]) -> list[str]:
        kind: Any = TaskInstanceState if self._waits_for_tasks() else DagRunState
        states = [str(getattr(each, "value", each)) for each in given]
        unknown = [each for each in states if each not in set(kind)]
        if unknown:
            raise DagError(f'{name} of task "{self.task_id}": {unknown[0]!r} is none of {", ".join(kind)}.')
        return states

    def _waits_for_tasks(self) -> bool:
        return bool(self.external_task_id or self.external_task_ids or self.external_task_group_id)

    def _check_arguments(self) -> None:
        label = f'Task "{self.task_id}"'
        named = (self.external_task_id, self.external_task_ids, self.external_task_group_id)
        if sum(each is not None for each in named) > 1:
            raise DagError(
                f"{label}: give one of external_task_id, external_task_ids and external_task_group_id, not several."
            )
        if self.execution_delta is not None and self.execution_date_fn is not None:
            raise DagError(f"{label}: give execution_delta or execution_date_fn, not both.")
        states = [*self.allowed_states, *self.skipped_states, *self.failed_states]
        if len(states) != len(set(states)):
            raise DagError(f"{label}: a state is in only one of allowed_states, skipped_states and failed_states.")
        ids = self.external_task_ids
        if isinstance(ids, list | tuple) and len(ids) != len(set(ids)):
            raise DagError(f"{label}: external_task_ids names a task twice.")

    def poke(self, context: Context) -> bool:
        """Look at the states."""
        dates = self._dates(context)
        ids = [self.external_task_id] if self.external_task_id else list(self.external_task_ids or ())
        found = current_task.get().dag_states(
            self.external_dag_id,
            logical_dates=dates,
            task_ids=ids,
            task_group_id=self.external_task_group_id,
        )
        if self.check_existence:
            self._check_found(found, ids)
        each = [self._states_of(run, found["wanted"]) for run in found["runs"]]
        self.log.info("%s at %s: %s", self.external_dag_id, ", ".join(map(str, dates)), each or "no run yet")
        states = [state for run in each for state in run]
        self._judge(states)
        has_all = len(each) == len(dates) and (bool(states) or not self._waits_for_tasks())
        return has_all and all(state in self.allowed_states for state in states)

    def execute(self, context: Context) -> Any:
        """Wait, with a process or without."""
        if not self.deferrable:
            return super().execute(context)
        self.mode, self.poke_interval = "reschedule", self.poll_interval
        return super().execute(context)

    def _judge(self, states: Sequence[str | None]) -> None:
        bad = [state for state in states if state in self.failed_states]
        if bad:
            sentence = f"{self._what()} of {self.external_dag_id} is {bad[0]}."
            raise TaskSkipped(sentence) if self.soft_fail else TaskError(sentence)
        if any(state in self.skipped_states for state in states):
            raise TaskSkipped(f"{self._what()} of {self.external_dag_id} has a state that means: skip.")

    def _states_of(self, run: dict[str, Any], wanted: Sequence[str]) -> list[str | None]:
        if not self._waits_for_tasks():
            return [run["state"]]
        return [state for name in wanted for state in run["tasks"].get(name) or [None]]

    def _what(self) -> str:
        if self.external_task_group_id:
            return f"A task in the group {self.external_task_group_id}"
        ids = [self.external_task_id] if self.external_task_id else list(self.external_task_ids or ())
        return f"A task of {', '.join(map(str, ids))}" if ids else "The run"

    def _check_found(self, found: dict[str, Any], ids: Sequence[str]) -> None:
        if not found["exists"]:
            raise TaskError(f"There is no DAG {self.external_dag_id!r}.")
        missing = sorted(set(ids) - set(found["task_ids"]))
        if missing:
            raise TaskError(f"The DAG {self.external_dag_id!r} has no task {missing[0]!r}.")
        group = self.external_task_group_id
        if group and group not in found["task_group_ids"]:
            raise TaskError(f"The DAG {self.external_dag_id!r} has no task group {group!r}.")

    def _dates(self, context: Context) -> list[datetime]:
        date = context["logical_date"]
        if self.execution_delta is not None:
            return [date - self.execution_delta]
        if self.execution_date_fn is None:
            return [date]
        given = self.execution_date_fn(date, **wanted_keywords(self.execution_date_fn, 1, context))
        several = given if isinstance(given, list | tuple | set) else [given]
        return [found for each in several if (found := moment("What execution_date_fn gives", each)) is not None]


class ExternalTaskMarker(EmptyOperator):
    """Says that a task of another DAG comes after this one.

    Args:
        external_dag_id: the other DAG; templated.
        external_task_id: its task; templated.
        logical_date: of the other run; templated. ``execution_date`` is the same.
        recursion_depth: how far markers lead on.
    """

    template_fields: Sequence[str] = ("external_dag_id", "external_task_id", "logical_date")
    ui_color = "#4db7db"
    operator_extra_links = (ExternalDagLink(),)

    def __init__(
        self,
        *,
        external_dag_id: str,
        external_task_id: str,
        logical_date: str | datetime | None = "{{ logical_date.isoformat() }}",
        execution_date: str | datetime | None = None,
        recursion_depth: int = 10,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if recursion_depth <= 0:
            raise DagError(f'recursion_depth of task "{self.task_id}" is at least 1, not {recursion_depth!r}.')
        self.external_dag_id = external_dag_id
        self.external_task_id = external_task_id
        given = execution_date if execution_date is not None else logical_date
        self.logical_date = given.isoformat() if isinstance(given, datetime) else given
        self.recursion_depth = recursion_depth
