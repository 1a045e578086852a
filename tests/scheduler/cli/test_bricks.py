"""``couture bricks``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def test_bricks_are_listed_shown_exported_and_imported(couture: Any, workspace: Path) -> None:
    assert couture("db", "upgrade").status == 0
    listed = couture("--output", "json", "bricks", "list", "spark", "--tag", "pi")
    assert [each["id"] for each in listed.json["code_bricks"]] == ["shipped.spark_pi"]
    shown = couture("bricks", "show", "shipped.bash", "-p", "task_id=again", "-p", "command=echo 3")
    assert shown.out.startswith("from couture_jupyter import BashOperator\n")
    assert 'bash_command="echo 3"' in shown.out
    assert "${task_id} = " in couture("bricks", "show", "shipped.bash", "--template").out
    assert couture("bricks", "show", "shipped.bash", "-p", "task_id=1").status == 2
    file = workspace / "bricks.json"
    assert couture("bricks", "export", str(file), "shipped.bash", "shipped.branch").status == 0
    assert len(json.loads(file.read_text())["bricks"]) == 2
    assert couture("bricks", "import", str(file), "--shared").status == 0
    mine = couture("--output", "json", "bricks", "list", "--origin", "shared").json["code_bricks"]
    assert {each["content"]["title"] for each in mine} == {"Run a shell command", "Branch: choose a way"}
    assert '"couture-code-bricks"' in couture("bricks", "export", "-").out
    file.write_text("no json")
    refused = couture("bricks", "import", str(file))
    assert refused.status == 2
    assert "is no JSON" in refused.err
