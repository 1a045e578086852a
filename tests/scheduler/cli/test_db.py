"""``couture db``."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_database_is_made_and_stays_as_it_is(couture: Any, workspace: Path) -> None:
    first = couture("db", "upgrade")
    assert first.status == 0
    assert "was created" in first.out
    assert (workspace / ".couture" / "couture.db").exists()
    assert "is up to date" in couture("db", "upgrade").out


def test_its_state_is_told(couture: Any) -> None:
    missing = couture("db", "status")
    assert missing.status == 1
    assert "couture db upgrade" in missing.err
    couture("db", "upgrade")
    answer = couture("db", "status", "--output", "json")
    assert answer.status == 0
    assert answer.json["is_current"] is True


def test_a_password_is_not_shown(couture: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COUTURE_DB_URL", "postgresql+psycopg://me:secret@127.0.0.1:1/couture")
    answer = couture("db", "status")
    assert answer.status == 1
    assert "secret" not in answer.out + answer.err
