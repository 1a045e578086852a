"""Import from other schedulers: a preview of what becomes of each job, then the chosen ones become schedules."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.actions import import_crontab, import_jupyter_scheduler, schedules
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.import_drafts import Draft, NotebookFinder
from couture_scheduler.actions.schedule_form import slug
from couture_scheduler.actions.schedules import ScheduleDetails
from couture_scheduler.errors import InvalidInputError

LARGEST_CRONTAB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one draft: the schedule, or why there is none."""

    source: str
    schedule: ScheduleDetails | None
    problems: tuple[str, ...] = ()


@needs("notebooks:schedule")
def preview_jupyter_scheduler(ctx: ActionContext, path: Path) -> list[Draft]:
    """What becomes of each job in this database of jupyter-scheduler."""
    finder = NotebookFinder(ctx.settings.workspace, ctx.settings.home)
    return _checked(ctx, import_jupyter_scheduler.read_drafts(path, finder))


@needs("notebooks:schedule")
def preview_crontab(ctx: ActionContext, text: str) -> list[Draft]:
    """What becomes of each line of this crontab."""
    if len(text) > LARGEST_CRONTAB:
        raise InvalidInputError.at("text", "This is too long for a crontab.")
    return _checked(ctx, import_crontab.read_drafts(text, ctx.settings.workspace))


@needs("notebooks:schedule")
def create(
    ctx: ActionContext, drafts: list[Draft], *, only: Collection[str] | None = None, switched_on: bool = False
) -> list[Imported]:
    """Make schedules of the drafts without problems whose source is in ``only`` (default: of all). They are paused
    unless ``switched_on``: the other scheduler may still run them."""
    done = []
    for draft in drafts:
        if only is not None and draft.source not in only:
            continue
        if draft.form is None or draft.problems:
            done.append(Imported(draft.source, None, draft.problems))
            continue
        try:
            form = dataclasses.replace(draft.form, paused=not switched_on)
            done.append(Imported(draft.source, schedules.create(ctx, form)))
        except InvalidInputError as error:
            done.append(Imported(draft.source, None, tuple(each.message for each in error.problems)))
    return done


def _checked(ctx: ActionContext, drafts: list[Draft]) -> list[Draft]:
    """With names that are free, and what the rules of the form say."""
    taken: set[str] = {each.dag_id for each in schedules.list_schedules(ctx, limit=100_000).entries}
    return [_check(ctx, draft, taken) for draft in drafts]


def _check(ctx: ActionContext, draft: Draft, taken: set[str]) -> Draft:
    if draft.form is None:
        return draft
    name, number = draft.form.name, 1
    while slug(name) in taken:
        number += 1
        name = f"{draft.form.name} {number}"
    taken.add(slug(name))
    form = dataclasses.replace(draft.form, name=name)
    try:
        schedules.validate(ctx, form)
    except InvalidInputError as error:
        problems = tuple(f"{'.'.join(map(str, each.field))}: {each.message}" for each in error.problems)
        return dataclasses.replace(draft, form=form, problems=problems)
    return dataclasses.replace(draft, form=form)
