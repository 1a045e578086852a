"""Variables from a file, as Airflow and our own exports write them: a look first, then all of them or none.

The file maps keys to values, or to objects with ``value`` and ``description``; a value that is no text is kept as JSON.
A value ``***`` under a sensitive key was hidden when the file was written: what is stored stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from couture_jupyter.sensitive import HIDDEN, is_sensitive
from couture_scheduler.actions import variables
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files.encryption import cipher
from couture_scheduler.store import variables as stored
from couture_scheduler.store.session import Transaction
from couture_scheduler.store.variables import VariableRecord

_MOST_TOLD = 20


class Found(StrEnum):
    """What a variable of a file is to those that are stored."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    HIDDEN = "hidden"  # there is one whose value nobody is shown: not even whether it is the same
    WRONG = "wrong"


class Existing(StrEnum):
    """What happens to variables that are there."""

    OVERWRITE = "overwrite"
    SKIP = "skip"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Imported:
    """One variable of a file. ``size`` is the value's length in characters; ``problem`` says what is wrong with it."""

    key: str
    found: Found
    size: int
    description: str | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The keys that were set, and those that were left as they are."""

    done: list[str]
    skipped: list[str]


@needs("variables:edit")
def preview(ctx: ActionContext, document: Mapping[str, Any]) -> list[Imported]:
    """What importing these would do, in the file's order. Nothing is changed."""
    with ctx.store.reading() as tx:
        return [_looked_at(ctx, tx, key, *_given(each)) for key, each in document.items()]


@needs("variables:edit")
def import_all(ctx: ActionContext, document: Mapping[str, Any], existing: Existing) -> ImportOutcome:
    """Make and change the variables of a file, in one transaction.

    Raises ``InvalidInputError`` for all that cannot be imported, and ``ConflictError`` when there are some already and
    ``existing`` is ``fail``; then nothing was changed.
    """
    done: list[str] = []
    skipped: list[str] = []
    with ctx.store.transaction() as tx:
        looked = [_looked_at(ctx, tx, key, *_given(each)) for key, each in document.items()]
        _refuse(looked, existing)
        for entry in looked:
            is_skipped = entry.found is not Found.NEW and existing is Existing.SKIP
            (skipped if is_skipped else done).append(entry.key)
            if not is_skipped and entry.found is not Found.SAME:
                _write(ctx, tx, entry, _given(document[entry.key])[0])
    if done:
        ctx.tell(Change("variable", user=ctx.actor.name))
    return ImportOutcome(done, skipped)


def _given(given: Any) -> tuple[str, str | None]:
    """The text of the value, and the description."""
    value, description = given, None
    if isinstance(given, Mapping) and set(given) <= {"value", "description"} and "value" in given:
        value, description = given["value"], given.get("description")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text, None if description is None else str(description)


def _looked_at(ctx: ActionContext, tx: Transaction, key: str, value: str, description: str | None) -> Imported:
    old = stored.get(tx, key)
    problem = _problem(key, value, old)
    found = Found.WRONG if problem else _found(ctx, old, value, description)
    return Imported(key, found, len(value), description, problem)


def _found(ctx: ActionContext, old: VariableRecord | None, value: str, description: str | None) -> Found:
    if old is None:
        return Found.NEW
    if variables.is_hidden(ctx, old.key):
        return Found.HIDDEN
    try:
        before = cipher(ctx.settings.home).decrypt(old.value, f"The variable {old.key!r}")
    except ConflictError:  # its key is lost: it can only be replaced
        return Found.CHANGED
    is_same = before == value and description in (None, old.description)
    return Found.SAME if is_same else Found.CHANGED


def _problem(key: str, value: str, old: VariableRecord | None) -> str | None:
    if old is None and value == HIDDEN and is_sensitive(key):
        return "The file does not hold its value: hidden values are left out of exports. Make this variable by hand."
    return variables.problem_of(key, value)


def _refuse(looked: list[Imported], existing: Existing) -> None:
    wrong = [FieldProblem((each.key,), f"{each.key}: {each.problem}") for each in looked if each.problem]
    if wrong:
        raise InvalidInputError(*wrong)
    known = sorted(each.key for each in looked if each.found is not Found.NEW)
    if known and existing is Existing.FAIL:
        more = f" and {len(known) - _MOST_TOLD} more" if len(known) > _MOST_TOLD else ""
        raise ConflictError(f"Nothing was imported: {', '.join(known[:_MOST_TOLD])}{more} exist already.")


def _write(ctx: ActionContext, tx: Transaction, entry: Imported, value: str) -> None:
    if entry.found is Found.NEW:
        stored.create(tx, variables.record_of(ctx, entry.key, value, entry.description))
        ctx.audit(tx, "create_variable", details={"variable": entry.key, "by": "import"})
        return
    variables.change(ctx, tx, entry.key, value, entry.description, by="import")
