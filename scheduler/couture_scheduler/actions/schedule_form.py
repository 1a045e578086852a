"""The schedule form: its fields, and its JSON."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class When:
    """When the notebook runs: ``kind`` is ``now`` (once, at saving), ``once`` (at ``at``), ``cron`` or ``manual``."""

    kind: str
    at: datetime | None = None
    cron: str | None = None


@dataclass(frozen=True, slots=True)
class NotebookScheduleForm:
    """What a person fills in.

    ``notebook`` is a path in the workspace. ``kernel_name`` ``None`` means the notebook's own, ``timezone`` ``None``
    the default one, ``output_path`` ``None`` that the executed notebook stays with the run. Durations are seconds.
    ``retry_backoff`` 0 means a constant delay, 2 that it doubles with each try.
    """

    name: str
    notebook: str
    when: When
    kernel_name: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    timezone: str | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    output_path: str | None = None
    export_html: bool = False
    retries: int = 0
    retry_delay: float = 60.0
    retry_backoff: float = 0.0
    max_retry_delay: float | None = None
    timeout: float | None = None
    overlap: str = "queue"
    missed_runs: str = "run_last"
    tags: tuple[str, ...] = ()
    description: str | None = None
    paused: bool = False

    def to_json(self) -> dict[str, Any]:
        """JSON-safe dict; moments as ISO strings."""
        document = dataclasses.asdict(self)
        document["when"]["at"] = _iso(self.when.at)
        document["start_date"], document["end_date"] = _iso(self.start_date), _iso(self.end_date)
        document["tags"] = list(self.tags)
        return document

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> NotebookScheduleForm:
        """The form that ``to_json`` wrote; moments may be datetimes too. Unknown keys are an error."""
        values = dict(document)
        when = dict(values["when"])
        when["at"] = _moment(when.get("at"))
        values["when"] = When(**when)
        for name in ("start_date", "end_date"):
            values[name] = _moment(values.get(name))
        values["tags"] = tuple(values.get("tags") or ())
        values["parameters"] = dict(values.get("parameters") or {})
        return cls(**values)


def slug(name: str) -> str:
    """The DAG id for a name: ``Daily report (FI)`` becomes ``daily_report_fi``. Empty when nothing is left."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return re.sub(r"_+", "_", re.sub(r"[^\w.-]+", "_", plain)).strip("_.-")[:250]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(given: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(given) if isinstance(given, str) else given
