"""``couture audit``: whether the audit log is as it was written."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import ConflictError


@click.group(cls=Group)
def audit() -> None:
    """The audit log: who did what, and whether it is as it was written."""


@audit.command()
@click.option("--noted", metavar="SEAL", help="A seal that was written down earlier: it must still be in the chain.")
@click.pass_obj
def verify(session: Session, noted: str | None) -> None:
    """Find entries of the audit log that were changed, removed or inserted.

    The last seal is printed. Write it down where nobody can change it: with --noted it shows whether the end of the
    log was removed, or all of it written anew.
    """
    from couture_scheduler.actions import audit as actions

    *_, found = actions.verify(session.actions, noted)
    for each in found.findings:
        session.show.note(f"Entry {each.event_log_id} was {each.fault}.")
    if more := found.faults - len(found.findings):
        session.show.note(f"{more} more entries are not as they were sealed.")
    if found.is_noted_there is False:
        session.show.note(f"The noted seal {noted} is not in the chain: the log was written anew, or its end removed.")
    if found.faults or found.is_noted_there is False:
        raise ConflictError("The audit log is not as it was written.")
    told = f"{found.entries} entries are as they were sealed; {found.unsealed} are not sealed yet."
    session.show.text(f"{told}\nThe last seal: {found.head or 'none'}", found)
