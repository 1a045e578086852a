"""Decide which way to go: branches and short circuits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.python import PythonOperator


class BranchMixin(BaseOperator):
    """For operators that choose among the tasks directly after them."""

    def follow(self, context: Context, chosen: Any) -> None:
        """Skip all tasks directly after this one but the ``chosen`` and those that come after the chosen.

        Args:
            chosen: a task id, a task group id, several, or ``None`` for no branch at all.

        Raises:
            TaskError: the DAG has no task with a chosen id.
        """
        follow(self, context["ti"], chosen)


def follow(operator: BaseOperator, ti: Any, chosen: Any) -> set[str]:
    """What ``BranchMixin.follow`` does, for any operator. Gives the ids of the tasks that it goes on with."""
    ids = _expand(operator, [chosen] if isinstance(chosen, str) else chosen or [])
    dag = operator.dag
    unknown = ids - set(dag.task_dict if dag else operator.downstream_task_ids)
    if unknown:
        raise TaskError(
            f"{operator.task_id} chose {', '.join(sorted(unknown))}: its DAG has no such task. "
            f"Directly after it come: {', '.join(sorted(operator.downstream_task_ids)) or 'none'}."
        )
    kept = ids.union(*(dag.downstream_of(name) for name in ids)) if dag else ids
    operator.log.info("Following: %s", ", ".join(sorted(ids)) or "no branch")
    ti.skip_tasks(operator.downstream_task_ids - kept)
    return ids


def _expand(operator: BaseOperator, chosen: Any) -> set[str]:
    if not isinstance(chosen, Iterable) or not all(isinstance(name, str) for name in chosen):
        raise TaskError(f"{operator.task_id} must choose task ids (text), not {chosen!r}.")
    groups = operator.dag.task_groups if operator.dag else {}
    ids: set[str] = set()
    for name in chosen:
        ids.update(task.task_id for task in groups[name].roots) if name in groups else ids.add(name)
    return ids


class BaseBranchOperator(BranchMixin):
    """Subclasses say in ``choose_branch`` where to go."""

    def choose_branch(self, context: Context) -> str | Iterable[str] | None:
        """The task id or ids to go on with."""
        raise NotImplementedError

    def execute(self, context: Context) -> Any:
        """Choose, and skip the rest."""
        chosen = self.choose_branch(context)
        self.follow(context, chosen)
        return chosen


class BranchPythonOperator(PythonOperator, BranchMixin):
    """``python_callable`` returns the task id or ids to go on with."""

    def execute(self, context: Context) -> Any:
        """Call the function, and skip what it did not choose."""
        chosen = self.call(context)
        self.follow(context, chosen)
        return chosen


class ShortCircuitOperator(PythonOperator):
    """Goes on when ``python_callable`` returns something true; otherwise all tasks after it but teardowns are skipped.

    Args:
        ignore_downstream_trigger_rules: when false, only the tasks directly after it are skipped, and the trigger
            rules of those behind decide.
    """

    def __init__(self, *, ignore_downstream_trigger_rules: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ignore_downstream_trigger_rules = ignore_downstream_trigger_rules

    def execute(self, context: Context) -> Any:
        """Call the function, and perhaps stop here."""
        answer = self.call(context)
        if answer:
            self.log.info("The condition is met: going on.")
            return answer
        found = set(self.downstream_task_ids)
        if self.dag is not None and self.ignore_downstream_trigger_rules:
            found = self.dag.downstream_of(self.task_id)
        skipped = {name for name in found if self.dag is None or not self.dag.get_task(name).is_teardown}
        self.log.info("The condition is not met: skipping %s", ", ".join(sorted(skipped)) or "nothing")
        context["ti"].skip_tasks(skipped)
        return answer
