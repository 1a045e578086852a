"""Routes of the installation: settings, processes, providers, plugins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from couture_scheduler.actions import configuration, deployment, jobs
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.jobs import JobListing, JobState, TaskPlace
from couture_scheduler.errors import NotFoundError

from couture_server.deployment.bodies import (
    Config,
    ConfigOption,
    ConfigQuery,
    ConfigSection,
    Installation,
    Job,
    JobCollection,
    JobFilters,
    JobQuery,
    PluginCollection,
    PluginImportError,
    PluginImportErrorCollection,
    PluginInfo,
    ProviderCollection,
    ProviderInfo,
)
from couture_server.http.filters import bounds_on, fits
from couture_server.http.models import TableAnswer
from couture_server.http.paging import Page, only_order
from couture_server.http.routes import Routes

routes = Routes("Deployment")

SECTION = "couture"
_DOCUMENTATION = "https://airflow.apache.org/docs/"


@routes.get("config", "config:read")
def get_config(ctx: ActionContext, query: ConfigQuery) -> Config:
    """The settings in force; refused unless an administrator set `expose_config`."""
    values = deployment.configuration(ctx)
    if query.section not in (None, SECTION):
        raise NotFoundError(f"There is no section {query.section!r}; all settings are in {SECTION!r}.")
    options = [ConfigOption(key=name, value=value) for name, value in sorted(values.items())]
    return Config(sections=[ConfigSection(name=SECTION, options=options)])


@routes.get("config/section/{section}/option/{option}", "config:read")
def get_config_value(ctx: ActionContext, section: str, option: str) -> Config:
    """One setting."""
    values = deployment.configuration(ctx)
    if section != SECTION or option not in values:
        raise NotFoundError(f"There is no option {option!r} in a section {section!r}.")
    found = ConfigOption(key=option, value=values[option])
    return Config(sections=[ConfigSection(name=SECTION, options=[found])])


@routes.get("installation", "config:read")
def get_installation(ctx: ActionContext) -> Installation:
    """The settings in force with their origins and meanings, never a password, and what is installed."""
    return Installation(**asdict(configuration.describe(ctx)))


@routes.get("jobs", "engine:read")
def get_jobs(ctx: ActionContext, query: JobQuery) -> JobCollection:
    """Engines, what they keep beside them, the processes of tasks that run now and kept kernels, the newest first."""
    only_order(query.order_by, "-id", "-start_date")
    listing = _listing(ctx, query, jobs.MOST)
    found = _fitting(listing, query)
    page = found[query.offset : query.offset + query.limit]
    return JobCollection(jobs=page, total_entries=len(found), truncated=listing.truncated)


@routes.get("jobs/export", "engine:read")
def export_jobs(ctx: ActionContext, query: JobFilters) -> TableAnswer:
    """All processes that the query names, the newest first, as CSV."""
    columns = [name for name in Job.model_fields if name not in ("dag_display_name", "unixname")]
    rows = [[getattr(each, name) for name in columns] for each in _fitting(_listing(ctx, query, None), query)]
    return TableAnswer("jobs.csv", columns, [rows])


def _listing(ctx: ActionContext, query: JobFilters, most: int | None) -> JobListing:
    dates = (*bounds_on(query, "start_date"), *bounds_on(query, "end_date"))
    return jobs.list_jobs(ctx, kind=query.job_type, dag_id=query.dag_id, within=dates, most=most)


def _fitting(listing: JobListing, query: JobFilters) -> list[Job]:
    told = [_job(each) for each in listing.jobs]
    if query.is_alive is not None:
        told = [each for each in told if (each.state == JobState.RUNNING) is query.is_alive]
    asked = {name: getattr(query, name) for name in ("hostname", "executor_class")}
    asked["state"] = query.job_state
    fitting = [each for each in told if all(value in (None, getattr(each, name)) for name, value in asked.items())]
    return [each for each in fitting if fits(query, "hostname", each.hostname)]


@routes.get("providers", "engine:read")
def get_providers(ctx: ActionContext, query: Page) -> ProviderCollection:
    """The providers of Airflow's that are installed: DAG files may use them."""
    found = [
        ProviderInfo(
            package_name=each.package,
            version=each.version,
            description=each.description,
            documentation_url=f"{_DOCUMENTATION}{each.package}/{each.version}/",
        )
        for each in deployment.list_providers(ctx)
    ]
    return ProviderCollection(providers=found[query.offset : query.offset + query.limit], total_entries=len(found))


@routes.get("plugins", "engine:read")
def get_plugins(ctx: ActionContext, query: Page) -> PluginCollection:
    """The plugins in the DAG folder and beside it; their files are read, not run."""
    found = [
        PluginInfo(
            name=each.name,
            source=each.source,
            operators=each.things.get("operators", []),
            sensors=each.things.get("sensors", []),
            hooks=each.things.get("hooks", []),
            macros=each.things.get("macros", []),
            timetables=each.things.get("timetables", []),
        )
        for each in deployment.list_plugins(ctx)
    ]
    return PluginCollection(plugins=found[query.offset : query.offset + query.limit], total_entries=len(found))


@routes.get("plugins/importErrors", "importErrors:read")
def import_errors(ctx: ActionContext) -> PluginImportErrorCollection:
    """The files of plugins that cannot be read."""
    found = [PluginImportError(source=each.source, error=each.error) for each in deployment.list_plugin_errors(ctx)]
    return PluginImportErrorCollection(import_errors=found, total_entries=len(found))


def _job(job: jobs.Job) -> Job:
    return Job(
        id=job.id,
        state=job.state,
        job_type=job.kind,
        start_date=job.started_at,
        end_date=job.ended_at,
        latest_heartbeat=job.seen_at,
        executor_class="LocalExecutor",
        hostname=job.host,
        pid=job.pid,
        is_in_charge=job.in_charge,
        **(_work(job.work) if job.work else {}),
    )


def _work(work: TaskPlace) -> dict[str, Any]:
    named = {"dag_id": work.dag_id, "dag_display_name": work.dag_id, "dag_run_id": work.run_id, "task_id": work.task_id}
    return {**named, "map_index": work.map_index, "try_number": work.try_number}
