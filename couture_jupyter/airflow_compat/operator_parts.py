"""Parts of operators that DAG files name: links, weights, callbacks' types, and what is being parsed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple

from couture_jupyter.context import get_current_context
from couture_jupyter.operators.base import BaseOperator

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
