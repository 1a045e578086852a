"""Planning: what is wrong with one DAG's schedule does not concern the others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from couture_scheduler.engine.snapshot import Usage
from couture_scheduler.loop.active_runs import ActiveRuns
from couture_scheduler.loop.planning import plan_due
from couture_scheduler.loop.state import LoopState
from couture_scheduler.store import dags
from couture_scheduler.store.session import Store

from couture_jupyter.serialization import DagSpec

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_schedule_that_cannot_be_followed_holds_nobody_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(f"sqlite:///{tmp_path / 'couture.db'}")
    store.upgrade()
    timetables = {"a": {"kind": "from a later version"}, "b": {"kind": "continuous"}}
    state = LoopState(ActiveRuns(Usage(1)))
    with store.transaction() as tx:
        for dag_id, timetable in timetables.items():
            spec = DagSpec(dag_id=dag_id, timetable=timetable, is_paused_upon_creation=False, tasks=())
            dags.register(tx, spec, source="", kind="file", file=f"{dag_id}.py", commit=None, now=NOW)
        made, more = plan_due(tx, state, NOW, NOW)
        assert (len(made), more) == (1, False)
        assert plan_due(tx, state, NOW, NOW) == ([], False)
    assert "The schedule of the DAG a cannot be followed" in caplog.text
    store.close()
