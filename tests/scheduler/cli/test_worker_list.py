"""``couture worker list`` shows what worker machines say of themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from couture_scheduler.config import load
from couture_scheduler.engine.launch import EDITION
from couture_scheduler.files.worker_machines import Sign, Taken, write_sign

FAR, LONG_AGO = "2999-01-01T00:00:00+00:00", "2020-01-01T00:00:00+00:00"  # clocks of machines differ
SIGN = Sign("one", "host", 1, EDITION, ("default", "gpu"), 4, LONG_AGO, FAR, running=("7.1.1",))


def test_machines_of_another_version_are_named(couture: Any, workspace: Path) -> None:
    home = load(workspace).home
    before = replace(SIGN, name="before", version="0.0.9-1a2b3c4d")
    for each in (SIGN, before, replace(before, name="gone", at=LONG_AGO), replace(before, name="ends", is_ending=True)):
        Taken(home, each.name)
        write_sign(home, each)
    answer = couture("worker", "list", "--output", "json")
    found = {each["name"]: each["is_other_version"] for each in answer.json["workers"]}
    assert found == {"before": True, "ends": True, "gone": True, "one": False}
    assert f"another version than {EDITION}" in answer.err
    assert "of that: before. Install the same version there" in answer.err
    assert "default, gpu" in couture("worker", "list", "--output", "plain").out
