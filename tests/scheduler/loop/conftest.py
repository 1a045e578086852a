"""What several tests of the loop stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from couture_scheduler.store.session import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database."""
    made = Store(f"sqlite:///{tmp_path / 'couture.db'}")
    made.upgrade()
    yield made
    made.close()
