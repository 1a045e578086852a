"""Tasks: a wide graph, a long one, and how soon the first task runs after a trigger."""

from __future__ import annotations

from statistics import median

from benchmarks import floor_tasks
from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row

WIDTH, LENGTH, TIMES = 200, 50, 7

WIDE = f"""
    first = PythonOperator(task_id="first", python_callable=nothing)
    last = PythonOperator(task_id="last", python_callable=nothing)
    for number in range({WIDTH}):
        first >> PythonOperator(task_id=f"t{{number}}", python_callable=nothing) >> last
"""
CHAIN = f"""
    before = None
    for number in range({LENGTH}):
        task = PythonOperator(task_id=f"t{{number}}", python_callable=nothing)
        if before is not None:
            before >> task
        before = task
"""
SINGLE = """
    PythonOperator(task_id="only", python_callable=nothing)
"""


def measure(room: EngineRoom) -> list[Row]:
    """Ours and the floor, one after the other so that both see the same machine."""
    for dag_id, body in (("wide", WIDE), ("chain", CHAIN), ("single", SINGLE)):
        room.write_dag(dag_id, body)
        room.time_runs(dag_id, 1)  # imports the file into its warm parent
    wide, wide_floor, chain, chain_floor, start, start_floor = [], [], [], [], [], []
    for _ in range(TIMES):
        wide_floor.append(floor_tasks.measure(floor_tasks.fan_out_in(WIDTH)))
        wide += [each.end for each in room.time_runs("wide", 1)]
        chain_floor.append(floor_tasks.measure(floor_tasks.chain(LENGTH)) / LENGTH * 1000)
        chain += [each.end / LENGTH * 1000 for each in room.time_runs("chain", 1)]
        start_floor.append(floor_tasks.measure_start() * 1000)
        start += [each.first_task * 1000 for each in room.time_runs("single", 3)]
    return [
        Row(f"{WIDTH} no-op tasks, fan-out and fan-in", median(wide), "s", median(wide_floor), "floor", 2.0, True),
        Row(f"chain of {LENGTH}, per task", median(chain), "ms", median(chain_floor), "floor", 5.0),
        Row("trigger → first task runs", median(start), "ms", median(start_floor), "floor", 15.0),
    ]
