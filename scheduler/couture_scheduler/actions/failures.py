"""What a person may ask about failures: which there are, how often the same one was seen and since when."""

from __future__ import annotations

from datetime import timedelta

from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, Page, needs
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.store import fingerprints, tries
from couture_scheduler.store.fingerprints import FailedTry, FailureFilter, FailureGroup

__all__ = ["FailedTry", "FailureGroup", "find_by_beginning", "get", "list_failures", "list_tries", "of_try"]

MOST_TRIES = 100


@needs("runs:read")
def list_failures(
    ctx: ActionContext, *, dag_id: str | None = None, days: float | None = None, limit: int = 50, offset: int = 0
) -> Page[FailureGroup]:
    """Failures of a DAG or of all, those seen last first; only those seen in the last ``days``."""
    since = None if days is None else ctx.clock() - timedelta(days=days)
    wanted = FailureFilter(dag_id or "", since=since)
    with ctx.store.reading() as tx:
        if dag_id:
            find.dag(tx, dag_id)
        return Page(fingerprints.groups(tx, wanted, limit, offset), fingerprints.count(tx, wanted))


@needs("runs:read")
def get(ctx: ActionContext, fingerprint: str) -> FailureGroup:
    """One failure; ``NotFoundError`` when it was never seen, or its runs are deleted."""
    with ctx.store.reading() as tx:
        found = fingerprints.groups(tx, FailureFilter(fingerprint=fingerprint), 1, 0)
    if not found:
        raise NotFoundError(f"There is no failure {fingerprint!r}.")
    return found[0]


@needs("runs:read")
def find_by_beginning(ctx: ActionContext, beginning: str) -> FailureGroup:
    """The one failure whose fingerprint begins so; ``NotFoundError`` for none, ``InvalidInputError`` for several."""
    with ctx.store.reading() as tx:
        found = fingerprints.groups(tx, FailureFilter(prefix=beginning), 2, 0)
    if len(found) > 1:
        raise InvalidInputError.at("failure", f"Several failures begin with {beginning!r}. Give more of its name.")
    if not found:
        raise NotFoundError(f"There is no failure {beginning!r}.")
    return found[0]


@needs("runs:read")
def list_tries(
    ctx: ActionContext, fingerprint: str, *, dag_id: str | None = None, limit: int = MOST_TRIES
) -> list[FailedTry]:
    """The newest tries that failed in this way."""
    get(ctx, fingerprint)
    with ctx.store.reading() as tx:
        return fingerprints.tries_of(tx, fingerprint, limit, dag_id or "")


@needs("runs:read")
def of_try(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int | None = None, *, map_index: int = -1
) -> FailureGroup | None:
    """The failure that a try (by default the newest) ended with; ``None`` when it did not fail."""
    with ctx.store.reading() as tx:
        task = find.task(tx, find.run(tx, dag_id, run_id), task_id, map_index)
        record = tries.get(tx, task.id, try_number or task.try_number)
        if record is None or not record.fingerprint:
            return None
        found = fingerprints.groups(tx, FailureFilter(fingerprint=record.fingerprint), 1, 0)
    return found[0] if found else None
