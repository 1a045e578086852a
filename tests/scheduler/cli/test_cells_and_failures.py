"""What cells took, failures and comparisons in the terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.cli.cells import bars
from couture_scheduler.config import load
from couture_scheduler.files import layout
from couture_scheduler.files.cells import CellRun
from couture_scheduler.store import cell_runs, dag_runs, dags, task_instances, tries
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store, Transaction

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunState, DagRunType

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEC = DagSpec("report", {"kind": "none"}, (TaskSpec("notebook", "CoutureJupyterOperator", is_notebook=True),))


@pytest.fixture
def two_runs(workspace: Path) -> None:
    """A good run ``one`` and a failed run ``two`` of the same notebook."""
    settings = load(workspace)
    settings.home.mkdir(exist_ok=True)
    store = Store(settings.db_url)
    store.upgrade()
    with store.transaction() as tx:
        dag = dags.register(tx, SPEC, source="#", kind=dags.FILE, file="report.py", commit=None, now=NOW)
        for number, name in enumerate(("one", "two")):
            made = end(tx, add_run(tx, dag.version_id, name, number), name, number)
            cell_runs.put(tx, made, 1, [CellRun(0, "a", "a", "h", "success", NOW, 0.02 + number * 4, 10, 50_000_000)])
    store.close()
    for name, source, text in (("one", "total = 1\nprint(total)", "1"), ("two", "total = 2\nprint(total)", "2")):
        folder = layout.try_folder(settings.runs_folder, "report", name, "notebook", -1, 1)
        folder.mkdir(parents=True)
        cell = nbformat.v4.new_code_cell(source, outputs=[nbformat.v4.new_output("stream", text=text)], id="a")
        metadata = {"papermill": {"parameters": {"rows": len(name) + int(text)}}}
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), folder / layout.NOTEBOOK_NAME)


def add_run(tx: Transaction, version: int, name: str, number: int) -> int:
    moment = NOW + timedelta(hours=number)
    state = (DagRunState.SUCCESS, DagRunState.FAILED)[number]
    interval = (moment, moment)
    new = NewDagRun("report", name, version, DagRunType.MANUAL, moment, interval, moment, moment, state)
    return dag_runs.insert(tx, new)


def end(tx: Transaction, run: int, name: str, number: int) -> int:
    """End the run's task; its id."""
    (view,) = task_instances.insert_for_run(tx, run, SPEC)
    state = ("success", "failed")[number]
    change: Any = task_instances.TaskChange(view.id, state, frozenset({None}), {"try_number": 1})  # type: ignore[arg-type]
    task_instances.apply(tx, [change])
    row = {"task_instance_id": view.id, "try_number": 1, "state": state, "ended_at": NOW, "error": f"{name}: 1 / 0"}
    tries.record_end(tx, [{**row, "fingerprint": "abcdef" * 5 if number else None}])
    return view.id


def test_a_run_is_compared_with_the_last_good_one(couture: Any, two_runs: None) -> None:
    answer = couture("runs", "diff", "report")
    assert answer.status == 0, answer.err
    for line in ("- one  ✓ success", "+ two  ✗ failed", "- rows = 4", "+ rows = 5"):
        assert line in answer.out
    assert "Cell 1: changed, outputs differ\n  -total = 1\n  +total = 2\n   print(total)\n  -1\n  +2\n" in answer.out
    assert "0 of 1 cells are the same." in answer.out
    found = couture("runs", "diff", "report", "two", "one", "--output", "json").json
    assert [each["kind"] for each in found["cells"]] == ["changed"]
    none = couture("runs", "diff", "report", "one")
    assert (none.status, "Choose the run to compare with" in none.err) == (1, True)


def test_failures_are_listed_and_shown(couture: Any, two_runs: None) -> None:
    assert "two: 1 / 0" in couture("failures", "list", "--days", "36500").out
    assert "report" in couture("failures", "show", "abc").out
    assert couture("failures", "show", "zzz").status == 1
    listed = couture("failures", "list", "--dag", "report", "--days", "36500", "--output", "json").json
    assert listed["total_entries"] == 1


def test_cells_stand_with_earlier_runs(couture: Any, two_runs: None) -> None:
    answer = couture("notebooks", "cells", "report")
    assert answer.status == 0, answer.err
    assert "4.0 s" in answer.out
    assert "20 ms" in answer.out
    assert "50.0 MB" in answer.out
    assert len(couture("notebooks", "cells", "report", "one", "--output", "json").json["cells"]) == 1
    assert couture("notebooks", "cells", "nothing").status == 1


def test_bars_grow_with_what_they_mean() -> None:
    assert bars([0.0, 1.0, 4.0, 8.0]) == "▁▂▅█"
    assert bars([]) == ""


def test_the_packages_of_a_run_are_shown_and_frozen(couture: Any, two_runs: None, workspace: Path) -> None:
    assert "has kept no list of packages" in couture("runs", "environment", "report", "two").out
    folder = layout.try_folder(load(workspace).runs_folder, "report", "two", "notebook", -1, 1)
    kept = {"python": "3.11.7", "implementation": "CPython", "platform": "Linux", "packages": {"numpy": "2.1"}}
    (folder / layout.ENVIRONMENT_NAME).write_text(json.dumps(kept))
    assert "3.11.7 (CPython)" in couture("runs", "environment", "report", "two").out
    frozen = couture("runs", "environment", "report", "two", "--freeze").out
    assert frozen.splitlines() == ["# Python 3.11.7 (CPython) on Linux", "numpy==2.1"]
    (folder / layout.ENVIRONMENT_NAME).write_text("[")
    assert "has kept no list of packages" in couture("runs", "environment", "report", "two").out
