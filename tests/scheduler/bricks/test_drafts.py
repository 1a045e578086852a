"""A selection becomes a brick: with the imports that it needs, and with what could be filled in."""

from __future__ import annotations

import pytest
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.drafts import draft
from couture_scheduler.bricks.model import BrickContent, ParameterType, Place
from couture_scheduler.bricks.rendering import render
from couture_scheduler.errors import InvalidInputError

SOURCE = """import os.path
from datetime import datetime, timedelta as delta

from couture_jupyter import DAG, BashOperator

with DAG("sales", start_date=datetime(2026, 1, 1)) as dag:
    load = BashOperator(
        task_id="load",
        bash_command="echo äö {{ ds }}",
        retries=3,
        env={"A": "1"},
        execution_timeout=delta(hours=limit),
    )
    load >> report
"""


def test_the_imports_of_what_is_selected_are_found_one_by_one() -> None:
    found = draft(SOURCE, 7, 14)
    assert found.content.imports == (
        "from couture_jupyter import BashOperator",
        "from datetime import timedelta as delta",
    )
    assert found.unknown == ("limit", "report")
    assert found.content.place is Place.DAG
    assert found.content.body.startswith("load = BashOperator(\n    task_id=")


def test_names_and_values_are_proposed_and_become_placeholders_by_choice() -> None:
    proposals = {each.parameter.name: each for each in draft(SOURCE, 7, 14).proposals}
    kinds = {name: (each.parameter.type, each.parameter.default) for name, each in proposals.items()}
    assert kinds == {
        "load": (ParameterType.IDENTIFIER, "load"),
        "bash_command": (ParameterType.TEXT, "echo äö {{ ds }}"),
        "retries": (ParameterType.INTEGER, 3),
        "env": (ParameterType.JSON, {"A": "1"}),
    }
    assert proposals["load"].count == 3
    content = draft(SOURCE, 7, 14, ["load", "bash_command", "retries"]).content
    assert content.body.split("\n")[:4] == [
        "${load} = BashOperator(",
        '    task_id="${load}",',
        "    bash_command=${bash_command},",
        "    retries=${retries},",
    ]
    named = BrickContent(**{**{name: getattr(content, name) for name in content.__slots__}, "title": "A brick"})
    check(named)
    assert "again >> report" in render(named, {"load": "again"}).code
    same = render(named, {}).code
    assert same.replace(" ", "") == "\n".join(SOURCE.split("\n")[6:14]).replace(" ", "") + "\n"


def test_a_placeholder_has_no_name_that_stands_there_already() -> None:
    found = draft('x = f(load="${load}", b="${x}")\n', 1, 1, ["load_2", "x_2"])
    assert found.content.body == '${x_2} = f(load=${load_2}, b="${x}")\n'


def test_a_source_that_is_no_python_still_gives_its_imports() -> None:
    found = draft("import os\nfrom a import (\n  b)\nx = (\ny = os.sep\n", 5, 5)
    assert found.content.imports == ("import os",)
    assert found.content.place is Place.CURSOR


@pytest.mark.parametrize(("first", "last", "told"), [(3, 3, "Nothing is selected"), (7, 9, "no Python by itself")])
def test_a_selection_that_is_no_snippet_is_refused(first: int, last: int, told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        draft(SOURCE, first, last)
