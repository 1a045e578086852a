"""A brick goes where it belongs, never into the middle of something, and the rest of the file stays as it is."""

from __future__ import annotations

import ast

import pytest
from couture_scheduler.bricks.insertion import insert
from couture_scheduler.bricks.model import Place
from couture_scheduler.bricks.rendering import Rendered
from couture_scheduler.bricks.shipped import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

TASK = Rendered('load = BashOperator(\n    task_id="load",\n    bash_command="""\necho\n""",\n)\n', ())
SIMPLE = Rendered("x = 1\n", ())

FILE = '''"""Doc."""

from couture_jupyter import DAG

with DAG("one") as dag:
    first = EmptyOperator(
        task_id="first",
    )

    def helper():
        return 1

    with TaskGroup("inner"):
        second = EmptyOperator(task_id="second")


@dag
def two():
    """Its docstring."""
    return work()


two()
'''


def place_of(source: str, line: int, rendered: Rendered = TASK, place: Place = Place.DAG) -> tuple[str, str, str]:
    """The indentation of the brick, the last line with text above it and the next one below."""
    done = insert(source, line, rendered, place)
    lines = done.source.split("\n")
    above = [each for each in lines[: done.first_line - 1] if each.strip()]
    below = [each for each in lines[done.last_line :] if each.strip()]
    found = lines[done.first_line - 1]
    assert found.strip() == rendered.code.split("\n")[0]
    return found[: len(found) - len(found.lstrip())], (above or [""])[-1].strip(), (below or [""])[0].strip()


@pytest.mark.parametrize(
    ("line", "indent", "above", "below"),
    [
        (5, 4, 'with DAG("one") as dag:', "first = EmptyOperator("),  # on the head: first in its body
        (7, 4, ")", "def helper():"),  # in a statement of several lines: after it
        (9, 4, ")", "def helper():"),
        (11, 4, "return 1", 'with TaskGroup("inner"):'),  # in a function: after it
        (13, 8, 'with TaskGroup("inner"):', 'second = EmptyOperator(task_id="second")'),
        (14, 8, 'second = EmptyOperator(task_id="second")', "@dag"),
        (20, 4, '"""Its docstring."""', "return work()"),  # before what ends the function
        (18, 4, '"""Its docstring."""', "return work()"),
        (1, 4, 'second = EmptyOperator(task_id="second")', "@dag"),  # outside of any: at the end of the next DAG
        (23, 4, '"""Its docstring."""', "return work()"),
    ],
)
def test_a_task_goes_into_a_dag(line: int, indent: int, above: str, below: str) -> None:
    found = place_of(FILE, line)
    if line == 1:
        assert found == ("    ", above, below)
        assert insert(FILE, line, TASK, Place.DAG).notes == (
            "It was put at the end of the DAG: the cursor was outside.",
        )
        return
    assert found == (" " * indent, above, below)


def test_what_stands_in_a_string_of_several_lines_is_not_indented() -> None:
    assert '        bash_command="""\necho\n""",\n' in insert(FILE, 9, TASK, Place.DAG).source


def test_a_file_without_with_gets_tasks_that_name_their_dag() -> None:
    source = 'from airflow import DAG\n\ndag = DAG("old")\n'
    operators = Rendered('b = BashOperator(\n    task_id="b",\n    bash_command="echo",\n)\n', ())
    done = insert(source, 1, operators, Place.DAG).source
    assert done == source + '\nb = BashOperator(\n    task_id="b",\n    bash_command="echo",\n    dag=dag,\n)\n'
    functions = Rendered("@task\ndef a():\n    return 1\n\n\na()\n", ())
    done = insert(source, 1, functions, Place.DAG).source
    assert done.endswith("\n\nwith dag:\n    @task\n    def a():\n        return 1\n\n\n    a()\n")


def test_a_name_that_is_taken_is_told() -> None:
    rendered = Rendered("def helper():\n    inside = 1\n\n\nsecond = helper()\n", ("from x import two",))
    own, imported = insert(FILE, 9, rendered, Place.DAG).notes
    assert own.startswith("helper, second was defined in this file before")
    assert "imports two" in imported


def test_a_whole_dag_goes_to_the_top_level_and_what_dags_use_above_them() -> None:
    assert place_of(FILE, 8, SIMPLE, Place.FILE)[:2] == ("", 'second = EmptyOperator(task_id="second")')
    assert place_of(FILE, 8, SIMPLE, Place.ABOVE) == ("", "from couture_jupyter import DAG", 'with DAG("one") as dag:')
    assert place_of(FILE, 2, SIMPLE, Place.ABOVE) == ("", '"""Doc."""', "from couture_jupyter import DAG")


def test_a_snippet_for_the_cursor_goes_into_the_block_of_the_cursor() -> None:
    assert place_of(FILE, 10, SIMPLE, Place.CURSOR) == ("    ", "return 1", 'with TaskGroup("inner"):')
    assert place_of(FILE, 11, SIMPLE, Place.CURSOR) == ("        ", "def helper():", "return 1")
    below = "def f():\n    y = 2\n    \n"
    assert place_of(below, 3, SIMPLE, Place.CURSOR) == ("    ", "y = 2", "")
    assert place_of("y = 2\n", 1, SIMPLE, Place.CURSOR) == ("", "y = 2", "")


def test_an_empty_file_and_a_line_beyond_the_end() -> None:
    assert insert("", 1, SIMPLE, Place.FILE).source == "x = 1\n"
    assert insert("\n\n", 2, SIMPLE, Place.CURSOR).source == "x = 1\n"
    assert insert("y = 2", 99, SIMPLE, Place.CURSOR).source == "y = 2\n\nx = 1\n"


def test_imports_come_to_the_top_once() -> None:
    rendered = Rendered("x = BashOperator()\n", ("from couture_jupyter import DAG, BashOperator", "import os"))
    done = insert(FILE, 9, rendered, Place.DAG)
    assert done.source.count("BashOperator") == 2
    assert done.source.count("DAG\n") + done.source.count("DAG,") == 1
    assert done.source.split("\n")[done.first_line - 1].strip() == "x = BashOperator()"
    assert insert(done.source, done.first_line, rendered, Place.DAG).source.count("import os") == 1


def test_a_file_that_is_no_python_yet_gets_it_below_the_cursor() -> None:
    source = "import os\n\nwith DAG(:\n  here\n"
    done = insert(source, 4, Rendered("x = 1\n", ("import os", "import sys")), Place.DAG)
    assert done.source == "import sys\nimport os\n\nwith DAG(:\n  here\n  x = 1\n"
    assert (done.first_line, done.last_line) == (6, 6)
    assert "line 3" in done.notes[0]


def test_the_ends_of_lines_stay() -> None:
    done = insert("y = 2\r\n", 1, SIMPLE, Place.CURSOR).source
    assert done == "y = 2\r\n\r\nx = 1\r\n"


@settings(deadline=None)
@given(name=st.sampled_from(sorted(shipped())), line=st.integers(1, 26))
def test_wherever_the_cursor_is_the_file_stays_python_and_nothing_of_it_is_lost(name: str, line: int) -> None:
    from couture_scheduler.bricks.rendering import render

    content = shipped()[name]
    done = insert(FILE, line, render(content, {}), content.place)
    ast.parse(done.source)
    left = iter(done.source.split("\n"))
    kept = [each for each in FILE.split("\n") if each and not each.startswith("from couture_jupyter")]
    assert all(any(each == other for other in left) for each in kept)
    first = render(content, {}).code.split("\n")[0]
    assert done.source.split("\n")[done.first_line - 1].strip().startswith(first.strip()[:10])
