"""``couture db``: the database that holds DAGs, schedules and runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import ConflictError


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


@db.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-runs", is_flag=True, help="Leave out logs, executed notebooks and outputs of runs.")
@click.pass_obj
def backup(session: Session, archive: Path, without_runs: bool) -> None:
    """Write a backup to ARCHIVE (.tar.gz), while everything runs: database, keys, settings, what runs left.

    Of PostgreSQL and MariaDB the database is left out: they have programs of their own, which are named. Whoever has
    the archive has the secrets.
    """
    from couture_scheduler.actions import backups

    made = backups.make(session.settings, archive, datetime.now(UTC), with_runs=not without_runs)
    session.show.text(f"{archive} was written (schema {made.revision}).", made)
    if not made.has_database:
        session.show.note(_OTHERS[made.database])


_OTHERS = {
    "postgresql": "The database is not in it. Take it with: pg_dump --format=custom --file couture.dump DATABASE",
    "mysql": "The database is not in it. Take it with: mariadb-dump --single-transaction DATABASE > couture.sql",
}


@db.command()
@click.argument("archive", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put aside what is there.")
@click.pass_obj
def restore(session: Session, archive: Path, replace: bool) -> None:
    """Put back the backup ARCHIVE, into an empty workspace or, with --replace, in place of what is there.

    The engine and the Jupyter servers of the workspace must be stopped.
    """
    from couture_scheduler.actions import backups
    from couture_scheduler.files.processes import is_alive
    from couture_scheduler.loop import address

    engine = address.read(session.settings.home)
    if engine is not None and is_alive(engine.pid, engine.process_started):
        raise ConflictError("The engine runs. Stop it first, and the Jupyter servers: couture engine stop")
    made, aside = backups.restore(session.settings, archive, datetime.now(UTC), replace=replace)
    session.show.text(f"The backup of {made.made_at} was put back (schema {made.revision}).", made)
    if aside is not None:
        session.show.note(f"What was there is in {aside}.")
    session.show.note("Bring the database up to date with: couture db upgrade")
