"""What the pages name is there: files, headings, make targets, tests, pictures."""

from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def headings(page: str) -> set[str]:
    """All anchors of a page."""
    return {slug(each) for each in re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)}


def test_internal_links_resolve(root: Path, pages: dict[str, str]) -> None:
    broken = []
    for name, text in pages.items():
        for link in LINK.findall(text):
            target, _, anchor = link.partition("#")
            if "://" in target:
                continue
            path = (root / name).parent / target if target else root / name
            if not path.exists() or (anchor and anchor not in headings(path.read_text(encoding="utf-8"))):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_every_make_target_that_a_page_names_exists(root: Path, pages: dict[str, str]) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {
        (page, target) for page, text in pages.items() for target in re.findall(r"(?:`|\$ )make ([a-z][a-z-]*)", text)
    }
    assert {each for each in named if each[1] not in targets} == set()


def test_the_readme_starts_with_two_commands(pages: dict[str, str]) -> None:
    block = pages["README.md"].split("```console", 1)[1].split("```", 1)[0]
    assert [line.split("#")[0].split() for line in block.split("$ ")[1:]] == [["make", "demo"], ["make", "lab"]]


def test_every_row_of_the_failure_contract_names_a_test(root: Path, pages: dict[str, str]) -> None:
    rows = [line for line in pages["docs/failure-contract.md"].splitlines() if line.startswith("| ")]
    named = [cell for row in rows if not row.startswith("| what") for cell in [row.split("|")[-2].strip()]]
    tests = {
        match
        for path in (root / "tests").rglob("test_*.py")
        for match in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert [cell for cell in named if cell.strip("`") not in tests] == []


def test_every_picture_is_used_and_small(root: Path, pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    pictures = sorted((root / "docs" / "images").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if f"images/{path.name})" not in everything] == []
    assert [path.name for path in pictures if path.stat().st_size > 80_000] == []
    assert sum(path.stat().st_size for path in pictures) < 3_000_000


def test_each_section_about_the_pages_has_a_picture_or_leads_to_its_own_page(pages: dict[str, str]) -> None:
    sections = re.split(r"\n##+ ", pages["docs/ui.md"])[1:]
    assert [each.splitlines()[0] for each in sections if "](images/" not in each and ".md" not in each] == []


def test_decisions_say_what_violates_them(pages: dict[str, str]) -> None:
    decisions = {name: text for name, text in pages.items() if name.startswith("docs/decisions/")}
    assert decisions
    assert [name for name, text in decisions.items() if "A change violates this when" not in text] == []
