"""Import from other schedulers: a preview of what becomes of each job, then the chosen ones become schedules."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from couture_scheduler.actions import import_crontab, import_jupyter_scheduler, schedules
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.import_drafts import Draft, NotebookFinder
from couture_scheduler.actions.import_papermill import typed
from couture_scheduler.actions.notebooks import inspect_file
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, slug
from couture_scheduler.actions.schedule_rules import normalise
from couture_scheduler.actions.schedules import ScheduleDetails
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.store import dag_listing

LARGEST_CRONTAB = 1024 * 1024
_PLAIN = ("int", "float", "bool")
_TOLD_APART_BY = attrgetter("notebook", "when.kind", "when.cron", "timezone", "parameters", "output_path")


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
    """Make schedules of the drafts whose source is in ``only`` (default: of all that were not made before). They are
    paused unless ``switched_on``: the other scheduler may still run them."""
    return [_made(ctx, each, only, switched_on) for each in drafts if only is None or each.source in only]


def _made(ctx: ActionContext, draft: Draft, only: Collection[str] | None, switched_on: bool) -> Imported:
    if only is None and draft.existing is not None:
        return Imported(draft.source, None, (f"It is here already: the schedule {draft.existing}.",))
    if draft.form is None or draft.problems:
        return Imported(draft.source, None, draft.problems)
    try:
        form = dataclasses.replace(draft.form, paused=not switched_on)
        return Imported(draft.source, schedules.create(ctx, form))
    except InvalidInputError as error:
        return Imported(draft.source, None, tuple(each.message for each in error.problems))


def _checked(ctx: ActionContext, drafts: list[Draft]) -> list[Draft]:
    """With names that are free, what the rules of the form say, and which were made before."""
    drafts = [_as_declared(ctx, each) for each in drafts]
    known = schedules.list_schedules(ctx, limit=100_000).entries
    named = _numbered(_with_existing(drafts, {each.dag_id: normalise(ctx, each.form) for each in known}, ctx))
    taken: set[str] = set()
    return [_check(ctx, draft, taken) for draft in named]


def _as_declared(ctx: ActionContext, draft: Draft) -> Draft:
    """With numbers where the notebook declares numbers: jupyter-scheduler and ``papermill -r`` know texts only."""
    if draft.form is None:
        return draft
    try:
        declared = {each.name: each.type for each in inspect_file(ctx, draft.form.notebook).parameters}
    except (InvalidInputError, NotFoundError):  # the form's rules will say it
        return draft
    given = draft.form.parameters
    texts = {name: value for name, value in given.items() if isinstance(value, str) and declared.get(name) in _PLAIN}
    values = {name: value for name, text in texts.items() if not isinstance(value := typed(text), str)}
    notes = [
        f"{name} was the text {given[name]!r}; here it is {value!r}, as declared." for name, value in values.items()
    ]
    form = dataclasses.replace(draft.form, parameters={**given, **values})
    return dataclasses.replace(draft, form=form, notes=(*draft.notes, *notes))


def _with_existing(drafts: list[Draft], known: dict[str, NotebookScheduleForm], ctx: ActionContext) -> list[Draft]:
    """Each schedule is that of one draft: first of one that is the same, then of one with its name and notebook."""
    found: dict[int, str] = {}
    for is_same in (_does_the_same, _is_called_the_same):
        for index, draft in enumerate(drafts):
            if draft.form is None or index in found:
                continue
            form = normalise(ctx, draft.form)
            left = (dag_id for dag_id in known if dag_id not in found.values())
            match = next((dag_id for dag_id in left if is_same(known[dag_id], form)), None)
            if match is not None:
                found[index] = match
    return [dataclasses.replace(draft, existing=found.get(index)) for index, draft in enumerate(drafts)]


def _does_the_same(known: NotebookScheduleForm, wanted: NotebookScheduleForm) -> bool:
    return _TOLD_APART_BY(known) == _TOLD_APART_BY(wanted)


def _is_called_the_same(known: NotebookScheduleForm, wanted: NotebookScheduleForm) -> bool:
    """Somebody may have changed it since, but not its name."""
    return (known.notebook, slug(known.name)) == (wanted.notebook, slug(wanted.name))


def _numbered(drafts: list[Draft]) -> list[Draft]:
    """With sources that differ: two jobs may bear one name."""
    seen: Counter[str] = Counter()
    numbered = []
    for draft in drafts:
        seen[draft.source] += 1
        number = seen[draft.source]
        source = draft.source if number == 1 else f"{draft.source} ({number})"
        numbered.append(dataclasses.replace(draft, source=source))
    return numbered


def _check(ctx: ActionContext, draft: Draft, taken: set[str]) -> Draft:
    if draft.form is None:
        return draft
    name, number = draft.form.name, 1
    while slug(name) in taken or _is_dag(ctx, slug(name)):
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


def _is_dag(ctx: ActionContext, dag_id: str) -> bool:
    with ctx.store.reading() as tx:
        return dag_listing.get(tx, dag_id) is not None
