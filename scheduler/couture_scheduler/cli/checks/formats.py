"""Which formats can be made of an executed notebook? A missing one is no fault: nobody may want it."""

from __future__ import annotations

from collections.abc import Iterator

from couture_jupyter.export_formats import FORMATS
from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session


def look(_: Session) -> Iterator[Check]:
    """All that can be made in one line, and a line for each that cannot."""
    missing = {each.title: told for each in FORMATS.values() if (told := each.missing())}
    possible = [each.title for each in FORMATS.values() if each.title not in missing]
    yield Check("formats", True, f"Executed notebooks can become {', '.join(possible)}")
    for title, told in missing.items():
        yield Check("formats", None, f"{title} cannot be made here. {told}")
