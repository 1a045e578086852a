"""Notebooks: a trivial one with parameters, cold and warm, alone and two at once, beside papermill."""

from __future__ import annotations

from statistics import median

from benchmarks import floor_notebook, peer_papermill
from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row

TIMES = 10


def measure(room: EngineRoom) -> list[Row]:
    """Ours, the floor and papermill in one run."""
    dag_id = room.schedule_notebook()
    cold = room.time_runs(dag_id, 1)[0].end
    alone = median(each.end for each in room.time_runs(dag_id, TIMES))
    pairs = [each.end for each in room.time_runs(dag_id, 2 * TIMES, at_once=2)]
    both = median(max(pair) for pair in zip(pairs[::2], pairs[1::2], strict=True)) / 2
    forked, _ = floor_notebook.measure(TIMES)
    command = median(peer_papermill.measure_command(3))
    two_commands = median(peer_papermill.measure_command(3, at_once=2))
    warm = median(peer_papermill.measure_warm(3))
    return [
        Row("trivial notebook, sustained", alone, "s", median(forked), "floor", 0.2),
        Row("trivial notebook, beside the command", alone, "s", command, "papermill command", 0.2, True),
        Row("trivial notebook, beside the library", alone, "s", warm, "papermill imported"),
        Row("trivial notebook, two at once, each", both, "s", alone, "one at a time", 0.2),
        Row("the same, beside two commands at once", both, "s", two_commands, "papermill command", 0.2, True),
        Row("trivial notebook, the first one", cold, "s", command, "papermill command"),
    ]
