"""What ended tries left in files is in the tables, exactly once, whatever happened in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from couture_scheduler.config import Settings, load
from couture_scheduler.events import Change
from couture_scheduler.files import layout
from couture_scheduler.files.cells import CELLS_NAME
from couture_scheduler.loop.ended_tries import GATHER, EndedTries
from couture_scheduler.store import cell_runs, dag_runs, dags, task_instances, tries
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunType

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEC = DagSpec("report", {"kind": "none"}, (TaskSpec("notebook", "CoutureJupyterOperator", is_notebook=True),))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.home.mkdir()
    store = Store(settings.db_url)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture
def task(store: Store) -> int:
    """A try of the task ``notebook`` in the run ``one`` has ended."""
    with store.transaction() as tx:
        dag = dags.register(tx, SPEC, source="#", kind=dags.FILE, file="report.py", commit=None, now=NOW)
        new = NewDagRun("report", "one", dag.version_id, DagRunType.MANUAL, NOW, (NOW, NOW), NOW, NOW)
        (view,) = task_instances.insert_for_run(tx, dag_runs.insert(tx, new), SPEC)
        tries.record_end(tx, [{"task_instance_id": view.id, "try_number": 1, "state": "success", "ended_at": NOW}])
    return view.id


def write_journal(settings: Settings, **more: object) -> None:
    folder = layout.try_folder(settings.runs_folder, "report", "one", "notebook", -1, 1)
    folder.mkdir(parents=True, exist_ok=True)
    line = {"index": 0, "key": "k", "source_hash": "h", "state": "success", "started_at": NOW.isoformat()}
    document = {**line, "seconds": 1.5, "output_bytes": 3, **more}
    (folder / CELLS_NAME).write_text(json.dumps(document) + "\n", encoding="utf-8")


def seconds(store: Store, task: int) -> list[float]:
    with store.reading() as tx:
        return [each.cell.seconds for each in cell_runs.of_task_instance(tx, task)]


END = Change("task_instance", dag_id="report", run_id="one", task_id="notebook", try_number=1, state="success")


@pytest.mark.parametrize("begin", [EndedTries.catch_up, lambda work: work.hear([END, END])], ids=["crash", "news"])
def test_what_cells_took_is_kept(
    settings: Settings, store: Store, task: int, begin: Callable[[EndedTries], None]
) -> None:
    write_journal(settings)
    for _ in range(2):
        work = EndedTries(settings, store, gather=0.0)
        begin(work)
        assert work.turn() > GATHER
    assert seconds(store, task) == [1.5]


def test_what_cannot_be_stored_does_not_stop_the_others(settings: Settings, store: Store, task: int) -> None:
    work = EndedTries(settings, store, gather=0.0)
    write_journal(settings, key="\ud800" * 100)
    work.hear([Change("task_instance", dag_id="report", run_id="gone", task_id="x", try_number=1, state="failed"), END])
    work.turn()
    assert seconds(store, task) == [1.5]


def test_changes_of_other_kinds_are_not_looked_at(settings: Settings, store: Store) -> None:
    work = EndedTries(settings, store, gather=0.0)
    work.hear([Change("dag_run", dag_id="report", run_id="one", state="success"), Change("task_instance")])
    assert work.turn() > 60
