"""How a notebook is run, beyond its parameters: the words that the schedule form, the operator and the worker share.

Each class has a JSON form (``dataclasses.asdict``) whose keys are the field names; ``of`` reads it, and takes what is
one already.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

CODE_KINDS = ("file", "snapshot", "git")
EXPORTS = ("html", "html_no_code", "pdf", "markdown", "script", "slides", "latex", "rst", "asciidoc")
EVENTS = ("success", "failure", "retry", "recovery", "late")
CHANNELS = ("email", "webhook", "slack")
HOLD_SECONDS = 900.0
LATEST = 30 * 24 * 3600.0  # seconds after its due time that a run can be told of as late


class _Options:
    """Made from JSON, from another one, or from nothing."""

    @classmethod
    def of(cls, given: Any) -> Self:
        """The options that ``given`` describes. ``TypeError`` for a key that there is not."""
        if isinstance(given, cls):
            return given
        values = dict(given or {})
        return cls(**{name: tuple(each) if isinstance(each, list) else each for name, each in values.items()})

    def to_json(self) -> dict[str, Any]:
        """JSON-safe dict of the fields."""
        values = {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}  # type: ignore[arg-type]
        return {name: list(each) if isinstance(each, tuple) else each for name, each in values.items()}


@dataclass(frozen=True, slots=True)
class CodeChoice(_Options):
    """Which code runs.

    ``kind`` is ``file`` (the notebook as it is when a run begins), ``snapshot`` (the content hash ``ref`` of a copy
    made when the schedule was saved; ``None`` asks for a new one) or ``git`` (``ref`` is a branch, tag or commit).
    ``files`` are the side files, as paths in the workspace, that a person confirmed to be packed with a snapshot.
    """

    kind: str = "file"
    ref: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobEnvironment(_Options):
    """What the kernel runs in. ``requirements`` is a requirements or lock file in the workspace, from which a virtual
    environment is made; ``memory_megabytes`` and ``cpus`` (a number of processors) limit the kernel."""

    requirements: str | None = None
    memory_megabytes: int | None = None
    cpus: float | None = None


@dataclass(frozen=True, slots=True)
class Retention(_Options):
    """How long finished runs and their files are kept: at most so many ``runs``, so many ``days``, so many
    ``megabytes`` of files. ``None`` is no limit. The newest run and the last good one always stay."""

    runs: int | None = None
    days: float | None = None
    megabytes: float | None = None


@dataclass(frozen=True, slots=True)
class NotifyRule(_Options):
    """Whom to tell what: ``on`` of ``EVENTS``, through a channel of ``CHANNELS``, ``to`` e-mail addresses or ids of
    connections that hold the address of a webhook. ``late_after`` is for ``late``: how many seconds after a run was due
    it must have ended."""

    on: tuple[str, ...] = ("failure",)
    channel: str = "email"
    to: tuple[str, ...] = ()
    late_after: float | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the rule: the field and a sentence."""
        unknown = [each for each in self.on if each not in EVENTS]
        if unknown or not self.on:
            yield "on", f"Choose one or more of: {', '.join(EVENTS)}."
        if self.channel not in CHANNELS:
            yield "channel", f"Choose one of: {', '.join(CHANNELS)}."
        if not self.to:
            whom = "an e-mail address" if self.channel == "email" else "the id of a connection"
            yield "to", f"Say whom to tell: {whom}."
        late = self.late_after
        if "late" in self.on and not isinstance(late, int | float):
            yield "late_after", "Say after how long a run that has not ended is late."
        elif isinstance(late, int | float) and not 0 < late <= LATEST:
            yield "late_after", "Give a number of seconds above 0, at most 30 days."


@dataclass(frozen=True, slots=True)
class NotebookRequest:
    """What a task asks of its worker: run this notebook.

    ``source`` is the absolute path of the file; the other fields are the operator's arguments of the same name.
    ``secrets`` maps the name of an environment variable of the kernel to ``variable:KEY``, ``connection:ID`` (the whole
    connection as a URI) or ``connection:ID.password`` (one field). A name in ``secret_parameters`` is a parameter whose
    value in ``parameters`` is such a reference: it is fetched at run time and set in the kernel, never written.
    """

    source: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    kernel_name: str | None = None
    hold_on_failure: float = 0.0  # seconds
    resume_on_retry: bool = False
    code: CodeChoice = field(default_factory=CodeChoice)
    secrets: dict[str, str] = field(default_factory=dict)
    secret_parameters: tuple[str, ...] = ()
    environment: JobEnvironment = field(default_factory=JobEnvironment)
