"""All routes, in one visible list; each capability adds its own."""

from __future__ import annotations

from collections.abc import Iterator

from couture_server.assets.handlers import routes as assets
from couture_server.audit.handlers import routes as audit
from couture_server.backfills.handlers import routes as backfills
from couture_server.callbacks.handlers import routes as callbacks
from couture_server.canvas.handlers import routes as canvas
from couture_server.cell_history.handlers import routes as cell_history
from couture_server.code.handlers import routes as code
from couture_server.code_bricks.handlers import routes as code_bricks
from couture_server.code_bricks.use_handlers import routes as code_brick_use
from couture_server.comparisons.handlers import routes as comparisons
from couture_server.connections.handlers import routes as connections
from couture_server.connections.import_handlers import routes as connection_imports
from couture_server.connections.trial_handlers import routes as connection_trials
from couture_server.dag_files.change_handlers import routes as dag_file_changes
from couture_server.dag_files.handlers import routes as dag_files
from couture_server.dag_files.help_handlers import routes as dag_file_help
from couture_server.dag_views.handlers import routes as dag_views
from couture_server.dags.favorite_handlers import routes as dag_favorites
from couture_server.dags.fleet_handlers import routes as dag_fleet
from couture_server.dags.handlers import routes as dags
from couture_server.dags.structure_handlers import routes as dag_structure
from couture_server.dags.summary_handlers import routes as dag_summaries
from couture_server.deployment.handlers import routes as deployment
from couture_server.engine.handlers import routes as engine
from couture_server.environments.handlers import routes as environments
from couture_server.failures.handlers import routes as failures
from couture_server.folders.handlers import routes as folders
from couture_server.http.routes import Route, url_pattern
from couture_server.human_input.handlers import routes as human_input
from couture_server.import_errors.handlers import routes as import_errors
from couture_server.imports.handlers import routes as imports
from couture_server.kernels.handlers import routes as kernels
from couture_server.lateness.handlers import routes as lateness
from couture_server.live.handlers import routes as live
from couture_server.login_settings.handlers import routes as login_settings
from couture_server.notebook_dags.handlers import routes as notebook_dags
from couture_server.notebook_states.handlers import routes as notebook_states
from couture_server.notebooks.handlers import routes as notebooks
from couture_server.notifications.handlers import routes as notifications
from couture_server.pools.handlers import routes as pools
from couture_server.preflight.handlers import routes as preflight
from couture_server.retention.handlers import routes as retention
from couture_server.run_files.handlers import routes as run_files
from couture_server.runs.bulk_handlers import routes as run_bulk
from couture_server.runs.graph_handlers import routes as run_graph
from couture_server.runs.handlers import routes as runs
from couture_server.runs.wait_handlers import routes as run_waiting
from couture_server.schedules.handlers import routes as schedules
from couture_server.state_stores.handlers import routes as state_stores
from couture_server.sweeps.handlers import routes as sweeps
from couture_server.tasks.bulk_handlers import routes as task_bulk
from couture_server.tasks.change_handlers import routes as task_changes
from couture_server.tasks.file_handlers import routes as task_files
from couture_server.tasks.handlers import routes as tasks
from couture_server.tasks.xcom_handlers import routes as xcoms
from couture_server.trigger_tokens.handlers import routes as trigger_tokens
from couture_server.triggers.handlers import routes as triggers
from couture_server.users.handlers import routes as users
from couture_server.variables.handlers import routes as variables

BASE = "couture/api/v2"

CAPABILITIES = (
    dags,
    dag_summaries,
    dag_fleet,
    dag_favorites,
    dag_structure,
    dag_files,
    dag_file_help,
    canvas,
    dag_views,
    dag_file_changes,
    import_errors,
    runs,
    run_graph,
    run_bulk,
    run_waiting,
    tasks,
    task_changes,
    task_bulk,
    task_files,
    xcoms,
    state_stores,
    code_bricks,
    code_brick_use,
    notebooks,
    notebook_dags,
    preflight,
    schedules,
    pools,
    assets,
    audit,
    engine,
    deployment,
    kernels,
    trigger_tokens,
    triggers,
    folders,
    imports,
    sweeps,
    backfills,
    code,
    environments,
    retention,
    run_files,
    live,
    cell_history,
    comparisons,
    failures,
    notifications,
    human_input,
    callbacks,
    lateness,
    notebook_states,
    variables,
    connections,
    connection_trials,
    connection_imports,
    users,
    login_settings,
)


def all_routes() -> Iterator[Route]:
    """Every route."""
    for capability in CAPABILITIES:
        yield from capability


def paths() -> list[tuple[str, dict[str, Route]]]:
    """Each path's pattern with its routes by method; fixed words come before placeholders (``dags/bulk`` before
    ``dags/{dag_id}``), since tornado takes the first pattern that fits."""
    table: dict[str, dict[str, Route]] = {}
    order: dict[str, list[bool]] = {}
    for route in all_routes():
        pattern = url_pattern(route)
        methods = table.setdefault(pattern, {})
        if route.method in methods:
            raise ValueError(f"{route.method} {route.path} is there twice")
        methods[route.method] = route
        order[pattern] = [part.startswith("{") for part in route.path.split("/")]
    return sorted(table.items(), key=lambda entry: order[entry[0]])
