"""``couture db``: the database that holds DAGs, schedules and runs."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def db() -> None:
    """Create, upgrade and look at the database."""


@db.command()
@click.pass_obj
def upgrade(session: Session) -> None:
    """Create the database, or bring it to the newest version. Safe to repeat."""
    from couture_scheduler.store.session import Store

    store = Store(session.settings.db_url)
    before = store.revision()
    store.upgrade()
    after = store.revision()
    did = "is up to date" if before == after else "was created" if before is None else "was upgraded"
    session.show.text(f"The database {did} (revision {after}).", {"before": before, "after": after})


@db.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say where the database is and whether it is up to date. The exit status is 1 when it is not."""
    from couture_scheduler.store.session import Store

    session: Session = ctx.obj
    store = Store(session.settings.db_url)
    url = store.url.render_as_string(hide_password=True)
    found = {"url": url, "revision": store.revision(), "is_current": store.is_current()}
    fields = {"Database": url, "Revision": found["revision"] or "none", "Up to date": found["is_current"]}
    session.show.record(fields, found)
    if not found["is_current"]:
        session.show.note("Bring it up to date with: couture db upgrade")
        ctx.exit(FAILED)


@db.command("new-key")
@click.pass_obj
def new_key(session: Session) -> None:
    """Print a new key for COUTURE_FERNET_KEY, which encrypts variables and connections."""
    from couture_scheduler.files import encryption

    key = encryption.new_key()
    session.show.text(key, {"key": key})


@db.command("rotate-key")
@click.pass_obj
def rotate_key(session: Session) -> None:
    """Encrypt all variables and connections anew: with a new key in the key file, or, where the keys come from the
    environment, with the first of COUTURE_FERNET_KEY."""
    from couture_scheduler.actions import key_rotation

    count = key_rotation.rotate(session.actions)
    session.show.text(f"{count} variables and connections were encrypted anew.", {"encrypted": count})
