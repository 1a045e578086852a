"""DagOperator and SkippableDagOperator: another DAG as a task of this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from couture_jupyter.exceptions import DagError, TaskError, TaskRescheduled, TaskSkipped
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.trigger_dag import DagRunOrder, child_run_id, json_conf, state_of
from couture_jupyter.runtime import current_task
from couture_jupyter.states import DagRunState

SHORTEST, LONGEST = 2.0, 60.0  # seconds between two looks at the run


class DagOperator(BaseOperator):
    """Runs the DAG ``run_dag_id`` and ends as its run ends. That DAG must be on. Each try starts a run of its own.

    It waits without a process, and can be zoomed into.

    Args:
        run_dag_id: the DAG to run; templated.
        python_callable: ``f(context, dag_run_obj)`` decides: it returns ``dag_run_obj``, whose ``payload`` becomes
            the run's ``conf``, or nothing, and then the DAG is not run.
        conf: the run's ``conf`` without a ``python_callable``; templated.
        poke_interval: seconds between two looks at the run. By default it looks more seldom the longer it takes.
    """

    template_fields: Sequence[str] = ("run_dag_id", "conf")
    ui_color = "#e8f7e4"

    def __init__(
        self,
        *,
        run_dag_id: str,
        python_callable: Callable[[Context, DagRunOrder], DagRunOrder | None] | None = None,
        conf: Any = None,
        poke_interval: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if self.dag is not None and run_dag_id == self.dag_id:
            raise DagError(f'Task "{self.task_id}" would run its own DAG for ever: give another run_dag_id.')
        self.run_dag_id = run_dag_id
        self.python_callable = python_callable
        self.conf = conf
        self.poke_interval = poke_interval

    @property
    def runs_dag(self) -> str:
        """The DAG that people can zoom into."""
        return self.run_dag_id

    def execute(self, context: Context) -> Any:
        """Start the run and wait for it."""
        order: DagRunOrder | None = DagRunOrder(child_run_id(context, context["ti"].try_number), json_conf(self.conf))
        assert order is not None
        run_id = order.run_id
        if self.python_callable is not None:
            order = self.python_callable(context, order)
        if not order:
            self.decline(context)
            return None
        assert run_id is not None
        made = current_task.get().trigger_dag(
            self.run_dag_id, run_id=run_id, conf=json_conf(order.payload), must_be_on=True
        )
        context["ti"].xcom_push("trigger_run_id", made["run_id"])
        self.log.info("Started the run %s of %s.", made["run_id"], self.run_dag_id)
        return self._look(context, made["run_id"])

    def decline(self, context: Context) -> None:
        """The function decided not to run the DAG: the task is done."""
        self.log.info("The function decided not to run %s.", self.run_dag_id)

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> Any:
        """Look again, after the process was given back."""
        return self._look(context, child_run_id(context, context["ti"].try_number))

    def _look(self, context: Context, run_id: str) -> str:
        state = state_of(self.run_dag_id, run_id)
        if state == DagRunState.FAILED:
            raise TaskError(f"The run {run_id} of {self.run_dag_id} failed.")
        if state != DagRunState.SUCCESS:
            wait(context, self.poke_interval)
        return run_id


class SkippableDagOperator(DagOperator):
    """``DagOperator`` that is skipped when its ``python_callable`` decides not to run the DAG."""

    def decline(self, context: Context) -> None:
        """Skip."""
        raise TaskSkipped(f"The function decided not to run {self.run_dag_id}.")


def wait(context: Context, interval: float | None) -> None:
    """Give the process back until the next look."""
    now = datetime.now(UTC)
    waited = (now - context["ti"].first_started_at).total_seconds()
    pause = interval if interval is not None else min(max(waited / 10, SHORTEST), LONGEST)
    raise TaskRescheduled(now + timedelta(seconds=pause))
