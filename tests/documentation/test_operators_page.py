"""The page about operators and sensors names each of them, with its import path and its arguments, as the code has it.

``python tests/documentation/test_operators_page.py`` writes the tables of the page anew.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter import operators, sensors
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.construction import parameter_names
from couture_jupyter.operators.subdag import SubDagOperator

PAGE = Path(__file__).parents[2] / "docs" / "operators.md"
BASES = ("BaseOperator", "BranchMixin", "BashFunctionOperator", "DummyOperator")
HEAD = "| what | imported from | arguments of its own |\n|---|---|---|\n"


def classes(package: Any) -> list[type[Any]]:
    """The public operators or sensors of a package."""
    found = {}
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, each in vars(importlib.import_module(module.name)).items():
            is_one = inspect.isclass(each) and issubclass(each, BaseOperator | SubDagOperator)
            if is_one and each.__module__ == module.name and name not in BASES and not name.startswith("_"):
                found[name] = each
    return [found[name] for name in sorted(found)]


def row(each: type[Any]) -> str:
    """Its line in the table."""
    sentence = " ".join((inspect.getdoc(each) or "").split("\n\n")[0].split())
    sentence = re.sub(r"``(.*?)``", r"`\1`", sentence)
    own = parameter_names(each) - parameter_names(BaseOperator) - {"task_id"}
    if issubclass(each, SubDagOperator):
        own = {"subdag"}
    arguments = ", ".join(f"`{name}`" for name in sorted(own)) or "none"
    return f"| **{each.__name__}**: {sentence} | `{each.__module__}` | {arguments} |"


@pytest.mark.parametrize("package", [operators, sensors])
def test_each_is_on_the_page_as_the_code_has_it(package: Any) -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [each.__name__ for each in classes(package) if row(each) not in lines] == []


def write_tables() -> None:
    """Put the tables into the page, between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    for package, name in ((operators, "operators"), (sensors, "sensors")):
        table = HEAD + "\n".join(map(row, classes(package)))
        marks = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        text = re.sub(marks, lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text, flags=re.DOTALL)  # type: ignore[misc]
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_tables()
