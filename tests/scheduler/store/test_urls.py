"""A URL with which no database can be reached: what is said names the setting, and never the password."""

from __future__ import annotations

import pytest
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store.session import Store


@pytest.mark.parametrize("url", ["hush", "postgresql+psycopg://ada:1@host:hush/db", "no+driver://ada:hush@host/db"])
def test_a_url_that_is_none_is_told_without_its_password(url: str) -> None:
    with pytest.raises(InvalidInputError, match="db_url") as refused:
        Store(url)
    assert "hush" not in str(refused.value)
