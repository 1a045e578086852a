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
        click.option("--on", "switched_on", is_flag=True, help="Switch them on; else they are made paused."),
        click.option("--create", "wanted", is_flag=True, help="Make the schedules."),
    ):
        command = option(command)
    return command


@imports.command("jupyter-scheduler")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@_import_options
@click.pass_obj
def jupyter_scheduler(session: Session, /, path: Path | None, wanted: bool, switched_on: bool) -> int:
    """Take over the job definitions and jobs in jupyter-scheduler's database PATH.

    Without PATH it is looked for where jupyter-scheduler keeps it.
    """
    from couture_scheduler.actions import import_jupyter_scheduler, importing

    place = path
    if place is None:
        from jupyter_core.paths import jupyter_data_dir

        place = Path(jupyter_data_dir()) / import_jupyter_scheduler.FILE_NAME
    return _show(session, importing.preview_jupyter_scheduler(session.actions_anywhere, place), wanted, switched_on)


@imports.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@_import_options
@click.pass_obj
def crontab(session: Session, /, file: IO[str], wanted: bool, switched_on: bool) -> int:
    """Take over the papermill lines of the crontab FILE (- for what `crontab -l` prints)."""
    from couture_scheduler.actions import importing

    return _show(session, importing.preview_crontab(session.actions_anywhere, file.read()), wanted, switched_on)


def _show(session: Session, drafts: list[Draft], wanted: bool, switched_on: bool) -> int:
    """The preview, or what was made; the exit status."""
    from couture_scheduler.actions import importing

    if wanted:
        done = importing.create(session.actions, drafts, switched_on=switched_on)
        rows = [
            [each.source, each.schedule.dag_id if each.schedule else None, "\n".join(each.problems)] for each in done
        ]
        session.show.table(["From", "Schedule", "Why not"], rows, done, empty="There is nothing to import.")
        return 0 if all(each.schedule for each in done) else FAILED
    session.show.table(
        ["From", "Name", "Notebook", "When", "Problems and notes"],
        [_row(draft) for draft in drafts],
        [{**vars_of(draft)} for draft in drafts],
        empty="There is nothing to import.",
    )
    if drafts:
        session.show.note("Nothing was made yet. Make the schedules with --create.")
    return 0


def vars_of(draft: Draft) -> dict[str, Any]:
    """A draft as JSON."""
    form = draft.form.to_json() if draft.form else None
    return {"source": draft.source, "form": form, "problems": draft.problems, "notes": draft.notes}


def _row(draft: Draft) -> list[object]:
    form = draft.form
    said = "\n".join((*(f"✗ {each}" for each in draft.problems), *draft.notes))
    if form is None:
        return [draft.source, None, None, None, said]
    return [draft.source, form.name, form.notebook, form.when.cron or "by hand", said]
