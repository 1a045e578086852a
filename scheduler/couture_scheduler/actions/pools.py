"""What a person may ask about pools. A pool is of no DAG: its slots are counted over all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import pools as stored
from couture_scheduler.store.pools import DEFAULT_POOL, PoolRecord
from couture_scheduler.store.session import Transaction

_NAME_LENGTH = 250


@dataclass(frozen=True, slots=True)
class PoolDetails:
    """A pool and what its slots do; ``open`` is ``None`` for a pool without a limit."""

    pool: PoolRecord
    running: int
    queued: int
    scheduled: int
    deferred: int

    @property
    def occupied(self) -> int:
        """Slots in use."""
        return self.running + self.queued + (self.deferred if self.pool.include_deferred else 0)

    @property
    def open(self) -> int | None:
        """Free slots."""
        return None if self.pool.slots < 0 else self.pool.slots - self.occupied


@needs("pools:read")
def list_pools(ctx: ActionContext) -> list[PoolDetails]:
    """All pools by name."""
    with ctx.store.whole.reading() as tx:
        return _details(tx, stored.listing(tx))


@needs("pools:read")
def get(ctx: ActionContext, name: str) -> PoolDetails:
    """One pool."""
    with ctx.store.whole.reading() as tx:
        return _details(tx, [_find(tx, name)])[0]


@needs("pools:read")
def exists(ctx: ActionContext, name: str) -> bool:
    """Whether there is a pool of that name."""
    with ctx.store.whole.reading() as tx:
        return stored.get(tx, name) is not None


@needs("pools:edit")
def create(
    ctx: ActionContext, name: str, slots: int, description: str | None = None, *, include_deferred: bool = False
) -> PoolDetails:
    """Make a pool; ``slots`` -1 means no limit. With ``include_deferred`` tasks keep their slots while they are
    deferred. ``ConflictError`` when the name is taken."""
    _check(name, slots)
    record = PoolRecord(name, slots, description, include_deferred)
    with ctx.store.whole.transaction() as tx:
        stored.create(tx, record)
        ctx.audit(tx, "create_pool", details={"pool": name, "slots": slots})
    ctx.tell(Change("pool", "created", user=ctx.actor.name, detail={"pool": name}))
    return PoolDetails(record, 0, 0, 0, 0)


@needs("pools:edit")
def update(
    ctx: ActionContext,
    name: str,
    *,
    slots: int | None = None,
    description: str | None = None,
    include_deferred: bool | None = None,
) -> PoolDetails:
    """Change a pool; what is ``None`` stays."""
    with ctx.store.whole.transaction() as tx:
        old = _find(tx, name)
        new = replace(
            old,
            slots=old.slots if slots is None else slots,
            description=old.description if description is None else description,
            include_deferred=old.include_deferred if include_deferred is None else include_deferred,
        )
        _check(name, new.slots)
        stored.change(tx, new)
        ctx.audit(tx, "update_pool", details={"pool": name, "slots": new.slots})
        found = _details(tx, [new])[0]
    ctx.tell(Change("pool", user=ctx.actor.name, detail={"pool": name}))
    return found


@needs("pools:edit")
def delete(ctx: ActionContext, name: str) -> None:
    """Delete a pool. Tasks that name it later wait until they name another one or it is made again.

    ``ConflictError`` for the default pool, and while tasks of runs that are under way are in it.
    """
    if name == DEFAULT_POOL:
        raise ConflictError("The default pool cannot be deleted. Change its slots instead.")
    with ctx.store.whole.transaction() as tx:
        (found,) = _details(tx, [_find(tx, name)])
        if told := _at_work(found):
            raise ConflictError(
                f"The pool {name!r} is in use: {told}. Let these tasks end or stop them first; with 0 slots it starts "
                "no more."
            )
        stored.remove(tx, name)
        ctx.audit(tx, "delete_pool", details={"pool": name})
    ctx.tell(Change("pool", "deleted", user=ctx.actor.name, detail={"pool": name}))


def _at_work(details: PoolDetails) -> str:
    """How many slots tasks hold or wait for, in words; empty when there are none."""
    slots = {
        "running": details.running,
        "queued": details.queued,
        "waiting for a slot": details.scheduled,
        "deferred": details.deferred,
    }
    return ", ".join(f"{count} {word}" for word, count in slots.items() if count)


def _check(name: str, slots: int) -> None:
    if not name.strip() or len(name) > _NAME_LENGTH:
        raise InvalidInputError.at("name", f"A pool has a name of 1 to {_NAME_LENGTH} characters.")
    if slots < -1:
        raise InvalidInputError.at("slots", "A pool has 0 or more slots, or -1 for no limit.")


def _find(tx: Transaction, name: str) -> PoolRecord:
    found = stored.get(tx, name)
    if found is None:
        raise NotFoundError(f"There is no pool {name!r}.")
    return found


def _details(tx: Transaction, records: list[PoolRecord]) -> list[PoolDetails]:
    used = stored.states(tx)
    words = ("running", "queued", "scheduled", "deferred")
    return [PoolDetails(record, *(used.get((record.name, word), 0) for word in words)) for record in records]
