"""Notebooks to check, in a workspace of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.preflight import Finding, Job, check

Check = Callable[..., list[Finding]]
Cell = str | tuple[str, str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with room for notebooks."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def check_cells(workspace: Path) -> Check:
    """Checks a notebook made of these cells: a source, or a source with its tags."""

    def ask(
        *cells: str | tuple[str, str], kernel: str = "python3", language: str = "python", **job: Any
    ) -> list[Finding]:
        path = workspace / "notebook.ipynb"
        write(path, *cells, kernel=kernel, language=language)
        return check(path, workspace, Job(**job))

    return ask


def write(path: Path, *cells: Cell, kernel: str = "python3", language: str = "python") -> None:
    """Write a notebook."""
    notebook = nbformat.v4.new_notebook()
    for each in cells:
        source, tag = (each, None) if isinstance(each, str) else each
        notebook.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": [tag]} if tag else {}))
    notebook.metadata["kernelspec"] = {"name": kernel, "language": language, "display_name": kernel}
    path.write_text(json.dumps(notebook))
