"""LatestOnlyOperator: go on only in the newest run of a schedule."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from couture_jupyter.arguments import utc
from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.branch import BaseBranchOperator
from couture_jupyter.timetables.contract import Window


class LatestOnlyOperator(BaseBranchOperator):
    """Skips the tasks directly after it in all runs but the newest: where the next run of the schedule is due already.
    A run that a person started always goes on."""

    ui_color = "#e9ffdb"

    def choose_branch(self, context: Context) -> Any:
        """All tasks directly after it, or none."""
        run = context["dag_run"]
        if run.run_type == "manual":
            self.log.info("A person started this run: going on.")
            return list(self.downstream_task_ids)
        due = self._next_due(run.logical_date)
        if due is None or datetime.now(UTC) <= due:
            self.log.info("This is the newest run: going on.")
            return list(self.downstream_task_ids)
        self.log.info("A newer run is due since %s: skipping what follows.", due)
        return []

    def _next_due(self, logical_date: datetime) -> datetime | None:
        if self.dag is None:
            raise TaskError(f"{self.task_id} belongs to no DAG, so it has no newest run.")
        following = self.dag.timetable.next_run(utc(logical_date), Window())
        return following.run_after if following else None
