"""The page about Airflow names a test for each behaviour, these tests exist, and each file of parity tests is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "airflow.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


@cache
def names_in(file: str) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_the_page_names_exists(file: str, name: str) -> None:
    """Where it says."""
    assert name in names_in(file)


def test_every_file_of_parity_tests_is_on_the_page() -> None:
    """A subject that is tested is worth a line."""
    named = {file for file, _ in NAMED}
    assert {f"airflow_parity/{each.name}" for each in (TESTS / "airflow_parity").glob("test_*.py")} - named == set()
