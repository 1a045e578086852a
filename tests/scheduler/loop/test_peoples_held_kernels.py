"""What people's own pools tell of the kernels that they keep: listed where it can be true, and never in others' way."""

from __future__ import annotations

import getpass
import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.actions.held_mirror import GONE
from couture_scheduler.config import load
from couture_scheduler.events import Change
from couture_scheduler.kernels import account_pools
from couture_scheduler.loop.held_kernels import HeldKernels
from couture_scheduler.store import held_kernels, notebook_schedules
from couture_scheduler.store.held_kernels import HeldKernelRecord
from couture_scheduler.store.session import Store
from store_rows import NOW, chain, run_with_tasks

ME = getpass.getuser()


class PeoplesPool:
    """A pool of ours that says what it likes."""

    def __init__(self, place: Path) -> None:
        self.says = b""
        (place / ME).mkdir()
        self._listens = socket.socket(socket.AF_UNIX)
        self._listens.bind(str(place / ME / account_pools.SOCKET))
        self._listens.listen()
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                line, _ = self._listens.accept()
            except OSError:
                return  # the test is over
            with line, line.makefile("rb") as asked:
                asked.readline()
                line.sendall(self.says + b"\n")
                asked.readline()  # until who asked has gone

    def tell(self, *held: dict[str, Any]) -> None:
        """Answer so from now on."""
        self.says = json.dumps({"held": held, "ended": []}).encode()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listens.shutdown(socket.SHUT_RDWR)
        self._listens.close()


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[PeoplesPool]:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv(account_pools.PLACE, folder)
        made = PeoplesPool(Path(folder))
        yield made
        made.close()


def task_of(store: Store, dag_id: str, owner: str) -> int:
    """A try of a notebook schedule of this owner."""
    _, (task, *_) = run_with_tasks(store, chain(dag_id))
    with store.transaction() as tx:
        notebook_schedules.put(tx, dag_id, "a.ipynb", {}, owner, NOW)
    return task


def kernel(task: int, **more: Any) -> dict[str, Any]:
    names = {"kernel": f"kernel-{task}", "kernel_name": "python3", "connection_file": "/k.json"}
    moments = {"process_started": 1.5, "held_at": NOW.timestamp(), "until": NOW.timestamp() + 60}
    return {**names, **moments, "task_instance_id": task, "try_number": 1, "pid": 4711, "memory": None, **more}


def looked(store: Store, tmp_path: Path) -> list[HeldKernelRecord]:
    """What is listed after the engine has looked."""
    told: list[Change] = []
    settings = replace(load(workspace=tmp_path), home=tmp_path)
    HeldKernels(settings, store, lambda: NOW, told.extend).turn()
    with store.reading() as tx:
        return held_kernels.listing(tx, only_held=False)


def test_kernels_of_ones_own_schedules_are_listed_and_no_others(
    store: Store, pool: PeoplesPool, tmp_path: Path
) -> None:
    mine, theirs = task_of(store, "mine", ME), task_of(store, "theirs", "somebody")
    pool.tell(kernel(mine, because="\0"), kernel(theirs))
    (found,) = looked(store, tmp_path)
    assert (found.account, found.task_instance_id, found.ended_at) == (ME, mine, None)
    pool.tell()
    (found,) = looked(store, tmp_path)
    assert (found.ended_at, found.because) == (NOW, GONE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pid": 2**40},
        {"pid": "1"},
        {"until": float("nan")},
        {"held_at": 1e300},
        {"kernel": "k" * 1000},
        {"kernel": "a\0b"},
        {"memory": -1},
    ],
)
def test_what_cannot_be_is_passed_over(
    store: Store, pool: PeoplesPool, tmp_path: Path, wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    mine = task_of(store, "mine", ME)
    pool.tell(kernel(mine))
    (known,) = looked(store, tmp_path)
    pool.tell(kernel(mine, **wrong))
    assert looked(store, tmp_path) == [known], "it is not taken for an end, either"
    assert f"The kept kernels of {ME} are not known" in caplog.text


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b"[" * 100_000, b'{"held": 1, "ended": 2}'])
def test_nonsense_is_passed_over(
    store: Store, pool: PeoplesPool, tmp_path: Path, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    pool.says = said
    assert looked(store, tmp_path) == []
    assert f"The kept kernels of {ME} are not known" in caplog.text
