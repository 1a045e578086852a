"""``couture doctor`` finds what is wrong and says how to mend it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def checks(answer: Any) -> dict[str, Any]:
    return {check["subject"]: check for check in answer.json}


def test_a_new_workspace_is_judged_without_being_touched(couture: Any, workspace: Path) -> None:
    found = checks(couture("doctor", "--output", "json"))
    assert found["workspace"]["ok"] is True
    assert found["database"]["ok"] is None
    assert found["engine"]["ok"] is None
    assert list(workspace.iterdir()) == []


def test_an_engine_that_does_not_run_is_a_finding(couture: Any) -> None:
    couture("db", "upgrade")
    answer = couture("doctor", "--output", "json")
    found = checks(answer)
    assert answer.status == 1
    assert found["database"]["ok"] is True
    assert found["engine"]["ok"] is False
    assert "couture engine start" in found["engine"]["mend"]


def test_people_get_signs_and_ways_to_mend(couture: Any) -> None:
    couture("db", "upgrade")
    lines = couture("doctor").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("✗ engine"))
    assert lines[at + 1].strip().startswith("→ couture engine start")
    assert any(line.startswith("✓ database") for line in lines)


def test_a_database_that_cannot_be_reached(couture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUTURE_DB_URL", "sqlite:////proc/nowhere/couture.db")
    found = checks(couture("doctor", "--output", "json"))["database"]
    assert found["ok"] is not True


def test_an_old_database_asks_for_an_upgrade(couture: Any, workspace: Path) -> None:
    import sqlite3

    couture("db", "upgrade")
    connection = sqlite3.connect(workspace / ".couture" / "couture.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    assert checks(couture("doctor", "--output", "json"))["database"]["mend"] == "couture db upgrade"
    answer = couture("runs", "list")
    assert answer.status == 1
    assert "couture db upgrade" in answer.err


def test_a_kernel_without_its_program(couture: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = {"argv": ["/no/such/python", "-f", "{connection_file}"], "display_name": "Gone", "language": "python"}
    folder = tmp_path / "jupyter" / "kernels" / "gone"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    found = checks(couture("doctor", "--output", "json"))["kernel gone"]
    assert found["ok"] is False
    assert "jupyter kernelspec remove gone" in found["mend"]


def test_a_disabled_server_extension(couture: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "config" / "jupyter_server_config.d"
    folder.mkdir(parents=True)
    off = {"ServerApp": {"jpserver_extensions": {"couture_server": False}}}
    (folder / "mine.json").write_text(json.dumps(off), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "nothing"))
    found = checks(couture("doctor", "--output", "json"))["server extension"]
    assert found["ok"] is False
    assert found["mend"] == "jupyter server extension enable couture_server"


def test_a_home_that_others_may_read(couture: Any, workspace: Path) -> None:
    couture("db", "upgrade")
    os.chmod(workspace / ".couture", 0o755)
    found = checks(couture("doctor", "--output", "json"))["privacy"]
    assert (found["ok"], found["mend"]) == (False, f"chmod 700 {workspace / '.couture'}")


def test_an_unknown_time_zone(couture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUTURE_DEFAULT_TIMEZONE", "Europe/Atlantis")
    assert checks(couture("doctor", "--output", "json"))["default time zone"]["ok"] is False
