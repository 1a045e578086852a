"""A notebook that is split: which values, files and definitions go where; run one by one, the parts do the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.notebook_dags import flows, parts
from couture_scheduler.notebook_dags.flows import Flow, Plan
from couture_scheduler.notebook_dags.part_notebooks import part_notebook
from couture_scheduler.preflight import cells
from couture_scheduler.preflight.reading import read_python


def notebook(folder: Path, *sources: str) -> Path:
    """A notebook of these cells; one that begins with ``#`` and a space is Markdown, ``PARAMETERS`` tags one."""
    made: list[Any] = []
    for source in sources:
        if source.startswith("# "):
            made.append(nbformat.v4.new_markdown_cell(source))
        else:
            tags = ["parameters"] if source.startswith("PARAMETERS") else []
            made.append(nbformat.v4.new_code_cell(source.removeprefix("PARAMETERS\n"), metadata={"tags": tags}))
    path = folder / "analysis.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def split(folder: Path, *sources: str, parameters: tuple[str, ...] = ()) -> Plan:
    """The plan by headings."""
    source = cells.read(notebook(folder, *sources))
    return flows.plan(read_python(source, folder), parts.by_headings(source.cells), parameters)


def flowing(plan: Plan) -> list[tuple[str, str, str]]:
    return [(each.source, each.target, each.name) for each in plan.flows]


def copied(plan: Plan, task_id: str) -> list[str]:
    (found,) = [each for each in plan.parts if each.part.task_id == task_id]
    return [each.source for each in found.copies]


def test_values_flow_from_the_part_that_set_them_last(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "# Load",
        "rows = list(range(3)); factor = max(rows)",
        "# Clean",
        "rows = [each * factor for each in rows]",
        "# Report",
        "print(rows)",
    )
    assert flowing(plan) == [("load", "clean", "factor"), ("load", "clean", "rows"), ("clean", "report", "rows")]
    assert plan.upstream("report") == ["clean"]
    assert [each.leaves for each in plan.parts] == [["factor", "rows"], ["rows"], []]


def test_parts_that_only_read_the_same_value_may_run_at_the_same_time(tmp_path: Path) -> None:
    plan = split(tmp_path, "# Load", "frame = make()", "# Plot", "frame.plot()", "# Count", "total = frame.count()")
    assert plan.upstream("plot") == plan.upstream("count") == ["load"]


@pytest.mark.parametrize(
    "change",
    [
        "rows.append(1)\nNone",
        "rows[0] = 2",
        "rows += [1]",
        "frame = rows\nrows.sort()",
        "import random\nrandom.shuffle(rows)",
        "del rows[0]",
        "if rows:\n    rows = []",
        "for each in rows:\n    each.update(x=1)\nrows.clear()",
        "grow(rows)",
        "push()",
    ],
)
def test_a_part_that_changes_a_value_hands_its_own_on(tmp_path: Path, change: str) -> None:
    helpers = "def grow(them):\n    them.append(1)\ndef push():\n    rows.append(2)"
    plan = split(tmp_path, "# Load", f"rows = make()\n{helpers}", "# Change", change, "# Report", "print(rows)")
    assert ("change", "report", "rows") in flowing(plan)
    assert ("load", "report", "rows") not in flowing(plan)


def test_definitions_are_copied_with_what_they_need_themselves(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "import math\nfrom json import dumps\nimport csv\nLIMIT = 5",
        "# Load",
        "def area(r):\n    return min(LIMIT, math.pi * r)\nvalue = 3 * 2.0 + len('x')",
        "# Report",
        "print(area(value))",
    )
    assert flowing(plan) == [("load", "report", "value")]
    assert copied(plan, "report") == ["import math", "LIMIT = 5", "def area(r):\n    return min(LIMIT, math.pi * r)"]


def test_what_a_function_reads_flows_to_where_it_is_called(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "# Load",
        "table = make()\ndef look(key):\n    return table[key]",
        "# Rest",
        "x = 1 + len('')",
        "# Use",
        "look(1)",
    )
    assert flowing(plan) == [("load", "use", "table")]


def test_settings_of_modules_and_magics_go_along_with_their_modules(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "%matplotlib inline\nimport random\nimport csv\nrandom.seed(7)\ncsv.field_size_limit(9)",
        "# Load",
        "rows = [random.random()]",
        "# Report",
        "print(rows)",
    )
    assert copied(plan, "load") == ["%matplotlib inline", "import random", "random.seed(7)"]
    assert copied(plan, "report") == ["%matplotlib inline"]


def test_classes_go_to_every_part_that_takes_something(tmp_path: Path) -> None:
    plan = split(tmp_path, "# Load", "class Row:\n    pass\nrows = [Row()]", "# Report", "print(rows)")
    assert copied(plan, "report") == ["class Row:\n    pass"]


def test_names_of_inner_scopes_are_nobodys_business(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "# Load",
        "each = 1 + len('')\nrow = each + 1",
        "# Report",
        "def told(row):\n    each = row\n    return each",
        "print([each for each in 'ab'], (lambda row: row)(1), told(2))",
    )
    assert flowing(plan) == []


def test_a_part_that_reads_a_file_waits_for_the_one_that_writes_it(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "import pandas as pd\nPLACE = 'out.csv'",
        "# Load",
        "make().to_csv(PLACE)",
        "# Rest",
        "x = len('')",
        "# Report",
        "pd.read_csv('out.csv')",
    )
    assert plan.flows == [Flow("load", "report", "out.csv", "file")]


def test_what_is_not_python_keeps_its_place(tmp_path: Path) -> None:
    plan = split(tmp_path, "# Load", "x = len('')", "# Shell", "%%bash\ntouch x", "# Report", "y = len('')")
    assert [(each.source, each.target, each.kind) for each in plan.flows] == [
        ("load", "shell", "order"),
        ("shell", "report", "order"),
    ]


def test_parameters_go_to_the_parts_that_use_them(tmp_path: Path) -> None:
    plan = split(
        tmp_path,
        "PARAMETERS\ncountry = 'FI'\nyears = 2",
        "# Load",
        "rows = [country]",
        "# Years",
        "years = years + 1",
        "# Report",
        "print(rows, years)",
        parameters=("country", "years"),
    )
    assert [each.parameters for each in plan.parts] == [{"country"}, {"years"}, set()]
    assert flowing(plan) == [("load", "report", "rows"), ("years", "report", "years")]


def test_headings_of_the_level_that_repeats_make_the_parts(tmp_path: Path) -> None:
    source = cells.read(
        notebook(
            tmp_path, "# A report", "import math", "# \n## Load it!", "y = 2", "# \n```\n# no\n```\n## Ünd", "z = 3"
        )
    )
    assert [each.task_id for each in parts.by_headings(source.cells)] == ["a_report", "load_it", "und"]
    assert [each.task_id for each in parts.by_headings(source.cells, 1)] == ["a_report"]
    with pytest.raises(InvalidInputError, match="no heading of level 3"):
        parts.by_headings(source.cells, 3)
    assert parts.task_id_of("Ünd so: weiter!") == "und_so_weiter"
    assert parts.unique(["a", "a", "a_2"]) == ["a", "a_2", "a_2_2"]


def test_cells_with_tags_make_the_parts(tmp_path: Path) -> None:
    def tagged(*tags: str) -> list[parts.Part]:
        made = [nbformat.v4.new_code_cell("x = 1", metadata={"tags": [tag] if tag else []}) for tag in tags]
        path = tmp_path / "tagged.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=made), path)
        return parts.by_tags(cells.read(path).cells)

    found = tagged("", "task:load", "", "task:load", "task: tidy up")
    assert [(each.task_id, each.cells) for each in found] == [("start", (0,)), ("load", (1, 2, 3)), ("tidy_up", (4,))]
    with pytest.raises(InvalidInputError, match="are apart"):
        tagged("task:a", "task:b", "task:a")
    with pytest.raises(InvalidInputError, match="No cell has a tag"):
        tagged("", "x")


def test_the_parts_do_what_the_notebook_did(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        "PARAMETERS\nbase = 2",
        "import math\n\nclass Row:\n    def __init__(self, n):\n        self.n = n",
        "def total(rows):\n    return sum(each.n for each in rows)",
        "# Load",
        "rows = [Row(base), Row(3)]",
        "# Grow",
        "rows.append(Row(math.floor(4.5)))\nNone",
        "# Report",
        "Path = None\nresult = total(rows)\nopen('result.txt', 'w').write(str(result))",
    )
    source = cells.read(path)
    plan = flows.plan(read_python(source, tmp_path), parts.by_headings(source.cells), ("base",))
    document = json.loads(path.read_text())
    for each in plan.parts:
        made = part_notebook(document, each)
        code = ["".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "code"]
        subprocess.run([sys.executable, "-c", "\n\n".join(code)], cwd=tmp_path, check=True, timeout=60)
    assert (tmp_path / "result.txt").read_text() == "9"
