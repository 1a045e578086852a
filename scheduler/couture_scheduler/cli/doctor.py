"""``couture doctor``: looks at everything that must be right, and says how to mend what is not."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.session import Session

SUBJECTS = ("installation", "places", "services", "kernels", "formats", "clock")
_SIGNS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "bright_black")}


@click.command(cls=Command)
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check the installation, the workspace, database, engine, kernels, formats and clock. The exit status is 1 if
    anything is wrong; each ✗ says how to mend it."""
    session: Session = ctx.obj
    found = list(_look(session))
    if session.show.is_json:
        session.show.json(found)
    else:
        _print(session, found)
    ctx.exit(FAILED if any(check.ok is False for check in found) else 0)


def _look(session: Session) -> Iterator[Check]:
    for subject in SUBJECTS:
        yield from import_module(f"couture_scheduler.cli.checks.{subject}").look(session)


def _print(session: Session, found: list[Check]) -> None:
    from rich.markup import escape

    console = session.show.console
    width = max(len(check.subject) for check in found)
    for check in found:
        sign, colour = _SIGNS[check.ok]
        console.print(
            f"[{colour}]{sign}[/] [bold]{check.subject:<{width}}[/]  {escape(check.sentence)}", soft_wrap=True
        )
        if check.ok is False and check.mend:
            console.print(f"  {'':<{width}}  → {escape(check.mend)}", soft_wrap=True)
    wrong = sum(check.ok is False for check in found)
    console.print("\nAll is well." if not wrong else f"\n{wrong} of {len(found)} checks failed.")
