"""Notebook schedules at the HTTP edge: the form's fields, as ``NotebookScheduleForm`` names them.

The form's own rules (does the notebook exist, does the output stay inside the workspace, is the cron expression one)
are checked by ``actions.schedules``, which names every wrong field at once; here only types and sizes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from couture_server.http.models import Answer, Body, FilePath, FormMoment, Json, Moment, Query, Text
from couture_server.http.paging import SortedPage
from couture_server.http.resources import RunSummary

Name = Annotated[Text, Field(max_length=250)]
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Overlap = Literal["parallel", "queue", "skip"]
Kind = Literal["now", "once", "cron", "manual", "file", "after"]
Export = Literal["html", "html_no_code", "pdf", "markdown", "script", "slides", "latex", "rst", "asciidoc"]
Exports = Annotated[list[Export], Field(max_length=20)]
SecretNames = Annotated[list[Name], Field(max_length=100)]
Secrets = Annotated[dict[Name, Annotated[Text, Field(max_length=600)]], Field(max_length=100)]
NotifyRules = Annotated[list["NotifyRule"], Field(max_length=20)]
MissedRuns = Literal["skip", "run_last", "run_all"]


class When(Body):
    """When the notebook runs."""

    kind: Kind
    at: FormMoment | None = None
    cron: Annotated[Text, Field(max_length=200)] | None = None
    pattern: FilePath | None = None
    settle: Seconds = 5.0
    after: Name | None = None


class Code(Body):
    """Which code runs: the file as it is, a snapshot (its content hash), or a Git ref."""

    kind: Literal["file", "snapshot", "git"] = "file"
    ref: Annotated[Text, Field(max_length=250)] | None = None
    files: Annotated[list[FilePath], Field(max_length=1000)] = Field(default_factory=list)


class Environment(Body):
    """What the kernel runs in."""

    requirements: FilePath | None = None
    memory_megabytes: Annotated[int, Field(ge=1, le=10**9)] | None = None
    cpus: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)] | None = None


class Retention(Body):
    """How long finished runs are kept; null is no limit."""

    runs: Annotated[int, Field(ge=1, le=10**9)] | None = None
    days: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] | None = None
    megabytes: Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)] | None = None


class NotifyRule(Body):
    """Whom to tell what."""

    on: Annotated[list[Literal["success", "failure", "retry", "recovery", "late"]], Field(max_length=5)]
    channel: Literal["email", "webhook", "slack"] = "email"
    to: Annotated[list[Annotated[Text, Field(max_length=1000)]], Field(max_length=100)]
    late_after: Seconds | None = None


class NotebookScheduleBody(Body):
    """The schedule form."""

    name: Name
    notebook: FilePath
    when: When
    kernel_name: Annotated[Text, Field(max_length=250)] | None = None
    parameters: dict[Annotated[str, Field(max_length=250)], Json] = Field(default_factory=dict)
    timezone: Annotated[Text, Field(max_length=100)] | None = None
    start_date: FormMoment | None = None
    end_date: FormMoment | None = None
    output_path: FilePath | None = None
    exports: Exports = Field(default_factory=list)
    retries: Annotated[int, Field(ge=0, le=1000)] = 0
    retry_delay: Seconds = 60.0
    retry_backoff: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 0.0
    max_retry_delay: Seconds | None = None
    timeout: Seconds | None = None
    overlap: Overlap = "queue"
    missed_runs: MissedRuns = "run_last"
    tags: Annotated[list[Annotated[Text, Field(max_length=100)]], Field(max_length=100)] = Field(default_factory=list)
    description: Annotated[Text, Field(max_length=10000)] | None = None
    paused: bool = False
    hold_on_failure: Seconds = 900.0
    resume_on_retry: bool = False
    code: Code = Field(default_factory=Code)
    secrets: Secrets = Field(default_factory=dict)
    secret_parameters: SecretNames = Field(default_factory=list)
    environment: Environment = Field(default_factory=Environment)
    retention: Retention = Field(default_factory=Retention)
    notify: NotifyRules = Field(default_factory=list)
    ignore_preflight: bool = False


_NEVER_NULL = (
    *("name", "notebook", "when", "parameters", "exports", "retries", "retry_delay", "retry_backoff"),
    *("overlap", "missed_runs", "tags", "paused", "hold_on_failure", "resume_on_retry", "code", "secrets"),
    *("secret_parameters", "environment", "retention", "notify", "ignore_preflight"),
)


class NotebookSchedulePatch(Body):
    """The fields to change; what is not given stays."""

    name: Name | None = None
    notebook: FilePath | None = None
    when: When | None = None
    kernel_name: Annotated[Text, Field(max_length=250)] | None = None
    parameters: dict[Annotated[str, Field(max_length=250)], Json] | None = None
    timezone: Annotated[Text, Field(max_length=100)] | None = None
    start_date: FormMoment | None = None
    end_date: FormMoment | None = None
    output_path: FilePath | None = None
    exports: Exports | None = None
    retries: Annotated[int, Field(ge=0, le=1000)] | None = None
    retry_delay: Seconds | None = None
    retry_backoff: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None
    max_retry_delay: Seconds | None = None
    timeout: Seconds | None = None
    overlap: Overlap | None = None
    missed_runs: MissedRuns | None = None
    tags: Annotated[list[Annotated[Text, Field(max_length=100)]], Field(max_length=100)] | None = None
    description: Annotated[Text, Field(max_length=10000)] | None = None
    paused: bool | None = None
    hold_on_failure: Seconds | None = None
    resume_on_retry: bool | None = None
    code: Code | None = None
    secrets: Secrets | None = None
    secret_parameters: SecretNames | None = None
    environment: Environment | None = None
    retention: Retention | None = None
    notify: NotifyRules | None = None
    ignore_preflight: bool | None = None

    @field_validator(*_NEVER_NULL, mode="before")
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        """These fields may be left out, but not emptied."""
        if value is None:
            raise ValueError("must not be null")
        return value


class ScheduleWhen(Answer):
    """When the notebook runs."""

    kind: Kind
    at: Moment | None
    cron: str | None
    pattern: str | None
    settle: float
    after: str | None


class NotebookSchedule(Answer):
    """A saved schedule. ``run_id`` is the run that saving or running it just started. ``paused_because``: a sentence,
    when it was paused because its owner has left. ``runs_as``: its owner, as whom its runs read and write, where people
    are users of the system: whoever saves it becomes the owner."""

    dag_id: str
    name: str
    notebook: str
    when: ScheduleWhen
    kernel_name: str | None
    parameters: dict[str, Json]
    timezone: str
    start_date: Moment | None
    end_date: Moment | None
    output_path: str | None
    exports: list[Export]
    retries: int
    retry_delay: float
    retry_backoff: float
    max_retry_delay: float | None
    timeout: float | None
    overlap: Overlap
    missed_runs: MissedRuns
    tags: list[str]
    description: str | None
    paused: bool
    hold_on_failure: float
    resume_on_retry: bool
    code: Code
    secrets: dict[str, str]
    secret_parameters: list[str]
    environment: Environment
    retention: Retention
    notify: list[NotifyRule]
    ignore_preflight: bool
    created_by: str | None
    created_at: Moment | None
    updated_by: str | None
    updated_at: Moment | None
    source: str
    schedule: str
    next_run_after: Moment | None
    last_run: RunSummary | None
    run_id: str | None
    paused_because: str | None
    runs_as: str | None


class NotebookScheduleCollection(Answer):
    """A page of schedules."""

    notebook_schedules: list[NotebookSchedule]
    total_entries: int


class NotebookScheduleQuery(SortedPage):
    """Which schedules."""

    search: Text = ""
    notebook: Text | None = None


class ValidateQuery(Query):
    """``dag_id`` names the schedule that is being edited: its own name is not taken."""

    dag_id: Text | None = None


class ScheduleValidation(Answer):
    """The form is right: the DAG it would make."""

    dag_id: str
    source: str
    schedule: str


class DuplicateBody(Body):
    """The name of the copy; made from the original's when it is not given."""

    name: Name | None = None


class RunNowBody(Body):
    """Parameters that differ from the schedule's, for this run only."""

    parameters: dict[str, Json] | None = None
    note: Annotated[Text, Field(max_length=1000)] | None = None


class ScheduleDeletion(Answer):
    """What goes and what stays when the schedule is deleted, in sentences."""

    goes: list[str]
    stays: list[str]
    runs: int
    active_runs: int


class ScheduleRun(Answer):
    """The run that was started."""

    dag_id: str
    dag_run_id: str
