"""``couture import``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from people import write_notebook


def test_a_crontab_is_shown_then_made_then_known(couture: Any, workspace: Path) -> None:
    write_notebook(workspace / "daily.ipynb", ["rows = 1"])
    crontab = workspace / "crontab.txt"
    crontab.write_text(f"0 6 * * * papermill {workspace}/daily.ipynb -p rows 7\n5 4 * * * backup\n")
    shown = couture("--output", "json", "import", "crontab", str(crontab))
    assert shown.status == 0
    assert [draft["problems"] for draft in json.loads(shown.out)] == [[], ["It does not run papermill."]]
    assert couture("dags", "list").out.count("daily") == 0
    made = couture("import", "crontab", str(crontab), "--create")
    assert made.status == 0
    assert "Made 1 schedules. They are paused" in made.err
    again = couture("import", "crontab", str(crontab), "--create", "--on")
    assert again.status == 0
    assert "It is here already: the schedule daily." in " ".join(again.out.split())
    assert "Made 0 schedules." in again.err
    assert couture("import", "crontab", str(crontab), "--create", "--again").status == 0
    assert "daily_2" in couture("dags", "list").out


def test_a_database_that_is_none_is_refused(couture: Any, workspace: Path) -> None:
    refused = couture("import", "jupyter-scheduler", str(workspace / "none.sqlite"))
    assert refused.status == 2
    assert "There is no file" in refused.err
