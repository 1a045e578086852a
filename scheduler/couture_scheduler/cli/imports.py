"""``couture import``: take over the jobs of another scheduler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.actions.import_drafts import Draft


@click.group("import", cls=Group)
def imports() -> None:
    """Take over the jobs of another scheduler: first shown, then made with --create."""


def _import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--again", is_flag=True, help="Make also those that are here already."),
        click.option("--on", "switched_on", is_flag=True, help="Switch them on; else they are made paused."),
        click.option("--create", "wanted", is_flag=True, help="Make the schedules."),
    ):
        command = option(command)
    return command


@imports.command("jupyter-scheduler")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@_import_options
@click.pass_obj
def jupyter_scheduler(session: Session, /, path: Path | None, **options: bool) -> int:
    """Take over the job definitions and jobs in jupyter-scheduler's database PATH.

    Without PATH it is looked for where jupyter-scheduler keeps it.
    """
    from couture_scheduler.actions import import_jupyter_scheduler, importing

    place = path
    if place is None:
        from jupyter_core.paths import jupyter_data_dir

        place = Path(jupyter_data_dir()) / import_jupyter_scheduler.FILE_NAME
    return _show(session, importing.preview_jupyter_scheduler(session.actions_anywhere, place), **options)


@imports.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@_import_options
@click.pass_obj
def crontab(session: Session, /, file: IO[str], **options: bool) -> int:
    """Take over the papermill lines of the crontab FILE (- for what `crontab -l` prints)."""
    from couture_scheduler.actions import importing

    return _show(session, importing.preview_crontab(session.actions_anywhere, file.read()), **options)


def _show(session: Session, drafts: list[Draft], *, wanted: bool, switched_on: bool, again: bool) -> int:
    """The preview, or what was made; the exit status."""
    if wanted:
        return _make(session, drafts, switched_on, again)
    session.show.table(
        ["From", "Name", "Notebook", "When", "Parameters", "Problems and notes"],
        [_row(draft) for draft in drafts],
        [{**vars_of(draft)} for draft in drafts],
        empty="There is nothing to import.",
    )
    if drafts:
        session.show.note("Nothing was made yet. Make the schedules with --create.")
    return 0


def _make(session: Session, drafts: list[Draft], switched_on: bool, again: bool) -> int:
    """Make the schedules. The status tells whether one that could be made was not."""
    from couture_scheduler.actions import importing

    only = {draft.source for draft in drafts} if again else None
    done = importing.create(session.actions, drafts, only=only, switched_on=switched_on)
    rows = [[each.source, each.schedule.dag_id if each.schedule else None, "\n".join(each.problems)] for each in done]
    session.show.table(["From", "Schedule", "Why not"], rows, done, empty="There is nothing to import.")
    made = sum(each.schedule is not None for each in done)
    hint = "" if switched_on or not made else " They are paused: end the jobs there, then switch them on here."
    session.show.note(f"Made {made} schedules.{hint}")
    failed = [
        draft
        for draft, each in zip(drafts, done, strict=True)
        if draft.form and each.schedule is None and (again or draft.existing is None)
    ]
    return FAILED if failed else 0


def vars_of(draft: Draft) -> dict[str, Any]:
    """A draft as JSON."""
    form = draft.form.to_json() if draft.form else None
    said = {"problems": draft.problems, "notes": draft.notes, "existing": draft.existing}
    return {"source": draft.source, "form": form, **said}


def _row(draft: Draft) -> list[object]:
    form = draft.form
    here = (f"It is here already: the schedule {draft.existing}.",) if draft.existing else ()
    said = "\n".join((*(f"✗ {each}" for each in draft.problems), *here, *draft.notes))
    if form is None:
        return [draft.source, None, None, None, None, said]
    when = f"{form.when.cron} ({form.timezone})" if form.when.cron else "by hand"
    parameters = "\n".join(f"{name} = {value!r}" for name, value in form.parameters.items())
    return [draft.source, form.name, form.notebook, when, parameters, said]
