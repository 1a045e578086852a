"""The page about the command line is written from the commands."""

from __future__ import annotations

from pathlib import Path

from couture_scheduler.cli import reference


def test_the_page_is_up_to_date() -> None:
    page = Path(__file__).parents[3] / "docs" / "command-line.md"
    assert page.read_text(encoding="utf-8") == reference.page(), (
        "run: python -m couture_scheduler.cli.reference > docs/command-line.md"
    )
