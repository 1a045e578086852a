"""What a person may do with a code brick: render it, put it into a source, make one of a selection; nothing is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from couture_scheduler.actions import code_bricks
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.drafts import Draft, draft
from couture_scheduler.bricks.insertion import Insertion, insert
from couture_scheduler.bricks.model import BrickContent
from couture_scheduler.bricks.rendering import Rendered, render
from couture_scheduler.errors import InvalidInputError

LONGEST_SOURCE = 5_000_000  # characters


@needs("bricks:read")
def rendered(ctx: ActionContext, brick_id: str, values: Mapping[str, Any]) -> Rendered:
    """The code of a brick for these values."""
    return render(code_bricks.get(ctx, brick_id).content, values)


@needs("bricks:read")
def preview(ctx: ActionContext, content: BrickContent, values: Mapping[str, Any]) -> Rendered:
    """The code of a brick that is being written; what is wrong with it is an ``InvalidInputError``."""
    check(content)
    return render(content, values)


@needs("bricks:read")
def inserted(ctx: ActionContext, brick_id: str, source: str, line: int, values: Mapping[str, Any]) -> Insertion:
    """The source with the brick in it, for a cursor in ``line`` (from 1)."""
    _check_length(source)
    found = code_bricks.get(ctx, brick_id).content
    return insert(source, line, render(found, values), found.place)


@needs("bricks:edit")
def drafted(ctx: ActionContext, source: str, first: int, last: int, chosen: Collection[str]) -> Draft:
    """A brick of the lines ``first`` to ``last`` of the source, with the ``chosen`` proposals as placeholders."""
    _check_length(source)
    return draft(source, first, last, chosen)


def _check_length(source: str) -> None:
    if len(source) > LONGEST_SOURCE:
        raise InvalidInputError.at("source", f"The file has more than {LONGEST_SOURCE:,} characters.")
