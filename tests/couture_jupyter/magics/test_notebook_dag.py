"""Cells of a notebook become the tasks of a DAG, and a file."""

from __future__ import annotations

import linecache
import math
import xml.dom.minidom
from typing import Any

import pytest

from couture_jupyter.exceptions import DagError
from couture_jupyter.magics.cell_names import names_of
from couture_jupyter.magics.dag_source import dag_file, indented
from couture_jupyter.magics.notebook_dag import NotebookDag, TaskCell
from couture_jupyter.magics.workbench import load_source


class Sheet:
    """A notebook's names and its tasks; cells really run, as in a kernel."""

    def __init__(self, **names: Any) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__", **names}
        self.dag = NotebookDag("sheet")

    def run(self, source: str) -> None:
        """A plain cell."""
        name = f"<cell {len(linecache.cache)}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), self.namespace)

    def task(self, task_id: str, source: str, *after: str, **options: Any) -> None:
        """A cell that is a task."""
        self.run(source)
        self.dag.put(TaskCell(task_id, source, names_of(source), after, options), self.namespace)

    @property
    def file(self) -> str:
        """What would be saved."""
        return dag_file("sheet", self.dag.wire(self.namespace))

    def test(self, **conf: Any) -> Any:
        """The run of the file."""
        return load_source(self.file, "sheet.py")["sheet"].test(run_conf=conf)


def test_values_go_from_cell_to_cell() -> None:
    sheet = Sheet()
    sheet.task("first", "a = 1\nb = [1, 2]")
    sheet.task("second", "c = a + 1")
    sheet.task("third", "total = a + c + sum(b)")
    sheet.task("fourth", "assert total == 6")
    wired = sheet.dag.wire(sheet.namespace).tasks
    assert wired["third"].inputs == {"a": "first", "b": "first", "c": "second"}
    assert list(wired["first"].outputs) == ["a", "b"]
    assert sheet.test().state == "success"


def test_the_nearest_cell_above_makes_the_value() -> None:
    """A cell that changes a thing makes it anew; a later cell reads the newest."""
    sheet = Sheet()
    sheet.task("make", "table = {'a': 1}")
    sheet.task("change", "table['b'] = 2")
    sheet.task("read", "assert table == {'a': 1, 'b': 2}")
    wired = sheet.dag.wire(sheet.namespace).tasks
    assert (wired["change"].inputs, wired["read"].inputs) == ({"table": "make"}, {"table": "change"})
    assert sheet.test().state == "success"


def test_what_a_cell_changes_in_place_goes_on_to_later_cells() -> None:
    """By calls of methods, part by part, in a function of the cell; a parameter that a cell changes likewise."""
    sheet = Sheet(limits={"most": 1})
    sheet.task("make", "rows = [{'a': 2}, {'a': 1}]\ntotals = {}")
    sheet.task("sorted", "rows.sort(key=lambda row: row['a'])\nlimits.update(least=0)")
    sheet.task("filled", "def fill():\n    for row in rows:\n        row['b'] = totals.setdefault('five', 5)\nfill()")
    sheet.task("read", "assert rows == [{'a': 1, 'b': 5}, {'a': 2, 'b': 5}]\nassert totals == {'five': 5}")
    sheet.task("limits", "assert limits == {'most': 1, 'least': 0}")
    wired = sheet.dag.wire(sheet.namespace).tasks
    assert wired["filled"].inputs == {"rows": "sorted", "totals": "make"}
    assert wired["read"].inputs == {"rows": "filled", "totals": "filled"}
    assert wired["limits"].inputs == {"limits": "sorted"}
    assert sheet.test().state == "success"


def test_a_module_whose_parts_a_cell_changes_stays_an_import() -> None:
    sheet = Sheet()
    sheet.run("import os, random")
    sheet.task("set", "os.environ['SHEET'] = 'x'\nrows = [1, 2]\nos.environ.update(OTHER='y')")
    sheet.task("read", "random.shuffle(rows)\nwhere = os.sep")
    wired = sheet.dag.wire(sheet.namespace).tasks
    assert wired["read"].inputs == {"rows": "set"}
    assert sheet.test().state == "success"


def test_imports_functions_and_plain_values_come_along() -> None:
    sheet = Sheet()
    sheet.run("import math\nfrom json import dumps as write\nfactor = 3\nunit = 'km'")
    sheet.run("def times(x):\n    return again(x) * factor\n\ndef again(x):\n    return math.floor(x)")
    sheet.task("one", "import os.path\nx = times(2.5)")
    sheet.task("two", "y = write([x, unit]) + os.path.sep")
    sheet.task("three", "assert y == '[6, \"mi\"]/' or unit == 'km'")
    file = sheet.file
    assert "import math\n" in file
    assert "factor = 3" in file
    assert "params={'unit': 'km'}" in file
    run = sheet.test(unit="mi")
    assert run.state == "success"
    assert "from json import dumps as write" in file


def test_a_class_comes_along_as_the_newest_cell_has_it() -> None:
    head = "from dataclasses import dataclass\n\n@dataclass\nclass Row:\n"
    cell = head + "    a: int = {}\n\n    def get(self):\n        return self.a"
    sheet = Sheet(In=["", cell.format(1), "%load_ext x", "!ls Row", "%%task t\n" + cell.format(2)])
    sheet.run(cell.format(2))
    sheet.task("one", "x = Row().get()")
    assert "@dataclass\nclass Row:\n    a: int = 2\n" in sheet.file
    sheet.task("two", "assert x == 2")
    assert sheet.test().state == "success"


def test_what_a_task_imports_or_defines_others_use_too() -> None:
    sheet = Sheet()
    sheet.task("one", "from math import pi\ndef area(r):\n    return r * r")
    sheet.task("two", "x = pi * area(2)")
    assert sheet.dag.wire(sheet.namespace).tasks["two"].inputs == {}
    assert sheet.test().state == "success"


def test_texts_over_several_lines_stay_as_they_are() -> None:
    source = "text = '''a\n  b\n''' + f'''\n{1}\nc'''\nif text:\n    pass"
    sheet = Sheet()
    sheet.task("one", source)
    sheet.task("two", "assert text == 'a\\n  b\\n\\n1\\nc'")
    assert sheet.test().state == "success"
    assert indented("a = '''\nb'''", "  ") == "  a = '''\nb'''"


def test_order_without_values_and_options_of_tasks() -> None:
    sheet = Sheet()
    sheet.task("write-it", "a = 1", retries=2, retry_delay=1.5)
    sheet.task("class", "b = 2", "write-it", trigger_rule="all_done")
    made = load_source(sheet.file, "sheet.py")["sheet"]
    assert made.get_task("class").upstream_task_ids == {"write-it"}
    assert made.get_task("write-it").retries == 2
    assert made.get_task("write-it").retry_delay.total_seconds() == 1.5
    assert made.get_task("class").trigger_rule == "all_done"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = model", "which is no plain value but of type object. Make it in a %%task cell above"),
        ("x = nothing", "which nothing in this notebook makes"),
        ("x = get_ipython()", "lines with % or ! work in notebooks only"),
        ("from math import *", "A task says by name what it imports"),
        ("x = uses()", "uses uses model"),
    ],
)
def test_what_cannot_come_along_is_said(source: str, said: str) -> None:
    sheet = Sheet(model=object(), get_ipython=lambda: None)
    sheet.run("def uses():\n    return model")
    sheet.task("good", "a = 1")
    cell = TaskCell("bad", source, names_of(source))
    with pytest.raises(DagError, match=said.replace("(", "\\(")):
        sheet.dag.put(cell, sheet.namespace)
    assert list(sheet.dag.cells) == ["good"]


def test_a_value_that_cannot_go_is_told_while_it_is_written() -> None:
    sheet = Sheet()
    sheet.task("one", "thing = object()")
    sheet.task("two", "print(thing)")
    (warning,) = sheet.dag.wire(sheet.namespace).warnings
    assert "thing of one will not reach the next task. The XCom" in warning


def test_a_cell_that_runs_again_keeps_its_place_and_one_can_be_dropped() -> None:
    sheet = Sheet()
    sheet.task("one", "a = 1")
    sheet.task("two", "b = a", "one")
    sheet.task("one", "a = 5")
    assert list(sheet.dag.cells) == ["one", "two"]
    assert "a = 5" in sheet.file
    with pytest.raises(DagError, match="two says --after one"):
        sheet.dag.drop("one")
    sheet.dag.drop("two")
    assert list(sheet.dag.cells) == ["one"]
    with pytest.raises(DagError, match="no task before this one is called so"):
        sheet.task("three", "c = 1", "nobody")


def test_a_module_under_another_name_is_imported_so() -> None:
    sheet = Sheet(m=math, minidom=xml.dom.minidom, xml=xml)
    sheet.task("one", "x = m.pi, minidom.Node.TEXT_NODE, xml.dom.minidom.Node.TEXT_NODE")
    assert "import math as m" in sheet.file
    assert "from xml.dom import minidom" in sheet.file
    assert "        import xml\n        import xml.dom\n        import xml.dom.minidom\n" in sheet.file
    assert sheet.test().state == "success"
