"""``couture connections test``: whether a connection works, where that is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_a_connection_is_tried_out_where_the_settings_allow_it(
    couture: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    couture("connections", "add", "folder", "--conn-type", "sqlite", "--conn-host", workspace / "some.db")
    refused = couture("connections", "test", "folder")
    assert refused.status != 0
    assert "test_connection" in refused.err
    monkeypatch.setenv("COUTURE_TEST_CONNECTION", "true")
    assert "works. The database answers." in couture("connections", "test", "folder").out
    couture("connections", "add", "folder", "--conn-type", "sqlite", "--conn-host", "/no/such/folder/b.db", "--another")
    assert couture("connections", "test", "folder", "--number", 2).status != 0
    couture("connections", "delete", "folder", "--number", 1)
    assert "does not work" in couture("connections", "test", "folder").err
    couture("connections", "add", "odd", "--conn-type", "no_such_system")
    odd = couture("connections", "test", "odd")
    assert odd.status != 0
    assert "There is no hook for the connection 'odd'" in odd.err
