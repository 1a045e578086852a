"""``couture notebooks check``: what would fail if notebooks ran. Also what `run` and `schedule` say of the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from couture_jupyter.export_formats import FORMATS
from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.parameters import name_value, typed
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError, SchedulerError

if TYPE_CHECKING:
    from couture_scheduler.actions.schedule_form import NotebookScheduleForm
    from couture_scheduler.preflight import Finding

_SIGNS = {"error": "✗", "warning": "!", "info": "·"}
_HIDDEN = (".", "__pycache__", "node_modules")


def preflight_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--no-check``: the form's field ``ignore_preflight``."""
    option = click.option(
        "--no-check", "ignore_preflight", is_flag=True, help="Do so although the check finds errors in the notebook."
    )
    return option(command)


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--kernel", "kernel_name", help="A kernelspec's name.  [default: the notebook's own]")
@click.option(
    *("-p", "--parameter", "parameters"),
    type=name_value,
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter that the run will get; may be given several times.",
)
@click.option("--requirements", help="The file in the workspace from which the job's environment is made.")
@click.pass_obj
def check(
    session: Session,
    /,
    paths: tuple[Path, ...],
    kernel_name: str | None,
    parameters: tuple[tuple[str, str], ...],
    requirements: str | None,
) -> int:
    """Find what would fail if the notebooks at PATHS ran, without running them.

    A folder stands for all notebooks in it. The exit status is 1 if there are errors; warnings do not count.
    """
    from couture_scheduler.actions.preflight import in_its_environment
    from couture_scheduler.preflight import Job

    job = in_its_environment(session.settings, Job(typed(parameters), kernel_name, requirements))
    found = {}
    for path in _notebooks(paths):
        try:
            found[str(path)] = _checked(path, session.settings.workspace.resolve(), job)
        except SchedulerError as error:
            raise InvalidInputError.at(str(path), str(error)) from error
    _show(session, found)
    return FAILED if any(each.severity == "error" for listed in found.values() for each in listed) else 0


def note_warnings(session: Session, form: NotebookScheduleForm) -> None:
    """Say what the check warns of (errors are refused, or wanted), and which formats lack their program."""
    from couture_scheduler.actions import preflight
    from couture_scheduler.preflight import Job

    job = Job(form.parameters, form.kernel_name, form.environment.requirements)
    for each in preflight.check(session.actions_anywhere, form.notebook, job):
        if each.severity != "info":
            session.show.note(f"{_SIGNS[each.severity]} {each.severity}: {each.sentence}")
    for wanted in (FORMATS[kind] for kind in form.exports):
        if missing := wanted.missing():
            session.show.note(f"! warning: {wanted.title} cannot be made on this machine. {missing}")


def _notebooks(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
            continue
        for each in sorted(path.rglob("*.ipynb")):
            if not any(part.startswith(_HIDDEN) for part in each.relative_to(path).parts):
                yield each


def _checked(path: Path, workspace: Path, job: Any) -> list[Finding]:
    from couture_scheduler.preflight import check as find

    # A notebook elsewhere is checked as if its folder were the workspace.
    absolute = path.resolve()
    return find(absolute, workspace if absolute.is_relative_to(workspace) else absolute.parent, job)


def _show(session: Session, found: dict[str, list[Finding]]) -> None:
    if session.show.is_json:
        listed = [{"path": path, "findings": findings} for path, findings in found.items()]
        session.show.json(listed)
        return
    for path, findings in found.items():
        session.show.text(f"{path}: {_summary(findings)}", None)
        for each in findings:
            session.show.text(f"  {_SIGNS[each.severity]} {each.severity}: {each.sentence}", None)


def _summary(findings: list[Finding]) -> str:
    counts = {kind: sum(each.severity == kind for each in findings) for kind in ("error", "warning", "info")}
    words = [
        f"{number} {kind}{'s' if number > 1 and kind != 'info' else ''}" for kind, number in counts.items() if number
    ]
    return ", ".join(words) or "nothing found"
