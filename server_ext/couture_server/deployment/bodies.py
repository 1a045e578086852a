"""The installation at the HTTP edge, in the shape of Airflow's API."""

from __future__ import annotations

from typing import Literal

from couture_scheduler.actions.jobs import JobState
from pydantic import Field

from couture_server.http.bounds import EndDateBounds, StartDateBounds
from couture_server.http.models import Answer, Json, Moment, Query, Text
from couture_server.http.paging import SortedPage


class ConfigOption(Answer):
    """One setting."""

    key: str
    value: str


class ConfigSection(Answer):
    """Settings."""

    name: str
    options: list[ConfigOption]


class Config(Answer):
    """All settings in force."""

    sections: list[ConfigSection]


class InstallationOption(Answer):
    """One setting in force: `value` is `***` where it is secret, `default` is empty where it depends on the workspace;
    `origin` says where it comes from, `server` being the command line or the server's own configuration."""

    section: str
    name: str
    value: str
    default: str
    origin: Literal["default", "file", "environment", "server"]
    meaning: str


class InstalledPackage(Answer):
    """A package; `version` is null where it is not installed, `extra` is the extra of ours that brings it."""

    name: str
    version: str | None
    extra: str | None


class Installation(Answer):
    """The settings in force and what is installed."""

    version: str
    python: str
    platform: str
    database: str
    settings_file: str
    options: list[InstallationOption]
    packages: list[InstalledPackage]


class ConfigQuery(Query):
    """Which section."""

    section: Text | None = None


class Job(Answer):
    """A process. ``job_type`` is SchedulerJob (an engine), TriggererJob, AssetWatcherJob, telling (messages, within an
    engine), LocalTaskJob (of a task that runs now) or KernelJob (kept after a failure); the last two name the try that
    they work for, and their ``id`` is that of the task instance or of the kept kernel. ``is_in_charge``: this engine
    holds the lease; others stand by."""

    id: int
    dag_id: str | None = None
    dag_display_name: str | None = None
    dag_run_id: str | None = None
    task_id: str | None = None
    map_index: int | None = None
    try_number: int | None = None
    state: JobState
    job_type: str
    start_date: Moment
    end_date: Moment | None
    latest_heartbeat: Moment
    executor_class: str
    hostname: str
    unixname: str | None = None
    pid: int
    is_in_charge: bool


class JobCollection(Answer):
    """A page of processes, the newest first. ``truncated``: there are more than 1,000 engines and others beside
    them, tasks at work, or kept kernels, and only the newest of each are counted and filtered. Name a ``job_type`` or
    a ``dag_id``, or take all with ``jobs/export``."""

    jobs: list[Job]
    total_entries: int
    truncated: bool


class JobFilters(StartDateBounds, EndDateBounds):
    """Which processes. ``job_state`` is running, success or failed."""

    is_alive: bool | None = None
    job_state: Text | None = None
    job_type: Text | None = None
    hostname: Text | None = None
    hostname_pattern: Text | None = None
    dag_id: Text | None = None
    executor_class: Text | None = None


class JobQuery(JobFilters, SortedPage):
    """Which processes, and which part of their list."""


class ProviderInfo(Answer):
    """A provider of Airflow's that is installed."""

    package_name: str
    version: str
    description: str
    documentation_url: str


class ProviderCollection(Answer):
    """A page of providers, by name."""

    providers: list[ProviderInfo]
    total_entries: int


class PluginInfo(Answer):
    """A plugin: what it brings for DAG files. What is for Airflow's own server is not read, and stays empty."""

    name: str
    source: str
    operators: list[str]
    sensors: list[str]
    hooks: list[str]
    macros: list[str]
    timetables: list[str]
    flask_blueprints: list[str] = Field(default_factory=list)
    fastapi_apps: list[Json] = Field(default_factory=list)
    fastapi_root_middlewares: list[Json] = Field(default_factory=list)
    external_views: list[Json] = Field(default_factory=list)
    react_apps: list[Json] = Field(default_factory=list)
    appbuilder_views: list[Json] = Field(default_factory=list)
    appbuilder_menu_items: list[Json] = Field(default_factory=list)
    global_operator_extra_links: list[str] = Field(default_factory=list)
    operator_extra_links: list[str] = Field(default_factory=list)
    listeners: list[str] = Field(default_factory=list)


class PluginImportError(Answer):
    """A file of plugins that cannot be read."""

    source: str
    error: str


class PluginImportErrorCollection(Answer):
    """All of them, by their paths."""

    import_errors: list[PluginImportError]
    total_entries: int


class PluginCollection(Answer):
    """A page of plugins, by name."""

    plugins: list[PluginInfo]
    total_entries: int
