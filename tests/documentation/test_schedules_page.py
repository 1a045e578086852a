"""The timetable on the page about schedules works as it stands."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.timetables import Window

PAGE = Path(__file__).parents[2] / "docs" / "schedules.md"
START = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_timetable_of_ones_own_names_its_runs(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    file = tmp_path / "example.py"
    file.write_text(example, encoding="utf-8")
    timetable = load_dag_file(file).dags["ten"].timetable
    assert timetable.summary() == "Every ten days"
    run = timetable.next_run(START, Window(START))
    assert run is not None
    assert (run.logical_date.day, run.run_after.day) == (11, 21)
    assert timetable.next_run(START, Window(START, START)) is None
