"""A DAG file that asks for variables while it is imported: the warm parent cannot answer, a try's own process can."""

from __future__ import annotations

import contextvars
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from couture_scheduler.worker.dag_source import DagSource

from couture_jupyter.runtime import current_task

ASKS = """
from airflow.models import Variable
from couture_jupyter import DAG, EmptyOperator
with DAG("demo"):
    EmptyOperator(task_id=Variable.get("name"))
"""


class Asked:
    """A task that may ask."""

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any]:
        return {"value": f"the_{name}"}


def test_it_is_imported_where_somebody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUTURE_CHANNEL", raising=False)
    file = tmp_path / "file.py"
    file.write_text(ASKS)
    source, launch = DagSource(file, file, tmp_path), SimpleNamespace(dag_id="demo", task_id="the_name")
    source.load()
    assert source.problem is None

    def a_try() -> Any:
        current_task.set(Asked())  # type: ignore[arg-type]
        return source.operator(launch)  # type: ignore[arg-type]

    assert contextvars.copy_context().run(a_try).task_id == "the_name"


def test_where_nobody_answers_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUTURE_CHANNEL", raising=False)
    file = tmp_path / "file.py"
    file.write_text(ASKS)
    with pytest.raises(LookupError, match="asks for a variable or a connection"):
        DagSource(file, file, tmp_path).operator(SimpleNamespace(dag_id="demo", task_id="x"))  # type: ignore[arg-type]
