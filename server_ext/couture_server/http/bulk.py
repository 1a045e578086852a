"""Many things at once, in Airflow's shape: a list of actions, each with its entities; what became of every one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Generic, Literal, TypeVar

from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError, SchedulerError
from pydantic import Field

from couture_server.http.models import Answer, Body, Json, Text

Entity = TypeVar("Entity", bound=Body)
Named = TypeVar("Named")
MOST = 1000
_STATUSES: tuple[tuple[type[SchedulerError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (InvalidInputError, 422),
)


class BulkCreate(Body, Generic[Entity]):
    """Make these. With ``fail`` nothing is made when one of them is there already."""

    action: Literal["create"]
    entities: Annotated[list[Entity], Field(max_length=MOST)]
    action_on_existence: Literal["fail", "skip", "overwrite"] = "fail"


class BulkUpdate(Body, Generic[Entity]):
    """Change these: the fields in ``update_mask``, else all that are given. With ``fail`` nothing is changed when one
    of them is not there."""

    action: Literal["update"]
    entities: Annotated[list[Entity], Field(max_length=MOST)]
    action_on_non_existence: Literal["fail", "skip"] = "fail"
    update_mask: list[Text] | None = None


class BulkDelete(Body, Generic[Entity]):
    """Delete these, named or as a whole. With ``fail`` nothing is deleted when one of them is not there."""

    action: Literal["delete"]
    entities: Annotated[list[Text | Entity], Field(max_length=MOST)]
    action_on_non_existence: Literal["fail", "skip"] = "fail"


class BulkBody(Body, Generic[Entity]):
    """Actions, done one after the other."""

    actions: Annotated[
        list[Annotated[BulkCreate[Entity] | BulkUpdate[Entity] | BulkDelete[Entity], Field(discriminator="action")]],
        Field(max_length=100),
    ]


class BulkActionAnswer(Answer):
    """The keys of those that worked, and what went wrong with the others."""

    success: list[str] = Field(default_factory=list)
    errors: list[dict[str, Json]] = Field(default_factory=list)


class BulkAnswer(Answer):
    """What became of each kind of action; ``null`` for what was not asked for."""

    create: BulkActionAnswer | None = None
    update: BulkActionAnswer | None = None
    delete: BulkActionAnswer | None = None


@dataclass(frozen=True, slots=True)
class BulkDoor(Generic[Entity]):
    """What a capability can do with one of its things.

    Attributes:
        things: their name in sentences.
        key: which one an entity, or the name in a deletion, means.
        exists: whether it is there.
        create: make it.
        replace: write all of it anew.
        update: change the fields named.
        delete: take it away.
        told: a key as the answer tells it.
    """

    things: str
    key: Callable[[Entity | str], Any]
    exists: Callable[[Any], bool]
    create: Callable[[Entity], Any]
    replace: Callable[[Entity], Any]
    update: Callable[[Entity, frozenset[str]], Any]
    delete: Callable[[Any], Any]
    told: Callable[[Any], str] = str


@dataclass(slots=True)
class _Ledger:
    success: list[str] = field(default_factory=list)
    errors: list[dict[str, Json]] = field(default_factory=list)

    def attempt(self, key: str, work: Callable[[], Any]) -> None:
        """Do it, and write down what became of it."""
        try:
            work()
        except SchedulerError as error:
            self.refuse(str(error), error)
        else:
            self.success.append(key)

    def refuse(self, sentence: str, error: SchedulerError, status: int | None = None) -> None:
        """Write down what went wrong."""
        status = status or next((status for kind, status in _STATUSES if isinstance(error, kind)), 503)
        self.errors.append({"error": sentence, "status_code": status})


def carry_out(body: BulkBody[Entity], door: BulkDoor[Entity]) -> BulkAnswer:
    """Do all of it; what fails is told and keeps nothing else from being done."""
    ledgers: dict[str, _Ledger] = {}
    for action in body.actions:
        ledger = ledgers.setdefault(action.action, _Ledger())
        if isinstance(action, BulkCreate):
            _create(action, door, ledger)
        elif isinstance(action, BulkUpdate):
            _update(action, door, ledger)
        else:
            _delete(action, door, ledger)
    told = {name: BulkActionAnswer(success=each.success, errors=each.errors) for name, each in ledgers.items()}
    return BulkAnswer(**told)


def _named(entities: Sequence[Named], door: BulkDoor[Any], ledger: _Ledger) -> list[tuple[Any, Named]]:
    """The entities with what they mean; one that does not say it clearly is left out, and told."""
    found: list[tuple[Any, Named]] = []
    for entity in entities:
        try:
            found.append((door.key(entity), entity))
        except InvalidInputError as error:
            ledger.refuse(str(error), error, status=400)
    return found


def _create(action: BulkCreate[Entity], door: BulkDoor[Entity], ledger: _Ledger) -> None:
    named = _named(action.entities, door, ledger)
    there = [key for key, _ in named if door.exists(key)]
    if there and action.action_on_existence == "fail":
        ledger.refuse(f"These {door.things} are there already: {_list(door, there)}.", ConflictError())
        return
    for key, entity in named:
        if key not in there:
            ledger.attempt(door.told(key), partial(door.create, entity))
        elif action.action_on_existence == "overwrite":
            ledger.attempt(door.told(key), partial(door.replace, entity))


def _update(action: BulkUpdate[Entity], door: BulkDoor[Entity], ledger: _Ledger) -> None:
    named = _named(action.entities, door, ledger)
    missing = [key for key, _ in named if not door.exists(key)]
    if missing and action.action_on_non_existence == "fail":
        ledger.refuse(f"These {door.things} are not there: {_list(door, missing)}.", NotFoundError())
        return
    for key, entity in named:
        if key not in missing:
            fields = frozenset(entity.model_fields_set if action.update_mask is None else action.update_mask)
            ledger.attempt(door.told(key), partial(door.update, entity, fields))


def _delete(action: BulkDelete[Entity], door: BulkDoor[Entity], ledger: _Ledger) -> None:
    keys = [key for key, _ in _named(action.entities, door, ledger)]
    missing = [key for key in keys if not door.exists(key)]
    if missing and action.action_on_non_existence == "fail":
        ledger.refuse(f"These {door.things} are not there: {_list(door, missing)}.", NotFoundError())
        return
    for key in keys:
        if key not in missing:
            ledger.attempt(door.told(key), partial(door.delete, key))


def _list(door: BulkDoor[Entity], keys: Sequence[Any]) -> str:
    more = f" and {len(keys) - 20} more" if len(keys) > 20 else ""
    return ", ".join(door.told(key) for key in keys[:20]) + more
