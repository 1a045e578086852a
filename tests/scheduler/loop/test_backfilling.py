"""Backfills with a real engine: in their order, so many at once, held, and cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from couture_scheduler.actions import backfills, dags
from couture_scheduler.actions.backfills import Wish
from couture_scheduler.engine.backfills import Reprocess

MAY = datetime(2026, 5, 1, tzinfo=UTC)
WISH = Wish(MAY, MAY + timedelta(days=4))


def write(workspace: Any, command: str, schedule: str = "@daily") -> None:
    workspace.write_dag(
        "daily",
        "from couture_jupyter import *\n"
        f'with DAG("daily", schedule="{schedule}", max_active_runs=1, is_paused_upon_creation=False):\n'
        f"    BashOperator(task_id='work', bash_command={command!r})\n",
    )


def states(workspace: Any) -> dict[str, int]:
    return dict(workspace.rows("SELECT state, count(*) FROM dag_run WHERE run_type = 'backfill' GROUP BY state"))


def test_a_backfill_runs_backwards_one_after_the_other_and_again(workspace: Any) -> None:
    write(workspace, "echo {{ ds }} {{ dag_run.run_type }} >> {{ dag_run.conf.log }}")
    log = workspace.folder / "days.txt"
    wish = Wish(WISH.from_date, WISH.to_date, run_backwards=True, conf={"log": str(log)}, max_active_runs=1)
    made = backfills.create(workspace.context, "daily", wish)
    done = workspace.wait_for(lambda: _complete(workspace, made.backfill.id))
    assert done.days == {"success": 5}
    assert log.read_text().split("\n")[:-1] == [f"2026-05-0{day} backfill" for day in (5, 4, 3, 2, 1)]
    again = Wish(WISH.from_date, WISH.from_date, reprocess=Reprocess.COMPLETED)
    second = backfills.create(workspace.context, "daily", again).backfill.id
    workspace.wait_for(lambda: _complete(workspace, second))
    assert log.read_text().split("\n")[-2] == "2026-05-01 backfill"


def test_a_backfill_keeps_to_its_own_limit_and_can_be_held_and_cancelled(workspace: Any) -> None:
    write(workspace, "while [ ! -e {{ dag_run.conf.gate }} ]; do read -t 0.1 line <> <(:) || true; done")
    gate = workspace.folder / "gate"
    dags.pause(workspace.context, "daily")
    wish = Wish(WISH.from_date, WISH.to_date, conf={"gate": str(gate)}, max_active_runs=2)
    number = backfills.create(workspace.context, "daily", wish).backfill.id
    by_hand = workspace.trigger("daily", conf={"gate": "/"})
    assert workspace.wait_for_run("daily", by_hand) == "success"
    assert states(workspace) == {}  # the DAG is paused
    dags.resume(workspace.context, "daily")
    workspace.wait_for(lambda: states(workspace) == {"running": 2})
    backfills.pause(workspace.context, number)
    gate.touch()
    workspace.wait_for(lambda: states(workspace) == {"success": 2})
    gate.unlink()
    backfills.pause(workspace.context, number, paused=False)
    workspace.wait_for(lambda: states(workspace) == {"success": 2, "running": 2})
    assert backfills.cancel(workspace.context, number).days == {"success": 2, "running": 2, "cancelled": 1}
    gate.touch()
    workspace.wait_for(lambda: states(workspace) == {"success": 4})


def _complete(workspace: Any, number: int) -> Any:
    found = backfills.get(workspace.context, number)
    return found if found.backfill.completed_at else None
