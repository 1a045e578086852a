"""``couture db backup`` and ``restore``: what was there is there again, elsewhere too, with its secrets."""

from __future__ import annotations

import io
import json
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.config import load
from couture_scheduler.store import pools
from couture_scheduler.store.pools import PoolRecord
from couture_scheduler.store.session import Store

Couture = Callable[..., Any]


@pytest.fixture
def log(workspace: Path, couture: Couture) -> Path:
    """A workspace with a secret, and what a run left."""
    assert couture("variables", "set", "greeting", "s3cret").status == 0
    folder = workspace / ".couture" / "runs" / "sales" / "run 1" / "load" / "try-1"
    folder.mkdir(parents=True)
    (folder / "task.log").write_text("It was a fine day.\n", encoding="utf-8")
    (folder / "elsewhere").symlink_to("/etc/passwd")
    return folder / "task.log"


def test_a_backup_is_made_while_others_write_and_put_back_elsewhere(
    workspace: Path, couture: Couture, log: Path, tmp_path: Path
) -> None:
    archive, other = tmp_path / "backup.tar.gz", tmp_path / "other"
    other.mkdir()
    is_over = threading.Event()

    def write() -> None:
        store, number = Store(load(workspace).db_url), 0
        while not is_over.is_set():
            with store.transaction() as tx:
                pools.create(tx, PoolRecord(f"pool {number}", 1))
            number += 1
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    made = couture("db", "backup", archive)
    is_over.set()
    writer.join(60)
    assert made.status == 0, made.err
    assert archive.stat().st_mode & 0o777 == 0o600
    assert couture("db", "backup", archive).status != 0

    back = couture("--workspace", other, "db", "restore", archive)
    assert back.status == 0, back.err
    assert couture("--workspace", other, "variables", "get", "greeting").out.strip() == "s3cret"
    copied = other / log.relative_to(workspace)
    assert copied.read_text(encoding="utf-8") == "It was a fine day.\n"
    assert not (copied.parent / "elsewhere").is_symlink()
    assert (other / ".couture" / "couture.db").stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_only_replaced_when_that_is_said_and_is_kept(
    workspace: Path, couture: Couture, log: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "backup.tar.gz"
    assert couture("db", "backup", archive, "--without-runs").status == 0
    assert couture("variables", "set", "greeting", "newer").status == 0
    refused = couture("db", "restore", archive)
    assert "is there already" in refused.err
    assert couture("variables", "get", "greeting").out.strip() == "newer"
    assert couture("db", "restore", archive, "--replace").status == 0
    assert couture("variables", "get", "greeting").out.strip() == "s3cret"
    assert not log.exists()
    (aside,) = (workspace / ".couture").glob("before-restore-*")
    assert (aside / log.relative_to(workspace / ".couture")).exists()


@pytest.mark.parametrize(
    ("names", "revision", "told"),
    [
        (["../escaped"], "0001", "no backup"),
        (["couture.db/../../escaped"], "0001", "no whole backup"),
        (["strange"], "0001", "no backup"),
        ([], "9999", "Install that version first"),
    ],
)
def test_what_is_no_backup_of_ours_is_refused(
    couture: Couture, tmp_path: Path, names: list[str], revision: str, told: str
) -> None:
    archive = tmp_path / "backup.tar.gz"
    manifest = {"version": "9", "revision": revision, "database": "sqlite", "made_at": "2026-01-01T00:00:00+00:00"}
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("backup.json", *names):
            content = json.dumps(manifest).encode()
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    refused = couture("db", "restore", archive)
    assert refused.status != 0
    assert told in refused.err
    assert not list(tmp_path.rglob("escaped"))


def test_a_file_that_is_no_archive_is_refused(couture: Couture, tmp_path: Path) -> None:
    (tmp_path / "backup.tar.gz").write_bytes(b"not an archive")
    assert "no whole backup" in couture("db", "restore", tmp_path / "backup.tar.gz").err
