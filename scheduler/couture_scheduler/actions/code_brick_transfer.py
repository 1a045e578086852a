"""Code bricks in a file: exported, looked at, imported.

The file is JSON: ``{"format": "couture-code-bricks", "version": 1, "bricks": [{"title": …, "body": …, …}]}``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from couture_scheduler.actions import code_bricks
from couture_scheduler.actions.code_bricks import BrickDetails, Origin
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.model import BrickContent
from couture_scheduler.errors import FieldProblem, InvalidInputError

FORMAT = "couture-code-bricks"
MOST = 1000


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One brick of a file. ``existing`` is a brick of that title that the person may replace."""

    number: int
    title: str
    content: BrickContent | None
    problems: tuple[str, ...] = ()
    existing: BrickDetails | None = None

    @property
    def is_same(self) -> bool:
        """Whether importing it would change nothing."""
        return self.existing is not None and self.existing.content == self.content


@needs("bricks:read")
def exported(ctx: ActionContext, brick_ids: Sequence[str] = ()) -> dict[str, Any]:
    """The document of these bricks; without ids of all that somebody wrote and the person sees."""
    if brick_ids:
        found = [code_bricks.get(ctx, brick_id) for brick_id in brick_ids]
    else:
        found = [each for each in code_bricks.everything(ctx) if each.origin is not Origin.SHIPPED]
    return {"format": FORMAT, "version": 1, "bricks": [each.content.to_json() for each in found]}


@needs("bricks:edit")
def preview_import(ctx: ActionContext, document: Any) -> list[ImportEntry]:
    """What is in the document, what is wrong with it, and what is there already. Changes nothing."""
    own = {each.content.title: each for each in code_bricks.everything(ctx) if each.may_edit}
    return [_entry(number, given, own) for number, given in enumerate(_bricks_of(document))]


@needs("bricks:edit")
def import_bricks(
    ctx: ActionContext,
    document: Any,
    *,
    only: Collection[int] | None = None,
    replace: bool = False,
    is_shared: bool = False,
) -> list[BrickDetails]:
    """Take the bricks with these numbers, all when none are given. With ``replace`` one of the same title gets another
    version, else there are two. Those that are there and equal are left out. One with a problem is an
    ``InvalidInputError``, and nothing is imported."""
    entries = preview_import(ctx, document)
    chosen = [each for each in entries if only is None or each.number in only]
    strange = set(only or ()) - {each.number for each in entries}
    wrong = [
        FieldProblem(("document", "bricks", each.number), "; ".join(each.problems)) for each in chosen if each.problems
    ]
    wrong += [FieldProblem(("only",), f"There is no brick with the number {number}.") for number in sorted(strange)]
    if wrong:
        raise InvalidInputError(*wrong)
    return [_take(ctx, each, replace=replace, is_shared=is_shared) for each in chosen if not each.is_same]


def _take(ctx: ActionContext, entry: ImportEntry, *, replace: bool, is_shared: bool) -> BrickDetails:
    assert entry.content is not None  # else it has a problem
    old = entry.existing
    if old is None or not replace:
        return code_bricks.create(ctx, entry.content, is_shared=is_shared)
    was_shared = old.origin is Origin.SHARED
    return code_bricks.update(ctx, old.id, entry.content, expected_version=old.version, is_shared=was_shared)


def _bricks_of(document: Any) -> list[Any]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InvalidInputError.at("document", f'This is no file of code bricks: it lacks "format": "{FORMAT}".')
    if document.get("version") != 1:
        raise InvalidInputError.at(
            "document", "The file was written by a newer version of the product: update this one."
        )
    bricks = document.get("bricks")
    if not isinstance(bricks, list) or len(bricks) > MOST:
        raise InvalidInputError.at("document", f'"bricks" must be a list of at most {MOST} bricks.')
    return bricks


def _entry(number: int, given: Any, own: dict[str, BrickDetails]) -> ImportEntry:
    title = given.get("title") if isinstance(given, dict) else None
    name = title if isinstance(title, str) and title else f"Number {number + 1}"
    try:
        if not isinstance(given, dict):
            raise TypeError("A brick is an object.")
        content = BrickContent.from_json(given)
        check(content)
    except InvalidInputError as error:
        return ImportEntry(number, name, None, tuple(problem.message for problem in error.problems))
    except (TypeError, ValueError, AttributeError) as error:
        return ImportEntry(number, name, None, (str(error),))
    return ImportEntry(number, name, content, existing=own.get(content.title))
