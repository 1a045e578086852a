"""What the check of a notebook with 200 cells costs, beside reading the file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from couture_scheduler.preflight import check

from benchmarks.engine_room import EngineRoom
from benchmarks.table import Row

CELLS, TIMES = 200, 7
SOURCE = """\
# Cell {number} does what analyses do.
import json, math
from pathlib import Path
table_{number} = [{{"row": row, "value": math.sqrt(row)}} for row in range({number})]
def summary_{number}(rows, scale=1.0):
    total = sum(each["value"] * scale for each in rows if each["value"] > 0)
    return {{"count": len(rows), "total": total, "text": f"{{total:.2f}}"}}
if table_{number}:
    print(json.dumps(summary_{number}(table_{number}), indent=2), Path.cwd())
%time result_{number} = summary_{number}(table_{number})
"""


def measure(room: EngineRoom) -> list[Row]:
    """The first check in a process (libraries are imported, the kernel's interpreter is asked), and those after it."""
    path = room.folder / "two_hundred.ipynb"
    write(path)
    first = seconds(lambda: check(path, room.folder))
    later = median(seconds(lambda: check(path, room.folder)) for _ in range(TIMES))
    reading = median(seconds(lambda: json.loads(path.read_bytes())) for _ in range(TIMES))
    return [
        Row(f"check of {CELLS} cells, the first in a process", first, "s", goal=1.0),
        Row(f"check of {CELLS} cells", later, "s", other=reading, other_name="reading the file", goal=1.0),
    ]


def write(path: Path) -> None:
    """A notebook of ordinary cells."""
    sources = [SOURCE.format(number=number) for number in range(CELLS)]
    rest = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{"id": f"c{number}", "source": source, **rest} for number, source in enumerate(sources)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    document = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(document), encoding="utf-8")


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
