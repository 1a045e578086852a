"""The hand-over of one try from the engine to an executor, and what comes back. Plain data, JSON-safe.

Exactly once: a ``Launch`` names a folder. The worker's first act is to create ``claim-<launch>`` there, which fails if
it exists, with its pid and the process's start time (``files/claims.py``). After a crash the engine looks: a claim
whose process lives is adopted; a claim with a ``result.json`` beside it is finished; a claim without either is a dead
try; where there is no claim, the engine makes it itself (whoever comes second gives up), then hands the try over anew
with ``launch`` counted up. ``result.json`` is written under another name and renamed into place before the worker says
that it is done, so the message may be lost but never the result.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zlib import crc32

from couture_jupyter.version import __version__


@dataclass(frozen=True, slots=True)
class Launch:
    """Everything a worker needs to do one try. Moments are ISO 8601 strings in UTC, folders absolute paths.

    ``resume`` is ``{"method": …, "kwargs": …, "first_started_at": …}`` and, after a deferral, one of ``"event": …``,
    ``"timed_out": true``, ``"failed": sentence`` (with ``"traceback"``). Values are as ``xcom.encode`` writes them.
    """

    task_instance_id: int
    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    try_number: int
    max_tries: int
    launch: int
    source_hash: str  # content hash of the DAG's source: one warm parent for each, and file
    source_path: str  # file that holds exactly this source (a copy the engine keeps of this version)
    origin_path: str  # where the person's file is: ``__file__`` and the import path while the source runs
    folder: str  # this try's folder
    workspace: str
    run: dict[str, Any]  # the fields of couture_jupyter.runtime.RunInfo, moments as ISO strings
    execution_timeout: float | None = None
    endpoint: dict[str, Any] = field(default_factory=dict)  # where the engine answers: host, port, authkey (hex)
    token: str = ""  # proves to the engine that the asker is this try
    kernel_pool: str = ""  # address of the kernel pool
    account: str = ""  # the user of the system as whom the notebook runs; empty: as the worker
    refusal: str = ""  # why it may not run as them
    held_kernels: int = 5  # how many kernels the pool may keep after failures
    held_memory_megabytes: int = 2048  # and how much memory they may take together
    resume: dict[str, Any] | None = None  # of a try that goes on, see below
    callback: dict[str, Any] | None = None  # not a try of the task but a callback of its DAG, see loop/callbacks.py
    queue: str = "default"  # which worker machines may take it, where there are any
    retry_in: float | None = None  # seconds from the end of this try to the next one, should it fail; None: no retry

    @property
    def id(self) -> str:
        """Unique over all hand-overs: ``<task instance>.<try>.<launch>``."""
        return f"{self.task_instance_id}.{self.try_number}.{self.launch}"

    def to_json(self) -> dict[str, Any]:
        """JSON-safe dict of the fields, their values shared: ``asdict`` would copy them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Launch:
        """The launch that ``to_json`` wrote."""
        return cls(**document)


# What an engine and its worker machines must have in common: else one of them may not understand a launch as the other
# does. The second part tells versions apart that are called the same, between two releases.
EDITION = f"{__version__}-{crc32(' '.join(Launch.__dataclass_fields__).encode()):08x}"


class OutcomeKind(StrEnum):
    """How a try ended."""

    SUCCESS = "success"
    FAILED = "failed"  # retries apply
    FAILED_FOR_GOOD = "failed_for_good"  # no retry
    SKIPPED = "skipped"
    DEFERRED = "deferred"  # the try goes on, without a process, when its trigger fires
    RESCHEDULED = "rescheduled"  # the try goes on, without a process, at a moment


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a try that gave its process back goes on. Values are as ``couture_jupyter.xcom.encode`` writes them.

    ``at`` (ISO 8601) is the moment for a rescheduled try, and for a deferred one that at which its wait times out.
    ``trigger`` is ``{"class": dotted path, "kwargs": {…}}`` of a deferred try; without one it waits for a person.
    """

    method: str
    kwargs: dict[str, Any] = field(default_factory=dict)
    at: str | None = None
    trigger: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """What a worker reports at the end of a try; the content of ``result.json``.

    ``xcom`` is the return value (under ``return_value``) and whatever else goes with success; ``error`` a sentence, the
    traceback is in the log; ``skip`` names direct downstream tasks that a branch decided against;
    ``outputs`` lists files for people: ``{"kind": "notebook", "path": …}``; ``progress`` is the last notebook progress;
    ``fingerprint`` is the same for the same failure in other runs; ``code`` says which code ran
    (``worker/notebook_code.py``). ``lengths`` holds, for the keys in ``TaskSpec.sized_keys``, the lengths of what was
    pushed; ``map_label`` is the rendered ``map_index_template``; ``rendered`` are the rendered template fields for
    people, masked; ``asset_events`` what the task said about its outlets. ``next`` goes with deferred and rescheduled.
    """

    kind: OutcomeKind
    started_at: str
    ended_at: str
    error: str = ""
    error_name: str = ""
    xcom: dict[str, Any] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    outputs: tuple[dict[str, str], ...] = ()
    progress: dict[str, Any] | None = None
    fingerprint: str = ""
    code: dict[str, Any] | None = None
    lengths: dict[str, int] = field(default_factory=dict)
    map_label: str | None = None
    rendered: dict[str, Any] | None = None
    asset_events: tuple[dict[str, Any], ...] = ()
    next: Continuation | None = None
    retry_delay: float | None = None  # seconds, when the task's retry policy chose them
    launch: int = 1  # the hand-over that this ended

    def to_json(self) -> dict[str, Any]:
        """JSON-safe dict of the fields, their values shared: ``asdict`` would copy them."""
        document = {name: getattr(self, name) for name in self.__dataclass_fields__}
        if self.next is not None:
            document["next"] = asdict(self.next)
        return document

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> TryOutcome:
        """The outcome that ``to_json`` wrote."""
        values = dict(document)
        if values.get("next"):
            values["next"] = Continuation(**values["next"])
        values["asset_events"] = tuple(values.get("asset_events", ()))
        values["kind"] = OutcomeKind(values["kind"])
        values["skip"] = tuple(values.get("skip", ()))
        values["outputs"] = tuple(values.get("outputs", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Started:
    """The worker has claimed the launch and runs."""

    launch_id: str
    pid: int
    process_started: float  # the process's start time, to tell it from a later one with the same pid
    at: datetime
    host: str


@dataclass(frozen=True, slots=True)
class Progressed:
    """A notebook got further, or a log grew: ``progress`` as NotebookProgress, ``log_size`` in bytes."""

    launch_id: str
    progress: dict[str, Any] | None = None
    log_size: int | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The try ended and its result is on disk."""

    launch_id: str
    outcome: TryOutcome


@dataclass(frozen=True, slots=True)
class Died:
    """The worker's process ended without a result: killed, out of memory, or its parent broke while importing the
    DAG file. ``because`` is a sentence."""

    launch_id: str
    because: str


@dataclass(frozen=True, slots=True)
class EventFired:
    """A trigger has ended the wait of the try that was deferred by this launch. ``told`` is ``{"event": …}``, or
    ``{"failed": sentence, "traceback": text}``."""

    launch_id: str
    run: int  # the run's integer id
    key: tuple[str, int]
    told: dict[str, Any]


ExecutorEvent = Started | Progressed | Finished | Died


class Adoption(StrEnum):
    """What a new engine finds of a launch that an earlier one handed over."""

    RUNNING = "running"  # its process lives; its end will be reported
    FINISHED = "finished"  # a result is on disk; it will be reported
    DEAD = "dead"  # it began and its process is gone without a result
    NEVER_BEGAN = "never_began"  # nobody claimed it, and now nobody can
