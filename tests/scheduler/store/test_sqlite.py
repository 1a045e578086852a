"""What only SQLite can do to us: the file itself, locks, a full disk."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from couture_scheduler.errors import DatabaseUnavailableError, DiskFullError
from couture_scheduler.store import pools, sqlite_files
from couture_scheduler.store.pools import PoolRecord
from couture_scheduler.store.session import Store
from sqlalchemy import text


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'home' / 'couture.db'}")
    store.upgrade()
    yield store
    store.close()


def test_only_the_owner_may_read_the_file_and_its_folder(store: Store, tmp_path: Path) -> None:
    with store.transaction() as tx:
        pools.create(tx, PoolRecord("new", 1))
        files = sorted((tmp_path / "home").iterdir())
        assert [file.name for file in files] == ["couture.db", "couture.db-shm", "couture.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_every_commit_is_synced_and_foreign_keys_hold(store: Store) -> None:
    with store.reading() as tx:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        assert [tx.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas] == ["wal", 2, 1]


def test_opening_a_store_creates_nothing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'home' / 'couture.db'}")
    assert store.revision() is None
    with pytest.raises(DatabaseUnavailableError, match="couture db upgrade"), store.reading():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_vanished_is_an_error_with_a_way_out(store: Store, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "home" / "couture.db").unlink()
    with pytest.raises(DatabaseUnavailableError, match="not there"), store.transaction() as tx:
        pools.listing(tx)


def test_a_file_that_is_no_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "couture.db").write_text("This is a letter, not a database. " * 100)
    store = Store(f"sqlite:///{tmp_path / 'couture.db'}")
    with pytest.raises(DatabaseUnavailableError, match="not a database"):
        store.upgrade()
    store.close()


def test_a_lock_of_another_program_is_said_to_be_one(store: Store) -> None:
    other = sqlite3.connect(sqlite_files.path_of(store.url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = Store(store.url.render_as_string(), busy_seconds=0.1)
    with pytest.raises(DatabaseUnavailableError, match="locked"), impatient.transaction():
        pass
    impatient.close()
    with store.reading() as tx:
        assert pools.get(tx, "default_pool") is not None
    other.execute("ROLLBACK")
    other.close()
    with store.transaction() as tx:
        pools.create(tx, PoolRecord("new", 1))


def test_a_full_disk_is_said_to_be_one_and_nothing_is_lost(store: Store) -> None:
    with store.transaction() as tx:
        pools.create(tx, PoolRecord("before", 1))
    with store.reading() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
    limited = Store(store.url.render_as_string())
    with limited.reading() as tx:  # the limit belongs to the connection, and the pool gives it out again
        tx.execute(text(f"PRAGMA max_page_count = {pages + 1}"))

    def fill() -> None:
        with limited.transaction() as tx:
            for number in range(100):
                pools.create(tx, PoolRecord(f"pool {number}", 1, "x" * 10_000))

    with pytest.raises(DiskFullError, match="Free some space"):
        fill()
    limited.close()
    with store.transaction() as tx:
        assert [pool.name for pool in pools.listing(tx)] == ["before", "default_pool"]
        pools.create(tx, PoolRecord("after", 1, "x" * 100_000))
    with store.reading() as tx:
        assert tx.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_threads_may_share_a_store(store: Store) -> None:
    barrier = threading.Barrier(20)

    def work(number: int) -> None:
        barrier.wait(60)
        with store.transaction() as tx:
            pools.create(tx, PoolRecord(f"pool {number}", number))
        with store.reading() as tx:
            assert pools.get(tx, f"pool {number}") == PoolRecord(f"pool {number}", number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    with store.reading() as tx:
        assert len(pools.listing(tx)) == 21


def test_opening_a_current_store_does_not_import_alembic(store: Store) -> None:
    code = (
        "import sys; from couture_scheduler.store.session import Store;"
        f"s = Store({str(store.url)!r}); s.upgrade(); assert s.is_current(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_file_may_be_in_a_folder_with_any_name(tmp_path: Path) -> None:
    path = tmp_path / "what? 100%20 #1" / "couture.db"
    store = Store(f"sqlite:///{path}")
    store.upgrade()
    assert store.is_current()
    store.close()
    assert path.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["what? 100%20 #1"]
