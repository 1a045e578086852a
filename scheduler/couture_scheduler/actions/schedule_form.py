"""The schedule form: its fields, and its JSON."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from couture_jupyter.notebook_options import HOLD_SECONDS, CodeChoice, JobEnvironment, NotifyRule, Retention

_LISTS = ("tags", "exports", "secret_parameters")
_OPTIONS: dict[str, Any] = {"code": CodeChoice, "environment": JobEnvironment, "retention": Retention}


@dataclass(frozen=True, slots=True)
class When:
    """When the notebook runs: ``kind`` is ``now`` (once, at saving), ``once`` (at ``at``), ``cron``, ``manual``,
    ``file`` (when a file that fits ``pattern``, a path in the workspace, has come and kept its size for ``settle``
    seconds) or ``after`` (when the DAG ``after`` has succeeded)."""

    kind: str
    at: datetime | None = None
    cron: str | None = None
    pattern: str | None = None
    settle: float = 5.0
    after: str | None = None


@dataclass(frozen=True, slots=True)
class NotebookScheduleForm:
    """What a person fills in.

    ``notebook`` is a path in the workspace. ``kernel_name`` ``None`` means the notebook's own, ``timezone`` ``None``
    the default one, ``output_path`` ``None`` that the executed notebook stays with the run. Durations are seconds.
    ``retry_backoff`` 0 means a constant delay, 2 that it doubles with each try. What else a notebook is run with
    has the words of ``couture_jupyter.notebook_options``. ``ignore_preflight``: saved although the check before a run
    finds errors in the notebook.
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
    exports: tuple[str, ...] = ()
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
    hold_on_failure: float = HOLD_SECONDS
    resume_on_retry: bool = False
    code: CodeChoice = field(default_factory=CodeChoice)
    secrets: dict[str, str] = field(default_factory=dict)
    secret_parameters: tuple[str, ...] = ()
    environment: JobEnvironment = field(default_factory=JobEnvironment)
    retention: Retention = field(default_factory=Retention)
    notify: tuple[NotifyRule, ...] = ()
    ignore_preflight: bool = False

    def to_json(self) -> dict[str, Any]:
        """JSON-safe dict; moments as ISO strings."""
        document = dataclasses.asdict(self)
        document["when"]["at"] = _iso(self.when.at)
        document["start_date"], document["end_date"] = _iso(self.start_date), _iso(self.end_date)
        document.update({name: list(document[name]) for name in _LISTS})
        document.update({name: getattr(self, name).to_json() for name in _OPTIONS})
        document["notify"] = [rule.to_json() for rule in self.notify]
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
        values.update({name: tuple(values.get(name) or ()) for name in _LISTS})
        values.update({name: kind.of(values.get(name)) for name, kind in _OPTIONS.items()})
        values["notify"] = tuple(NotifyRule.of(rule) for rule in values.get("notify") or ())
        values["parameters"] = dict(values.get("parameters") or {})
        values["secrets"] = dict(values.get("secrets") or {})
        return cls(**values)


def slug(name: str) -> str:
    """The DAG id for a name: ``Daily report (FI)`` becomes ``daily_report_fi``. Empty when nothing is left."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return re.sub(r"_+", "_", re.sub(r"[^\w.-]+", "_", plain)).strip("_.-")[:250]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(given: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(given) if isinstance(given, str) else given
