"""Does the database answer, and does an engine run?"""

from __future__ import annotations

from collections.abc import Iterator

from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import SchedulerError


def look(session: Session) -> Iterator[Check]:
    """The database, then the engine."""
    yield _database(session)
    yield _engine(session)


def _database(session: Session) -> Check:
    from couture_scheduler.store.session import Store

    store = Store(session.settings.db_url)
    url = store.url.render_as_string(hide_password=True)
    try:
        revision, is_current = store.revision(), store.is_current()
    except SchedulerError as error:
        return Check("database", False, f"{url}: {error}", "Check COUTURE_DB_URL and that the database server runs")
    finally:
        store.close()
    if revision is None:
        return Check("database", None, f"{url} is empty: the first start fills it")
    if not is_current:
        return Check(
            "database", False, f"{url} is at revision {revision}, which is not this version's", "couture db upgrade"
        )
    return Check("database", True, f"{url} answers and is up to date")


def _engine(session: Session) -> Check:
    if not session.settings.home.is_dir():
        return Check("engine", None, "It starts with JupyterLab, or with: couture engine start")
    try:
        found = session.client.status()
    except SchedulerError as error:
        log = session.settings.home / "engine.log"
        return Check("engine", False, str(error), f"couture engine start (its log is {log})")
    return Check("engine", True, f"It is {found.get('state', 'running')} (process {found.get('pid')})")
