"""Empty databases to migrate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import database_servers
import pytest


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[database_servers.DatabaseServer | None]:
    """A running server; SQLite needs none."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield None
        else:
            yield stack.enter_context(getattr(database_servers, request.param)())


@pytest.fixture
def empty_url(server: database_servers.DatabaseServer | None, tmp_path: Path) -> str:
    """The URL of an empty database."""
    return f"sqlite:///{tmp_path / 'home' / 'couture.db'}" if server is None else server.create_database()
