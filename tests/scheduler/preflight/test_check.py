"""What the check finds in a notebook, and what it leaves alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from couture_scheduler.preflight import Finding, Job, check

Check = Callable[..., list[Finding]]


def told(findings: list[Finding]) -> list[tuple[str, str, int | None, int | None]]:
    """The findings without their words."""
    return [(each.code, str(each.severity), each.cell, each.line) for each in findings]


GOOD = [
    "%matplotlib inline\nimport json, os.path as p\n%load_ext autoreload",
    "def later():\n    return helper() + total\n\ndef helper():\n    return 1",
    "total = sum(x * 2 for x in range(3)); {k: v for k, v in enumerate('ab')}",
    "%time df = later()\nprint(df)",
    "%%time\nslow = [y for y in range(9) if (z := y)]\nz",
    "%%capture out --no-stderr\nprint('hidden')",
    "print(out, _, In, Out, _3, get_ipython(), display)",
    "files = !ls *.py\nfor f in files: print(f)\n!echo {total}",
    "!ls \\\n  -l\nx = 1\n\ndel x",
    "%%bash --out listing\nls -l undefined names here",
    "listing\n?json\njson.dumps?",
    "import asyncio\nawait asyncio.sleep(0)\nasync with asyncio.timeout(1): pass",
    "class A:\n    b: 'A'\n    def m(self): global made; made = self.b\n    n = len('x')",
    "try:\n    unicode\nexcept NameError:\n    unicode = str",
    "try:\n    import tomllib\nexcept ImportError as error:\n    print(error)",
    "match total:\n    case {'a': found}: print(found)\n    case _: pass",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nowhere import Thing",
    "print(f'{total!r:>{10}}', (lambda q: q)(1))\nwith open('made.txt', 'w') as made_file: made_file.write('x')",
    "open('made.txt').read()",
    "ls",
    "%store -r kept\nkept",
    ">>> total\n3",
    "%%writefile notes.txt\nanything goes: here",
    "print(open('notes.txt').read())",
]


def test_a_good_notebook_has_no_findings(check_cells: Check) -> None:
    assert check_cells(*GOOD) == []


def test_a_name_that_is_never_defined(check_cells: Check) -> None:
    found = check_cells("x = 1", "\nprint(x,\n  colour)")
    assert told(found) == [("name-undefined", "error", 1, 3)]
    assert found[0].sentence.startswith("Cell 2, line 3: The name 'colour' is never defined.")


def test_a_name_that_is_used_too_early_names_the_cell_to_move(check_cells: Check) -> None:
    found = check_cells("print(rows)", "y = 1", "rows = 3")
    assert "before cell 3 sets it" in found[0].message


@pytest.mark.parametrize(
    ("cell", "severity"),
    [
        ("def never():\n    missing", "warning"),
        ("if rows:\n    missing", "warning"),
        ("%run somewhere_else.py\nmissing", "warning"),
        ("exec('missing = 1')\nmissing", "warning"),
        ("if __name__ == '__main__':\n    missing", "error"),
        ("del rows\nrows", "error"),
        ("[missing for i in range(3)]", "error"),
        ("with open(missing): pass", "error"),
        ("%time missing + 1", "error"),
        ("%%time\nmissing", "error"),
        ("__file__", "error"),
    ],
)
def test_how_certain_it_is_that_a_missing_name_is_read(check_cells: Check, cell: str, severity: str) -> None:
    found = [each for each in check_cells("rows = 1", cell) if each.code == "name-undefined"]
    assert [str(each.severity) for each in found] == [severity]


def test_star_imports_and_pylab_define_what_nobody_can_know(check_cells: Check) -> None:
    assert check_cells("from os.path import *\njoin('a', anything)") == []
    assert check_cells("%pylab inline\nplot(x)") == []


def test_an_unknown_magic_may_define_the_words_it_holds(check_cells: Check) -> None:
    assert check_cells("%%sql result <<\nselect 1", "result") == []


def test_names_of_scripts_and_notebooks_that_are_run(check_cells: Check, workspace: Path) -> None:
    (workspace / "setup.py").write_text("import os as operating\ndef made(): pass\nfor each in (): pass\n")
    assert check_cells("%run setup.py\nmade(), operating, each") == []
    assert told(check_cells("%run setup\nmade(), other")) == [("name-undefined", "error", 0, 2)]


def test_parameters_are_defined_where_they_are_injected(check_cells: Check) -> None:
    cells = [("a = 1", "parameters"), "print(a, country)"]
    assert told(check_cells(*cells)) == [("name-undefined", "error", 1, 1)]
    assert check_cells(*cells, parameters={"a": 2, "country": "FI"}) == []


def test_parameters_without_a_cell_for_them_and_parameters_that_nobody_reads(check_cells: Check) -> None:
    found = check_cells("print(country)", parameters={"country": "FI", "rows": 3})
    assert told(found) == [("parameters-cell-missing", "warning", None, None), ("parameter-unread", "info", None, None)]


def test_a_function_that_reads_its_own_name_too_early_is_told_so(check_cells: Check) -> None:
    found = check_cells("x = 1\ndef f():\n    print(x)\n    x = 2\nf()")
    assert told(found) == [("name-undefined", "warning", 0, 3)]
    assert found[0].message == "The function sets 'x' itself, but reads it before."


def test_annotations_that_nobody_evaluates_are_left_alone(check_cells: Check) -> None:
    assert check_cells("def f(a: 'Frame'): return a") == []
    assert check_cells("x = 1", "from __future__ import annotations\ndef f(a: Frame) -> Frame: return a") == []


def test_syntax_errors_are_at_their_line_and_cause_no_others(check_cells: Check) -> None:
    found = check_cells("\n%matplotlib inline\nx = (1,\ny = 2", "print(x, y)", "return 3", "def f():\nreturn")
    assert told(found) == [
        ("syntax-error", "error", 0, 3),
        ("syntax-error", "error", 2, 1),
        ("syntax-error", "error", 3, 2),
    ]


def test_modules_that_the_kernel_lacks(check_cells: Check) -> None:
    found = check_cells("import json\nimport no_such_module.part as part", "from also_missing import x\nx, part, json")
    assert told(found) == [("module-missing", "error", 0, 2), ("module-missing", "error", 1, 1)]
    assert "'python3' has no module 'no_such_module'" in found[0].message


@pytest.mark.parametrize(
    "cells",
    [
        ("try:\n    import no_such_module\nexcept ImportError:\n    no_such_module = None",),
        ("def f():\n    import no_such_module",),
        ("%pip install no-such-module", "import no_such_module"),
        ("!pip install -q no-such-module\nimport no_such_module",),
        ("import sys, os\nsys.path.append(os.environ['PLACE'])\nimport no_such_module",),
        ("import sys\nsys.path.append('cloned_later')\nimport no_such_module",),
    ],
)
def test_modules_that_may_be_there_when_it_runs_are_a_warning(check_cells: Check, cells: tuple[str, ...]) -> None:
    assert [(each.code, str(each.severity)) for each in check_cells(*cells)] == [("module-missing", "warning")]


def test_modules_beside_the_notebook_are_known_and_read_too(check_cells: Check, workspace: Path) -> None:
    (workspace / "beside.py").write_text("import json\nimport no_such_module\n")
    (workspace / "lib" / "deep").mkdir(parents=True)
    (workspace / "lib" / "deep" / "thing.py").write_text("value = 1\n")
    found = check_cells("import sys\nsys.path.insert(0, 'lib')\nimport beside\nfrom deep import thing\nthing, beside")
    assert told(found) == [("module-missing", "error", 0, 3)]
    assert "beside.py" in found[0].message


def test_a_module_installed_later_is_found(
    check_cells: Check, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = workspace.parent / "site"
    site.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(site))
    assert told(check_cells("import arrives_later"))[0][0] == "module-missing"
    (site / "arrives_later.py").write_text("")
    assert check_cells("import arrives_later") == []


def test_a_module_that_the_notebook_writes_itself(check_cells: Check) -> None:
    assert check_cells("%%writefile made_here.py\ndef hello(): pass", "import made_here") == []
    assert told(check_cells("import made_here", "%%writefile made_here.py\n")) == [("module-missing", "error", 0, 1)]


def test_an_environment_that_is_made_is_asked_and_one_to_come_is_only_noted(check_cells: Check) -> None:
    cells = ("import nbformat, yaml, no_such_module\nimport json",)
    later = check_cells(*cells, requirements="r.txt", packages=frozenset({"pyyaml", "nbformat"}))
    assert told(later) == [("not-checked", "info", None, None)]
    assert later[0].message.endswith("it does not name: no_such_module.")
    made = check_cells(*cells, requirements="r.txt", python=Path(sys.executable))
    assert told(made) == [("module-missing", "error", 0, 1)]
    assert made[0].sentence.endswith("Add no_such_module to r.txt.")


def test_a_relative_import_fails_in_a_notebook(check_cells: Check) -> None:
    assert told(check_cells("from . import x")) == [("module-missing", "error", 0, 1)]


def test_a_kernel_that_is_not_there(check_cells: Check) -> None:
    found = check_cells("x = 1", kernel="gone")
    assert told(found) == [("kernel-missing", "error", None, None)]
    assert "python3" in found[0].message
    assert check_cells("x = 1", kernel="gone", kernel_name="python3") == []


def test_questions_to_a_person(check_cells: Check) -> None:
    found = check_cells("name = input('Who? ')", "import getpass\ndef f():\n    return getpass.getpass()", "%debug")
    assert told(found) == [
        ("asks-input", "error", 0, 1),
        ("asks-input", "warning", 1, 3),
        ("asks-input", "warning", 2, 1),
    ]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("from getpass import getpass as ask\nask()", 1),
        ("import getpass as g\ng.getpass()", 1),
        ("import getpass\ngetpass.getuser()", 0),
        ("def input(text): return text\ninput('x')", 0),
        ("input = str\ninput('x')", 0),
    ],
)
def test_questions_under_other_names_and_other_things_under_theirs(check_cells: Check, cell: str, count: int) -> None:
    assert [each.code for each in check_cells(cell)] == ["asks-input"] * count


def test_a_cell_that_may_raise_and_a_cell_that_is_skipped(check_cells: Check) -> None:
    found = check_cells(("missing", "raises-exception"), ("import no_such_module", "skip-execution"))
    assert told(found) == [("name-undefined", "info", 0, 1)]


def test_files_that_are_not_there(check_cells: Check, workspace: Path) -> None:
    (workspace / "data").mkdir()
    (workspace / "data" / "here.csv").write_text("a\n")
    found = check_cells(
        "from pathlib import Path\nDATA = Path('data')\nimport json as pd",
        "pd.read_csv(DATA / 'here.csv')\npd.read_csv(DATA / 'gone.csv')\n(DATA / 'there.txt').read_text()",
        "pd.read_csv(f'{DATA}/gone.csv')\npd.read_parquet('https://example.org/x.parquet')\nopen('new.txt', mode='w')",
        "%cd data\nopen('here.csv')",
        "open('there.txt', 'a')",
    )
    assert told(found) == [("file-missing", "warning", 1, 2), ("file-missing", "warning", 1, 3)]
    assert "data/gone.csv" in found[0].message


@pytest.mark.parametrize(
    "cells",
    [
        ("import os\nif os.path.exists('own.csv'):\n    open('own.csv')",),
        ("!wget -q https://example.org/own.csv", "open('own.csv')"),
        ("%%bash\nsort a > own.csv", "open('own.csv')"),
    ],
)
def test_files_that_may_well_be_there_when_it_runs_are_a_note(check_cells: Check, cells: tuple[str, ...]) -> None:
    assert [(each.code, str(each.severity)) for each in check_cells(*cells)] == [("file-missing", "info")]


def test_a_file_named_by_a_parameter_is_looked_up_by_its_value(check_cells: Check, workspace: Path) -> None:
    (workspace / "fi.csv").write_text("")
    cells = [("source = 'se.csv'", "parameters"), "open(source)"]
    assert told(check_cells(*cells)) == [("file-missing", "warning", 1, 1)]
    assert check_cells(*cells, parameters={"source": "fi.csv"}) == []


def test_paths_outside_the_workspace(check_cells: Check, workspace: Path) -> None:
    found = check_cells(
        f"open('/srv/somebody/data.csv')\nHERE = {str(workspace / 'x')!r}",
        "WHERE = r'C:\\data\\x.csv'",
        f"open('{'../' * 20}srv/beside.txt', 'w')",
        "url = '/api/v1/things'; open('/dev/null')",
    )
    assert [each[:3] for each in told(found)] == [("path-outside", "warning", cell) for cell in (0, 1, 2)]


SECRETS = [
    "key = 'AKIA" + "IOSFODNN7EXAMPLF'",
    "headers = {'Authorization': 'token ghp_" + "a1B2" * 9 + "'}",
    "db_password = 'tr0ub4dor'",
    "connect(password='hunter22')",
    "config['api_key'] = 'abcdef123456'",
    "# https://joe:s3cretpw@example.org/x",
]


@pytest.mark.parametrize("line", SECRETS)
def test_what_looks_like_a_secret_is_told_but_never_repeated(check_cells: Check, line: str) -> None:
    found = [each for each in check_cells("def connect(**k): pass\nconfig = {}", line) if each.code == "secret-pasted"]
    assert told(found) == [("secret-pasted", "warning", 1, 1)]
    secret = line.split("'")[-2] if "'" in line else "s3cretpw"
    assert secret not in found[0].sentence


@pytest.mark.parametrize(
    "line",
    [
        "import os\npassword = os.environ['PASSWORD']",
        "password = '<your password>'",
        "token = 'your-token'",
        "tokens = 'a b c'; token_count = 3; password = ''",
        "secret = '{{ var.value.key }}'",
        "secret_name = 'prod/db-1'; password_column = 'pwd_hash2'; token_url = 'https://a.org/oauth2'",
        "row = {'token': 'access', 'password': 'string'}; row['token'] = 'word_token'",
        "token = 'bearer'; TOKEN_TYPE = 'v2-opaque'",
    ],
)
def test_what_only_stands_in_for_a_secret_is_left_alone(check_cells: Check, line: str) -> None:
    assert check_cells(line) == []


def test_an_empty_notebook(check_cells: Check) -> None:
    assert told(check_cells()) == [("notebook-empty", "warning", None, None)]


def test_another_language_gets_the_rules_that_need_none(
    check_cells: Check, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = workspace.parent / "jupyter" / "kernels" / "ir"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        '{"argv": ["R", "--slave", "{connection_file}"], "language": "R", "display_name": "R"}'
    )
    monkeypatch.setenv("JUPYTER_PATH", str(workspace.parent / "jupyter"))
    found = check_cells("x <- read.csv('gone.csv')", SECRETS[0].replace("=", "<-"), kernel="ir", language="R")
    assert told(found) == [("secret-pasted", "warning", 1, 1)]


def test_a_kernel_whose_interpreter_is_gone(
    check_cells: Check, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = workspace.parent / "jupyter" / "kernels" / "old"
    kernel.mkdir(parents=True)
    argv = '["/nowhere/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]'
    (kernel / "kernel.json").write_text(f'{{"argv": {argv}, "language": "python", "display_name": "old"}}')
    monkeypatch.setenv("JUPYTER_PATH", str(workspace.parent / "jupyter"))
    assert told(check_cells("import os", "import pandas", kernel="old")) == [("not-checked", "info", None, None)]


@pytest.mark.parametrize(
    "cell",
    [
        "(" * 3000,
        "x = " + "-" * 50_000 + "1",
        "\0",
        "\ud800x",
        "%" * 600,
        "!\\\n" * 700,
        "%%\nx",
        "%%time",
        "%",
        "\t\t?\n",
    ],
)
def test_no_cell_is_too_strange(check_cells: Check, cell: str) -> None:
    check_cells("a = 1", cell, "a")


def test_the_python_that_checks_is_not_the_python_that_runs(check_cells: Check) -> None:
    assert sys.version_info >= (3, 11)
    found = check_cells("print 'hello'")
    assert told(found) == [("syntax-error", "error", 0, 1)]
    assert "Missing parentheses" in found[0].message


def test_a_script_is_read_as_plain_python(workspace: Path) -> None:
    path = workspace / "job.py"
    path.write_text("import sys, no_such_module\nprint(__file__, sys.argv)\ninput()\nprint(colour)\n")
    found = check(path, workspace, Job({"country": "FI"}))
    assert [(each.code, str(each.severity), each.cell, each.line) for each in found] == [
        ("module-missing", "error", None, 1),
        ("asks-input", "error", None, 3),
        ("name-undefined", "error", None, 4),
    ]
    assert found[2].sentence.startswith("Line 4: The name 'colour'")
    path.write_text("!ls\n")
    assert [each.code for each in check(path, workspace)] == ["syntax-error"]


def test_a_script_in_another_language_is_searched_for_secrets(workspace: Path) -> None:
    path = workspace / "job.sh"
    path.write_text("echo hello\nexport KEY=AKIA" + "IOSFODNN7EXAMPLF\n")
    assert [(each.code, each.line) for each in check(path, workspace)] == [("secret-pasted", 2)]


def test_a_script_whose_program_is_not_installed(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workspace / "job.R"
    path.write_text("cat('hi')\n")
    monkeypatch.setenv("PATH", str(workspace))
    (found,) = check(path, workspace)
    assert (found.code, found.severity) == ("interpreter-missing", "error")
    assert found.message == "There is no Rscript on this machine, which runs R scripts."


def test_a_notebook_written_as_text_is_read_cell_by_cell(workspace: Path) -> None:
    path = workspace / "report.py"
    path.write_text("# %%\nrows = 1\n\n# %%\n# %matplotlib inline\nprint(colour)\n")
    found = check(path, workspace)
    assert [(each.code, each.cell) for each in found] == [("name-undefined", 1)]
