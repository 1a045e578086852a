"""Calls the command line in this process, in a workspace of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.cli.main import run


@dataclass(frozen=True)
class Answer:
    """What a call printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Couture = Callable[..., Answer]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the workspace; settings of the machine do not count."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    for name in ("COUTURE_WORKSPACE", "COUTURE_HOME", "COUTURE_DB_URL", "COUTURE_DAGS_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def couture(workspace: Path, capfd: pytest.CaptureFixture[str]) -> Couture:
    """Call ``couture`` with these arguments in the workspace."""

    def call(*arguments: str | Path) -> Answer:
        capfd.readouterr()
        status = run([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Answer(status, printed.out, printed.err)

    return call
