"""Imports are merged: what is there is used again, the rest of the file stays as it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from couture_scheduler.dag_editing.imports import merge_imports
from couture_scheduler.errors import InvalidInputError
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[3]
FILES = [*sorted((ROOT / "examples").rglob("*.py")), *sorted((ROOT / "tests/airflow_parity/brought").glob("*.py"))]


@pytest.mark.parametrize(
    ("source", "statements", "result"),
    [
        ("", ["from a import b"], "from a import b\n"),
        ("x = 1\n", ["from a import b"], "from a import b\n\nx = 1\n"),
        ('"""Doc."""\nx = 1\n', ["from a import b"], '"""Doc."""\n\nfrom a import b\n\nx = 1\n'),
        ('"""Doc."""', ["import os"], '"""Doc."""\n\nimport os\n'),
        (
            "#!/usr/bin/python\n# A licence.\nx = 1\n",
            ["import a"],
            "#!/usr/bin/python\n# A licence.\n\nimport a\n\nx = 1\n",
        ),
        ("from a import b\n", ["from a import b"], "from a import b\n"),
        ("from a import b, d\n", ["from a import c"], "from a import b, c, d\n"),
        ("from a import d, b\n", ["from a import c as x"], "from a import d, b, c as x\n"),
        ("from a import (b)  # why\n", ["from a import c"], "from a import (b, c)  # why\n"),
        ("from a import (b,)\n", ["from a import c"], "from a import (b, c,)\n"),
        ("from a import (\n    b,  # why\n)\n", ["from a import c"], "from a import (\n    b,  # why\n    c,\n)\n"),
        (
            "from a import (\n  b,\n  d  # why\n)\n",
            ["from a import e"],
            "from a import (\n  b,\n  d,  # why\n  e,\n)\n",
        ),
        ("from a import (\n    b,\n    d,\n)\n", ["from a import c"], "from a import (\n    b,\n    c,\n    d,\n)\n"),
        ("import os\n\nimport a\n", ["import re"], "import os\nimport re\n\nimport a\n"),
        ("import a\n", ["import re"], "import re\n\nimport a\n"),
        ("import re\nx = 1\n", ["import a"], "import re\n\nimport a\nx = 1\n"),
        ("from __future__ import annotations\n", ["import a"], "from __future__ import annotations\n\nimport a\n"),
        ("import a\n", ["from __future__ import annotations"], "from __future__ import annotations\n\nimport a\n"),
        ("from . import b\n", ["from . import c"], "from . import b, c\n"),
        ("import a.b\n", ["import a.c"], "import a.b\nimport a.c\n"),
        ("import a as c\n", ["import a"], "import a as c\nimport a\n"),
        ("import os; import sys", ["import re"], "import os; import sys\nimport re\n"),
        ("try:\n    import a\nexcept ImportError:\n    a = None\n", ["import a"], None),
        ("from airflow.operators.bash import BashOperator\n", ["from couture_jupyter import BashOperator"], None),
        ("import re\r\n", ["import os"], "import re\r\nimport os\r\n"),
    ],
)
def test_an_import_is_merged(source: str, statements: list[str], result: str | None) -> None:
    assert merge_imports(source, statements) == (source if result is None else result)


def test_a_long_line_is_not_made_longer() -> None:
    long = "from somewhere import " + ", ".join(f"a_rather_long_name_{number}" for number in range(5))
    assert merge_imports(long + "\n", ["from somewhere import b"]) == f"{long}\nfrom somewhere import b\n"


def test_a_name_that_means_something_else_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="`b` already means something else here: `from x import b`"):
        merge_imports("from x import b\n", ["from a import b"])


@pytest.mark.parametrize("statement", ["x = 1", "import", "", "import a; x = 1", "def f(): pass"])
def test_only_imports_are_merged(statement: str) -> None:
    with pytest.raises(InvalidInputError, match=r"import statements|no valid Python"):
        merge_imports("", [statement])


def test_a_text_that_is_no_python_is_refused_at_its_line() -> None:
    with pytest.raises(InvalidInputError, match="Line 2, column"):
        merge_imports("x = 1\ny = = 2\n", ["import a"])


NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta"])
STATEMENTS = st.one_of(
    st.builds("import {}".format, st.sampled_from(["json", "one.two", "one.three"])),
    st.builds("from {} import {}".format, st.sampled_from(["first", "first.second"]), st.just("alpha")),
    st.builds("from third import {} as {}_3".format, NAMES, NAMES),
)


def bindings(text: str) -> list[str]:
    """What the text imports, each by itself."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [f"{getattr(node, 'module', '')}|{each.name}|{each.asname}" for node in nodes for each in node.names]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@settings(deadline=None, max_examples=25)
@given(statement=STATEMENTS)
def test_nothing_else_of_a_real_file_changes(path: Path, statement: str) -> None:
    text = path.read_text(encoding="utf-8")
    merged = merge_imports(text, [statement])
    assert set(bindings(merged)) == set(bindings(text)) | set(bindings(statement))
    assert merge_imports(merged, [statement]) == merged
    kept = [line for line in merged.splitlines() if line in text.splitlines()]
    assert [line for line in kept if line.strip()] == [line for line in text.splitlines() if line.strip()]
