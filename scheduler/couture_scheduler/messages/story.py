"""What a message tells: one event of one run. ``actions.stories`` gathers it, other modules put it into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

HEADLINES = {
    "success": "succeeded",
    "failure": "failed",
    "retry": "failed and will be tried again",
    "recovery": "succeeded again",
    "late": "is late",
    "task_failure": "failed",
    "task_retry": "failed and will be tried again",
    "sla_miss": "missed its SLA",
}
_OF_TASK = ("task_failure", "task_retry", "sla_miss")
SIGNS = {"success": "✓", "failure": "✗", "retry": "↻", "recovery": "✓", "late": "…"} | {
    "task_failure": "✗",
    "task_retry": "↻",
    "sla_miss": "…",
}


@dataclass(frozen=True, slots=True)
class FailedCell:
    """The code cell at which a notebook failed. ``number`` counts code cells from 1; ``images`` are PNG files."""

    number: int
    source: str
    error: str
    output: str = ""
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One event of a run. ``links`` maps ``run`` and ``live`` to addresses; without any, ``where`` tells the way."""

    event: str
    dag_id: str
    title: str
    run_id: str
    state: str
    run_after: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    timezone: str = "UTC"
    parameters: dict[str, Any] = field(default_factory=dict)
    task_id: str | None = None
    try_number: int | None = None
    retry_at: datetime | None = None
    late_after: float | None = None
    because: str | None = None
    error: str | None = None
    cell: FailedCell | None = None
    log: str = ""
    links: dict[str, str] = field(default_factory=dict)
    where: str = ""
    is_test: bool = False

    @property
    def headline(self) -> str:
        """One line: what happened."""
        of_task = f": task {self.task_id}" if self.event in _OF_TASK and self.task_id else ""
        words = f"{' '.join(self.title.split())}{of_task} {HEADLINES[self.event]}"
        return f"Test: {words}" if self.is_test else words

    @property
    def seconds(self) -> float | None:
        """How long the run took."""
        if self.started_at is None or self.ended_at is None:
            return None
        return max(0.0, (self.ended_at - self.started_at).total_seconds())
