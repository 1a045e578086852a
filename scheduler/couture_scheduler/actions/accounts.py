"""As which user of the system something is done for a person, where people are such users (decision 12)."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.files import repositories
from couture_scheduler.files.repositories import Git
from couture_scheduler.kernels import account_pools, pool_client
from couture_scheduler.kernels.kernelspecs import known_kernels
from couture_scheduler.kernels.run_client import git_of


def own_git(ctx: ActionContext) -> Git:
    """Asks ``git`` as the person who asks us: it does what a repository's own settings say."""
    if account_pools.place() is None:
        return repositories.here
    return git_of(account_pools.address_of(ctx.actor.name))


def own_kernels(ctx: ActionContext) -> list[str]:
    """The kernelspecs that the person's notebooks find. Raises ``UnavailableError`` where nothing runs as them."""
    if account_pools.place() is None:
        return known_kernels()
    return pool_client.kernel_names(account_pools.address_of(ctx.actor.name))
