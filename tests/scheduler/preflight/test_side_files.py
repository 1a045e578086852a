"""Which files a notebook needs beside itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.preflight import side_files


def notebook(folder: Path, *sources: str) -> Path:
    """A Python notebook."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def write(folder: Path, files: dict[str, str]) -> None:
    """Files by their names."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_modules_are_followed_data_is_found_and_what_is_written_first_is_not(workspace: Path) -> None:
    folder = workspace / "reports"
    write(
        folder,
        {"helper.py": "import json\nfrom lib.tools import thing\n", "unused.py": "", "setup.py": "import extra\n"},
    )
    write(
        folder,
        {
            "lib/tools.py": "from .more import x\n",
            "lib/more.py": "",
            "extra.py": "",
            "data.csv": "a\n",
            "unused.py": "",
        },
    )
    write(folder, {"requirements.txt": "pandas\n", "parts/a.csv": "1", "parts/b.csv": "2"})
    path = notebook(
        folder,
        "import helper, os",
        "%run setup.py",
        "open('data.csv'); open('made.txt', 'w')\nopen('made.txt'); open('gone.csv')\nread_csv('parts/*.csv')",
        "open('/etc/hostname'); open('../../outside.txt')",
    )
    found = side_files(path, workspace)
    assert [(each.path, each.kind, each.cell, each.exists) for each in found] == [
        ("reports/helper.py", "module", 0, True),
        ("reports/lib/tools.py", "module", 0, True),
        ("reports/lib/more.py", "module", 0, True),
        ("reports/setup.py", "module", 1, True),
        ("reports/extra.py", "module", 1, True),
        ("reports/data.csv", "data", 2, True),
        ("reports/gone.csv", "data", 2, False),
        ("reports/parts/a.csv", "data", 2, True),
        ("reports/parts/b.csv", "data", 2, True),
        ("reports/requirements.txt", "environment", None, True),
    ]
    assert next(each.size for each in found if each.path.endswith("data.csv")) == 2


def test_a_link_that_leads_out_of_the_workspace_is_no_side_file(workspace: Path) -> None:
    (workspace.parent / "secret.csv").write_text("")
    (workspace / "inside.csv").symlink_to(workspace.parent / "secret.csv")
    assert side_files(notebook(workspace, "open('inside.csv')"), workspace) == []


def test_circles_of_imports_and_broken_modules_end(workspace: Path) -> None:
    write(workspace, {"a.py": "import b", "b.py": "import a, c", "c.py": "def (:"})
    found = side_files(notebook(workspace, "import a"), workspace)
    assert [each.path for each in found] == ["a.py", "b.py", "c.py"]


def test_packages_bring_their_init_files(workspace: Path) -> None:
    write(workspace, {"pkg/__init__.py": "", "pkg/deep/__init__.py": "", "pkg/deep/end.py": ""})
    found = side_files(notebook(workspace, "import pkg.deep.end as end"), workspace)
    assert [each.path for each in found] == ["pkg/__init__.py", "pkg/deep/__init__.py", "pkg/deep/end.py"]


def test_what_is_no_notebook_is_refused(workspace: Path) -> None:
    (workspace / "text.ipynb").write_text("hello")
    with pytest.raises(InvalidInputError):
        side_files(workspace / "text.ipynb", workspace)
    with pytest.raises(NotFoundError):
        side_files(workspace / "gone.ipynb", workspace)
