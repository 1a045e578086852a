"""Who can open a kept kernel where, and what the others are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from couture_scheduler.actions.held_kernels import OpenedKernel
from couture_scheduler.errors import ConflictError, ForbiddenError
from couture_scheduler.kernels import account_pools
from couture_scheduler.store.held_kernels import HeldKernelRecord
from couture_server.backend import Backend
from couture_server.http.headers import OWN_SERVER
from couture_server.kernels.answers import open_kernel
from couture_server.kernels.bodies import OpenKernel
from couture_server.kernels.desk import KernelDesk
from couture_server.kernels.opening import ELSEWHERE, OF_FILES, OF_SERVICE, Asking

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OURS = HeldKernelRecord(
    1, 2, 1, "kernel-7-1", "python3", "here", None, 4711, 1.5, "/k.json", NOON, NOON, None, None, None, None,
    "sales", "first", "notebook", -1,
)  # fmt: skip
ADAS = replace(OURS, account="ada")


class Server:
    """As much of a backend as is asked: whether kernels can be opened here."""

    def __init__(self, kernels: Any = None) -> None:
        self.kernel_desk = KernelDesk(kernels)


def asking(name: str, *headers: str, kernels: Any = None) -> Asking:
    return Asking(name, cast(Backend, Server(kernels)), dict.fromkeys(headers, "1"))


def test_a_kernel_of_somebody_opens_in_their_own_server_alone() -> None:
    assert asking("ada", OWN_SERVER).obstacle(ADAS) is None
    assert asking("ada").obstacle(ADAS) == ELSEWHERE
    with pytest.raises(ConflictError, match="in your own JupyterLab"):
        asking("ada").require(ADAS)
    for headers in ((), (OWN_SERVER,)):
        with pytest.raises(ForbiddenError, match="only ada can"):
            asking("bob", *headers).require(ADAS)


def test_a_kernel_of_the_engines_user_opens_where_kernels_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(account_pools.PLACE, raising=False)
    assert asking("ada", kernels=object()).obstacle(OURS) is None
    assert asking("ada", OWN_SERVER).obstacle(OURS) == OF_SERVICE
    monkeypatch.setenv(account_pools.PLACE, "/run/pools")
    with pytest.raises(ConflictError, match="scheduled itself runs as its owner"):
        asking("ada", OWN_SERVER).require(OURS)
    assert asking("ada").obstacle(OURS) == OF_FILES


def test_what_the_service_says_of_a_kernel_is_read_by_ones_own_server(tmp_path: Path) -> None:
    opened = OpenedKernel(ADAS, Path("/run/pools/ada/pool"), tmp_path / "reports" / "a.ipynb")
    told = open_kernel(opened, asking("ada", OWN_SERVER), tmp_path)
    assert (told.path, told.held_kernel.account) == ("reports/a.ipynb", "ada")
    assert OpenKernel.model_validate_json(told.model_dump_json()) == told
