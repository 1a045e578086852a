"""``python -m benchmarks [WHAT …]``: measure, print, keep. Without a name all is measured."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from benchmarks import idle, live, many_dags, notebooks, pages, parse, preflight, table, tasks, team, waits
from benchmarks.engine_room import engine_room


def main() -> int:
    """Measure what was named (everything when nothing is)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    known = "tasks, notebooks, many-dags, idle, live, preflight, waits, parse, pages, team, hub-team"
    parser.add_argument("what", nargs="*", default=[], help=known)
    parser.add_argument("--minutes", type=int, default=3, help="how long the 500 DAGs are watched, twice")
    arguments = parser.parse_args()
    measures = {
        "tasks": tasks.measure,
        "notebooks": notebooks.measure,
        "idle": idle.measure,
        "live": live.measure,
        "preflight": preflight.measure,
        "waits": waits.measure,
        "parse": parse.measure,
        "pages": pages.measure,
        "team": team.measure,
        "hub-team": team.measure_hub,
        "many-dags": lambda room: many_dags.measure(room, arguments.minutes),
    }
    unknown = set(arguments.what) - set(measures)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    console = Console()
    rows: list[table.Row] = []
    for name in arguments.what or measures:
        console.print(f"measuring {name} …")
        with engine_room() as room:
            rows += measures[name](room)
    table.show(rows, console)
    console.print(f"Kept in {table.keep(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
