"""Searching logs, and the level of each line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.files.log_levels import DEBUG, ERROR, INFO, RANKS, WARNING, Levels, shown
from couture_scheduler.files.log_search import PART, search_log

EXAMPLES = Path(__file__).parents[3] / "labextension" / "src" / "task_pane" / "log_levels.json"


def found(path: Path, text: str, least: int = DEBUG, **more: Any) -> list[bytes]:
    """The lines that are found."""
    content = path.read_bytes()
    offsets = search_log(path, text, least, **{"start": 0, "limit": 100, **more}).offsets
    return [content[at:].split(b"\n", 1)[0] for at in offsets]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "task.log"


def test_the_levels_are_those_that_the_browser_shows() -> None:
    levels = Levels()
    for line, level in json.loads(EXAMPLES.read_text("utf-8")):
        assert levels.rank(shown(line.encode())) == RANKS[level or "info"], line


def test_a_text_is_found_whatever_its_case(log: Path) -> None:
    log.write_text("one Apple\ntwo pears\napple pie and APPLE juice\nünï Ärger\nthe end: apple")
    assert found(log, "aPPle") == [b"one Apple", b"apple pie and APPLE juice", b"the end: apple"]
    assert found(log, "ärger") == ["ünï Ärger".encode()]
    assert found(log, "plum") == []


def test_what_is_shown_is_searched(log: Path) -> None:
    log.write_bytes(b"\x1b[31mred\x1b[0m alert\n 1%\r 50%\r 100%\nred\n")
    assert found(log, "red alert") == [b"\x1b[31mred\x1b[0m alert"]
    assert found(log, "50%") == []
    assert found(log, "100%") == [b" 1%\r 50%\r 100%"]


def test_levels_narrow_the_search_and_are_searched_for(log: Path) -> None:
    log.write_text("INFO key a\nERROR key b\n  key c\nWARNING key d\nkey e\nERROR x\nERROR y\n")
    assert found(log, "key", ERROR) == [b"ERROR key b", b"  key c"]
    assert found(log, "key", WARNING) == [b"ERROR key b", b"  key c", b"WARNING key d"]
    assert found(log, "", ERROR) == [b"ERROR key b", b"ERROR x"]  # records that follow one another are one
    assert found(log, "key e", INFO) == [b"key e"]


def test_a_record_goes_on_in_the_next_part_that_is_read(log: Path) -> None:
    quiet = b"INFO quiet\n" * (PART // 11 - 2)
    rest = b"  key in it\n" * (PART // 6) + b"printed key\nINFO   Exit key\n  key\nThe Failed key\nFATAL key\n"
    log.write_bytes(quiet + b"ERROR key\n" + rest)
    assert search_log(log, "key", ERROR, start=0, limit=10).total == 1 + PART // 6 + 1
    assert found(log, "", ERROR) == [b"ERROR key", b"FATAL key"]


def test_matches_over_the_parts_that_are_read_are_found_in_pages(log: Path) -> None:
    line = b"x" * 98 + b"\n"
    content = (line * 20_000).replace(line, b"match " + line[6:], 1) + b"match\n" + line * 20_000 + b"\xff match"
    log.write_bytes(content)
    assert len(content) > 3 * PART
    assert found(log, "match") == [b"match " + b"x" * 92, b"match", b"\xff match"]
    all_lines = search_log(log, "x", DEBUG, start=len(content) // 3, limit=1000)
    assert (all_lines.total, all_lines.size) == (40_000, len(content))
    place = all_lines.nearest - all_lines.first
    assert all_lines.first == 13_000
    assert all_lines.offsets[place - 1] < len(content) // 3 <= all_lines.offsets[place]
    page = search_log(log, "x", DEBUG, start=0, limit=10, skip=39_995)
    assert (page.first, len(page.offsets), page.nearest) == (39_995, 5, 0)


def test_a_line_longer_than_a_part_is_found_in(log: Path) -> None:
    log.write_bytes(b"y" * (PART + 10) + b" needle\nneedle")
    assert len(found(log, "needle")) == 2


def test_more_matches_than_are_counted_are_told(log: Path) -> None:
    log.write_bytes(b"a\n" * 1_000_001)
    many = search_log(log, "a", DEBUG, start=0, limit=1)
    assert (many.total, many.has_more) == (1_000_000, True)


def test_a_log_that_is_not_there_has_no_match(log: Path) -> None:
    none = search_log(log, "x", DEBUG, start=5, limit=10)
    assert (none.offsets, none.total, none.nearest, none.size) == ([], 0, 0, 0)
