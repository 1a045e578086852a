"""Routes of what tries ran in."""

from __future__ import annotations

from couture_scheduler.actions import environments
from couture_scheduler.actions.context import ActionContext

from couture_server.environments.bodies import EnvironmentQuery, TryEnvironment, WantedEnvironment
from couture_server.http.routes import Routes
from couture_server.tasks.paths import of_one

routes = Routes("Task Instance")


@routes.get(of_one("/environment"), "runs:read")
def get_environment(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: EnvironmentQuery, map_index: int = -1
) -> TryEnvironment:
    """The interpreter of a try, its packages, and the limits of the job."""
    found = environments.environment_of(ctx, dag_id, dag_run_id, task_id, query.try_number, map_index=map_index)
    return TryEnvironment(
        try_number=found.try_number,
        python=found.python,
        implementation=found.implementation,
        platform=found.platform,
        executable=found.executable,
        packages=found.packages,
        requirements_text=None if found.packages is None else found.requirements,
        wanted=WantedEnvironment(**found.wanted.to_json()),
    )
