"""The store on each of the three databases. Each test gets an empty, upgraded one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import database_servers
import pytest
from couture_scheduler.store import pools
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables import metadata


@pytest.fixture(scope="session", params=["sqlite", "postgresql", "mariadb"])
def upgraded_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an upgraded database without rows of ours."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'couture.db'}"
        else:
            server = stack.enter_context(getattr(database_servers, request.param)())
            url = server.create_database()
        store = Store(url)
        store.upgrade()
        store.close()
        yield url


@pytest.fixture
def url(upgraded_url: str, tmp_path: Path) -> str:
    """A database for one test: a copy of the file, or the shared one, which ``store`` empties."""
    if not upgraded_url.startswith("sqlite"):
        return upgraded_url
    copy = tmp_path / "couture.db"
    shutil.copy(upgraded_url.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    store = Store(url)
    yield store
    if store.dialect != "sqlite":
        with store.transaction() as tx:
            for table in reversed(metadata.sorted_tables):
                tx.execute(table.delete())
            pools.create(tx, pools.PoolRecord(pools.DEFAULT_POOL, 128, "The pool of tasks that name none."))
    store.close()
