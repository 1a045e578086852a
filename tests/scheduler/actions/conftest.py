"""A workspace with a store and a notebook, and a person who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import passwords, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.signing_in import SignInLimits
from couture_scheduler.actions.users import UserForm
from couture_scheduler.config import Settings, load
from couture_scheduler.store import dags
from couture_scheduler.store.session import Store
from people import ROOT_PASSWORD, Clock, Ear, write_notebook

from couture_jupyter.serialization import DagSpec, TaskSpec


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return load(workspace)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store(settings.db_url)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def ctx_of(store: Store, settings: Settings, ear: Ear, clock: Clock) -> Callable[[Role], ActionContext]:
    """A context for somebody of a role."""
    return lambda role: ActionContext(store, settings, Actor("ada", role.rights, "10.0.0.7"), ear, clock)


@pytest.fixture
def ctx(ctx_of: Callable[[Role], ActionContext]) -> ActionContext:
    return ctx_of(Role.ADMIN)


@pytest.fixture
def root(ctx: ActionContext) -> ActionContext:
    """Where there is an Admin with a password."""
    users.create(ctx, "root", UserForm(roles=("Admin",)))
    passwords.set_first(ctx, "root", ROOT_PASSWORD)
    return ctx


@pytest.fixture
def door(ctx: ActionContext) -> dict[str, Any]:
    """What every sign-in is given here."""
    return {"limits": SignInLimits(lambda: ctx.clock().timestamp()), "clock": ctx.clock}


@pytest.fixture
def notebook(settings: Settings) -> str:
    """A notebook with a parameters cell, as a path in the workspace."""
    source = ["country: str = 'FI'  # two letters\n", "rows = 10\n", "share = 0.5\n", "until: int | None = None\n"]
    write_notebook(settings.workspace / "reports" / "daily.ipynb", source)
    return "reports/daily.ipynb"


@pytest.fixture
def sales(store: Store, clock: Clock) -> DagSpec:
    """A registered DAG: extract → transform → load, and a side task."""
    spec = DagSpec(
        "sales",
        {"kind": "none"},
        (
            TaskSpec("extract", "EmptyOperator", downstream=("transform",), retries=1),
            TaskSpec("transform", "EmptyOperator", upstream=("extract",), downstream=("load",)),
            TaskSpec("load", "EmptyOperator", upstream=("transform",)),
            TaskSpec("side", "EmptyOperator"),
        ),
        params={"rows": {"value": 3, "description": None, "schema": {"type": "integer", "minimum": 1}}},
        tags=("team",),
    )
    with store.transaction() as tx:
        dags.register(tx, spec, source="# sales", kind=dags.FILE, file="sales.py", commit=None, now=clock())
    return spec
