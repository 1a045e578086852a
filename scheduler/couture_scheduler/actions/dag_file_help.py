"""Help while a DAG file is written: completions, what a name is, the arguments of a call. Nothing is written or run."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.code_help.asking import CodeHelper
from couture_scheduler.code_help.model import Completions, Explanation, Place, Signature, Surroundings
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files import dag_texts


@needs("dagFiles:edit")
def complete(ctx: ActionContext, helper: CodeHelper, path: str, place: Place) -> Completions:
    """How the word at the cursor can go on."""
    return helper.complete(_surroundings(ctx, path), _checked(place))


@needs("dagFiles:edit")
def explain(ctx: ActionContext, helper: CodeHelper, path: str, place: Place, name: str | None) -> Explanation | None:
    """What stands at the cursor; ``name``: what it would be, completed to this."""
    return helper.explain(_surroundings(ctx, path), _checked(place), name)


@needs("dagFiles:edit")
def signature(ctx: ActionContext, helper: CodeHelper, path: str, place: Place) -> Signature | None:
    """The call around the cursor."""
    return helper.signature(_surroundings(ctx, path), _checked(place))


def _surroundings(ctx: ActionContext, path: str) -> Surroundings:
    folder = ctx.settings.dags_folder
    return Surroundings(dag_texts.find(folder, path), folder, ctx.settings.home)


def _checked(place: Place) -> Place:
    if len(place.content) > dag_texts.MOST_BYTES:
        raise InvalidInputError.at("content", f"A DAG file may have {dag_texts.MOST_BYTES // 1024**2} MB at the most.")
    lines = place.content.split("\n")
    if place.line > len(lines):
        raise InvalidInputError.at("line", f"The text has {len(lines)} lines only.")
    if place.column > len(lines[place.line - 1]):
        raise InvalidInputError.at("column", f"Line {place.line} has {len(lines[place.line - 1])} characters only.")
    return place
