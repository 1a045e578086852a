"""What a person may ask about code bricks: find, write, change and delete them.

A *shipped* brick comes with the product and cannot be changed; a *shared* one is seen by everybody and changed by its
owner or an Admin; a *personal* one is its owner's alone: for others it is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.model import BrickContent
from couture_scheduler.bricks.search import score
from couture_scheduler.bricks.shipped import PREFIX, shipped
from couture_scheduler.errors import ConflictError, ForbiddenError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.store import code_bricks as stored
from couture_scheduler.store.code_bricks import BrickRecord, BrickVersionRecord
from couture_scheduler.store.session import Transaction


class Origin(StrEnum):
    """Where a brick comes from, and so who sees and changes it."""

    SHIPPED = "shipped"
    SHARED = "shared"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class BrickDetails:
    """A brick for people. A shipped one has no owner and no dates."""

    id: str
    origin: Origin
    content: BrickContent
    may_edit: bool
    version: int = 1
    owner: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str | None = None


@dataclass(frozen=True, slots=True)
class BrickPage:
    """A part of the bricks that fit, and how many there are of each category, tag and origin among them."""

    entries: list[BrickDetails]
    total: int
    categories: dict[str, int]
    tags: dict[str, int]
    origins: dict[Origin, int]


@needs("bricks:read")
def list_bricks(
    ctx: ActionContext,
    text: str = "",
    *,
    category: str | None = None,
    tags: Sequence[str] = (),
    origin: Origin | None = None,
    limit: int = 100,
    offset: int = 0,
) -> BrickPage:
    """The bricks that fit, the best first, then by title. Counts of categories are of all categories, not only of the
    chosen one, and those of origins likewise."""
    words = text.split()
    fitting = [(found, each) for each in everything(ctx) if (found := score(each.content, words)) is not None]
    fitting.sort(key=lambda entry: (-entry[0], entry[1].content.title.casefold(), entry[1].id))
    tagged = [each for _, each in fitting if set(tags) <= set(each.content.tags)]
    of_origin = [each for each in tagged if origin in (None, each.origin)]
    of_category = [each for each in tagged if category in (None, each.content.category)]
    both = [each for each in of_origin if category in (None, each.content.category)]
    return BrickPage(
        entries=both[offset : offset + limit],
        total=len(both),
        categories=_counted([each.content.category for each in of_origin]),
        tags=_counted([tag for each in both for tag in each.content.tags]),
        origins=dict(Counter(each.origin for each in of_category)),
    )


@needs("bricks:read")
def everything(ctx: ActionContext) -> list[BrickDetails]:
    """All bricks that the person sees."""
    with ctx.store.reading() as tx:
        found = stored.visible(tx, ctx.actor.name)
    return [_shipped(brick_id) for brick_id in shipped()] + [_details(ctx, each) for each in found]


@needs("bricks:read")
def get(ctx: ActionContext, brick_id: str) -> BrickDetails:
    """One brick."""
    if brick_id in shipped():
        return _shipped(brick_id)
    with ctx.store.reading() as tx:
        return _details(ctx, _find(ctx, tx, brick_id))


@needs("bricks:read")
def versions(ctx: ActionContext, brick_id: str) -> list[BrickVersionRecord]:
    """All versions of a brick that somebody wrote, the newest first; a shipped one has none."""
    if brick_id in shipped():
        return []
    with ctx.store.reading() as tx:
        return stored.versions(tx, _find(ctx, tx, brick_id).id)


@needs("bricks:edit")
def create(ctx: ActionContext, content: BrickContent, *, is_shared: bool = False) -> BrickDetails:
    """Write a brick."""
    check(content)
    with ctx.store.transaction() as tx:
        made = stored.create(tx, ctx.actor.name, content, ctx.clock(), is_shared=is_shared)
        ctx.audit(tx, "create_code_brick", details=_told(made))
    _tell(ctx, made.id, "created")
    return _details(ctx, made)


@needs("bricks:edit")
def update(
    ctx: ActionContext, brick_id: str, content: BrickContent, *, expected_version: int, is_shared: bool
) -> BrickDetails:
    """Change a brick: its next version. ``ConflictError`` when somebody changed it since ``expected_version``."""
    check(content)
    with ctx.store.transaction() as tx:
        old = _editable(ctx, tx, brick_id)
        if not _may_share(ctx, old) and is_shared != old.is_shared:
            raise ForbiddenError("Only its owner can make a shared brick personal.")
        done = stored.change(tx, old.id, expected_version, content, ctx.actor.name, ctx.clock(), is_shared=is_shared)
        if not done:
            told = f"{old.updated_by} has changed this brick meanwhile (version {old.version})."
            raise ConflictError(f"{told} Look at that version, then save yours again or leave theirs.")
        made = _find(ctx, tx, brick_id)
        ctx.audit(tx, "update_code_brick", details=_told(made))
    _tell(ctx, made.id, "changed")
    return _details(ctx, made)


@needs("bricks:edit")
def delete(ctx: ActionContext, brick_id: str) -> None:
    """Delete a brick with its versions. Files that it was put into stay as they are."""
    with ctx.store.transaction() as tx:
        old = _editable(ctx, tx, brick_id)
        stored.remove(tx, old.id)
        ctx.audit(tx, "delete_code_brick", details={**_told(old), "content": old.content.to_json()})
    _tell(ctx, old.id, "deleted")


def _counted(words: list[str]) -> dict[str, int]:
    """How often each word is there, in alphabetical order."""
    return dict(sorted(Counter(word for word in words if word).items(), key=lambda entry: entry[0].casefold()))


def _shipped(brick_id: str) -> BrickDetails:
    return BrickDetails(brick_id, Origin.SHIPPED, shipped()[brick_id], may_edit=False)


def _details(ctx: ActionContext, record: BrickRecord) -> BrickDetails:
    return BrickDetails(
        id=str(record.id),
        origin=Origin.SHARED if record.is_shared else Origin.PERSONAL,
        content=record.content,
        may_edit=ctx.actor.may("bricks:edit") and _is_editor(ctx, record),
        version=record.version,
        owner=record.owner,
        created_at=record.created_at,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
    )


def _is_editor(ctx: ActionContext, record: BrickRecord) -> bool:
    return record.owner == ctx.actor.name or (record.is_shared and ctx.actor.may("bricks:editShared"))


def _may_share(ctx: ActionContext, record: BrickRecord) -> bool:
    return record.owner == ctx.actor.name


def _find(ctx: ActionContext, tx: Transaction, brick_id: str) -> BrickRecord:
    found = stored.get(tx, int(brick_id)) if _is_number(brick_id) else None
    if found is None or not (found.is_shared or found.owner == ctx.actor.name):
        raise NotFoundError(f"There is no code brick {brick_id!r}.")
    return found


def _is_number(brick_id: str) -> bool:
    return brick_id.isascii() and brick_id.isdigit() and len(brick_id) < 10


def _editable(ctx: ActionContext, tx: Transaction, brick_id: str) -> BrickRecord:
    if brick_id in shipped() or brick_id.startswith(PREFIX):
        raise ConflictError("A brick that comes with the product cannot be changed or deleted: duplicate it.")
    found = _find(ctx, tx, brick_id)
    if not _is_editor(ctx, found):
        told = f"This brick is {found.owner}'s: only {found.owner} and Admins can change it."
        raise ForbiddenError(f"{told} Duplicate it to have one of your own.")
    return found


def _told(record: BrickRecord) -> dict[str, object]:
    return {"brick": record.id, "title": record.content.title, "version": record.version, "shared": record.is_shared}


def _tell(ctx: ActionContext, brick_id: int, what: str) -> None:
    ctx.tell(Change("code_brick", what, user=ctx.actor.name, detail={"brick": str(brick_id)}))
