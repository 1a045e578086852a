"""The page about the check names every finding there is."""

from __future__ import annotations

import re
from pathlib import Path

import couture_scheduler.preflight

PAGE = Path(__file__).parents[2] / "docs" / "preflight.md"


def test_every_finding_is_described() -> None:
    folder = Path(couture_scheduler.preflight.__file__).parent
    code = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    subjects = "kernel|interpreter|module|syntax|name|asks|file|path|secret|parameters?|notebook|not"
    used = set(re.findall(rf'"((?:{subjects})-[a-z-]+)"', code))
    described = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert used == described
