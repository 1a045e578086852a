"""Parts of operators that DAG files name: links, weights, callbacks' types, and what is being parsed."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

from couture_jupyter.context import get_current_context
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.branch import follow

log = logging.getLogger("couture.task")
AbstractOperator = BaseOperator
DagStateChangeCallback = TaskStateChangeCallback = Callable[[dict[str, Any]], None]


class BaseOperatorLink(ABC):
    """A link that a task instance shows. ``name`` is what it is called."""

    operators: list[type[BaseOperator]] = []

    @property
    @abstractmethod
    def name(self) -> str:
        """What the link is called."""

    @property
    def xcom_key(self) -> str:
        """The XCom under which a task may push the link itself."""
        return f"_link_{type(self).__name__}"

    @abstractmethod
    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        """Where the link leads for one task instance."""


class XComOperatorLink(BaseOperatorLink):
    """A link whose address a task pushed."""

    def __init__(self, name: str, xcom_key: str) -> None:
        self._name, self._key = name, xcom_key

    @property
    def name(self) -> str:
        """What the link is called."""
        return self._name

    @property
    def xcom_key(self) -> str:
        """The XCom with the address."""
        return self._key

    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        """The address; empty when none was pushed."""
        return str(get_current_context()["ti"].xcom_pull(task_ids=ti_key.task_id, key=self._key) or "")


class PriorityWeightStrategy(ABC):
    """Says how much a task instance weighs. Subclasses override ``get_weight``."""

    @abstractmethod
    def get_weight(self, ti: Any) -> int:
        """The weight of a task instance; ``ti.try_number`` and ``ti.task`` are known."""

    def serialize(self) -> dict[str, Any]:
        """What makes it again, as JSON."""
        return {}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> PriorityWeightStrategy:
        """What ``serialize`` wrote, made again."""
        return cls(**data)


class ResumableJobMixin:
    """Operators that start a job elsewhere and wait for it. A later try goes on with the job that an earlier one
    started: its id is kept in the task's state store. With ``durable=False`` each try starts its own."""

    external_id_key = "remote_job_id"

    def __init__(self, *, durable: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.durable = durable

    def execute_resumable(self, context: dict[str, Any]) -> Any:
        """Wait for the job that runs already, or start one; give its result. One that failed is started anew."""
        job: Any = self
        external_id, is_over = self._known_job(context)
        if external_id is None:
            external_id = job.submit_job(context)
            if self.durable and external_id is not None:
                context["task_state_store"].set(self.external_id_key, external_id)
        if not is_over:
            job.poll_until_complete(external_id, context)
        return job.get_job_result(external_id, context)

    def _known_job(self, context: dict[str, Any]) -> tuple[Any, bool]:
        """The job of an earlier try that runs or has succeeded, and whether it is over."""
        job: Any = self
        found = context["task_state_store"].get(self.external_id_key) if self.durable else None
        if found is None:
            return None, False
        status = job.get_job_status(found, context)
        if job.is_job_active(status):
            log.info("The job %s of an earlier try runs: waiting for it.", found)
            return found, False
        return (found, True) if job.is_job_succeeded(status) else (None, False)


class SkipMixin:
    """For operators that skip tasks after them; a second base beside ``BaseOperator``."""

    def skip(self, *args: Any, tasks: Iterable[Any] | None = None, **rest: Any) -> None:
        """Skip ``tasks``: the last argument, whatever comes before it in the generations of Airflow."""
        chosen = tasks if tasks is not None else args[-1]
        get_current_context()["ti"].skip_tasks([getattr(task, "task_id", task) for task in chosen])

    def skip_all_except(self, ti: Any, branch_task_ids: str | Iterable[str] | None) -> None:
        """Skip all tasks directly after this one but those, and what comes after those."""
        follow(cast(BaseOperator, self), ti, branch_task_ids)


class BranchMixIn(SkipMixin):
    """For operators that choose among the tasks directly after them; a second base beside ``BaseOperator``."""

    def do_branch(self, context: dict[str, Any], branches_to_execute: str | Iterable[str] | None) -> Any:
        """Skip the rest; gives back what was chosen."""
        self.skip_all_except(context["ti"], branches_to_execute)
        return branches_to_execute


class ParsingContext(NamedTuple):
    """Which DAG and task a file is read for; both ``None`` when it is for all."""

    dag_id: str | None = None
    task_id: str | None = None


def get_parsing_context() -> ParsingContext:
    """Which task this process will run, so that a file may leave out the rest. A file is read once for all its tasks
    here, so it is for all unless a task runs."""
    try:
        ti = get_current_context()["ti"]
    except RuntimeError:
        return ParsingContext()
    return ParsingContext(ti.dag_id, ti.task_id)
