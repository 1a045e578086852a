"""Kernels that are ready in a person's own pool a minute before their schedule is due."""

from __future__ import annotations

import getpass
import json
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from couture_scheduler.engine.decisions import RunPlan
from couture_scheduler.kernels import account_pools
from couture_scheduler.loop.owners_kernels import OwnersKernels
from couture_scheduler.store import dags, notebook_schedules
from couture_scheduler.store.session import Store

from couture_jupyter.serialization import DagSpec

ME = getpass.getuser()
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Where our own pool would listen."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listens:
        Path(folder, ME).mkdir()
        listens.bind(str(Path(folder, ME, account_pools.SOCKET)))
        listens.listen()
        listens.settimeout(60)
        monkeypatch.setenv(account_pools.PLACE, folder)
        yield listens


def schedule(store: Store, dag_id: str, owner: str, at: datetime, kernel_name: str | None = None) -> None:
    """A schedule whose next run is planned."""
    spec = DagSpec(dag_id=dag_id, timetable={"kind": "continuous"}, is_paused_upon_creation=False, tasks=())
    with store.transaction() as tx:
        dags.register(tx, spec, source="", kind=dags.NOTEBOOK_SCHEDULE, file=None, commit=None, now=NOON)
        notebook_schedules.put(tx, dag_id, "a.ipynb", {"kernel_name": kernel_name}, owner, NOON)
        dags.set_next(tx, dag_id, RunPlan(next_run_after=at))


def heard(pool: socket.socket) -> list[dict[str, object]]:
    """What somebody asks of the pool, who then lets go of it."""
    line, _ = pool.accept()
    with line, line.makefile("rb") as asked:
        return [json.loads(each) for each in asked]


def test_a_pool_is_warmed_a_minute_before_its_owners_schedules_are_due(
    store: Store, pool: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    passed, minute = [timedelta(0)], 60.0
    kernels = OwnersKernels(store, lambda: NOON + passed[0])
    assert kernels.warm() is None, "nothing is planned"
    schedule(store, "later", ME, NOON + timedelta(hours=1))
    schedule(store, "also", ME, NOON + timedelta(hours=1), "ir")
    assert kernels.warm() == 59 * 60
    passed[0] = timedelta(minutes=59)
    assert kernels.warm() == minute
    assert heard(pool) == [{"do": "warm", "kernels": ["ir", "python3"]}]
    schedule(store, "of nobody", "nobody_of_this_name", NOON + timedelta(minutes=30))
    assert kernels.warm() == minute, "once is enough"
    assert "No kernel could be warmed for nobody_of_this_name" in caplog.text
    pool.settimeout(0)
    with pytest.raises(BlockingIOError):
        pool.accept()


def test_where_all_run_as_one_user_no_pool_is_looked_for(store: Store) -> None:
    schedule(store, "soon", "nobody_of_this_name", NOON)
    assert OwnersKernels(store, lambda: NOON).warm() is None
