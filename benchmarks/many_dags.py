"""500 DAGs, each due every minute: how late do their tasks start?"""

from __future__ import annotations

import threading
import time
from statistics import median

from benchmarks.engine_room import EngineRoom, moment
from benchmarks.table import Row, percentile

DAGS = 500
BODY = """    PythonOperator(task_id="only", python_callable=nothing)
"""


def measure(room: EngineRoom, minutes: int) -> list[Row]:
    """Due times spread over the minute, then all in the same second."""
    spread = delays(room, "spread", minutes, "schedule=timedelta(minutes=1), start_date=START + timedelta(seconds={})")
    same = delays(room, "same", minutes, 'schedule="* * * * *", start_date=START')
    return [
        Row(f"{DAGS} DAGs every minute, start delay, median", median(spread), "s", goal=0.1),
        Row(f"{DAGS} DAGs every minute, start delay, p99", percentile(spread, 99), "s", goal=1.0),
        Row(f"{DAGS} DAGs in the same second, median", median(same), "s"),
        Row(f"{DAGS} DAGs in the same second, p99", percentile(same, 99), "s"),
    ]


def delays(room: EngineRoom, name: str, minutes: int, more: str) -> list[float]:
    """Seconds between due and started, of every run of ``minutes`` whole minutes."""
    for number in range(DAGS):
        write(room, f"{name}{number}", more.format(number * 60 / DAGS))
    room.wait_for(lambda: room.rows("SELECT count(*) FROM dag WHERE dag_id LIKE ?", f"{name}%")[0][0] == DAGS)
    began = (time.time() // 60 + 1) * 60
    threading.Event().wait(began + 60 * minutes + 5 - time.time())
    for path in room.settings.dags_folder.glob(f"{name}*.py"):
        path.unlink()
    found = room.rows(
        "SELECT r.run_after, t.started_at FROM dag_run r JOIN task_instance t ON t.dag_run_id = r.id"
        " WHERE r.dag_id LIKE ? AND t.started_at IS NOT NULL",
        f"{name}%",
    )
    taken = [moment(started) - moment(due) for due, started in found if began <= moment(due) < began + 60 * minutes]
    if len(taken) != DAGS * minutes:
        raise RuntimeError(f"{len(taken)} runs started, {DAGS * minutes} were due")
    return taken


def write(room: EngineRoom, dag_id: str, more: str) -> None:
    """One DAG file, switched on from the beginning."""
    header = (
        "from datetime import UTC, datetime, timedelta\n"
        "from couture_jupyter import DAG, PythonOperator\n\n"
        "START = datetime(2026, 1, 1, tzinfo=UTC)\n\n"
        "def nothing():\n    pass\n\n"
    )
    options = f"{more}, is_paused_upon_creation=False, missed_runs='skip'"
    source = f"{header}with DAG(dag_id={dag_id!r}, {options}):\n{BODY}"
    (room.settings.dags_folder / f"{dag_id}.py").write_text(source, encoding="utf-8")
