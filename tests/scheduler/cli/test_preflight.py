"""``couture notebooks check``, and the check in `schedule`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Couture = Callable[..., Any]


def write(path: Path, *sources: str) -> None:
    """A Python notebook."""
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
    )


def test_errors_are_told_with_their_cells_and_in_the_exit_status(couture: Couture, workspace: Path) -> None:
    write(workspace / "good.ipynb", "print(1)")
    write(workspace / "folder" / "bad.ipynb", "x = 1", "print(y)")
    write(workspace / ".ipynb_checkpoints" / "hidden.ipynb", "print(y)")
    assert couture("notebooks", "check", "good.ipynb").status == 0
    found = couture("notebooks", "check", ".")
    assert found.status == 1
    assert "bad.ipynb: 1 error" in found.out
    assert "✗ error: Cell 2, line 1: The name 'y' is never defined." in found.out
    assert "good.ipynb: nothing found" in found.out
    assert "hidden" not in found.out


def test_programs_get_json(couture: Couture, workspace: Path) -> None:
    write(workspace / "one.ipynb", "print(y)")
    answer = couture("notebooks", "check", "one.ipynb", "-p", "y=3", "--output", "json")
    assert answer.status == 0
    assert [each["code"] for each in answer.json[0]["findings"]] == ["parameters-cell-missing"]
    assert couture("notebooks", "check", "one.ipynb", "--kernel", "gone").status == 1


def test_what_is_no_notebook_is_wrong_usage(couture: Couture, workspace: Path) -> None:
    (workspace / "text.ipynb").write_text("hello")
    answer = couture("notebooks", "check", "text.ipynb")
    assert answer.status == 2
    assert "is not a notebook" in answer.err


def test_a_schedule_is_refused_unless_it_is_wanted_all_the_same(couture: Couture, workspace: Path) -> None:
    write(workspace / "bad.ipynb", "print(y)", "open('gone.csv')")
    refused = couture("notebooks", "schedule", "bad.ipynb", "--manual")
    assert refused.status == 2
    assert "The name 'y' is never defined" in refused.err
    assert "--no-check" in refused.err
    saved = couture("notebooks", "schedule", "bad.ipynb", "--manual", "--no-check")
    assert saved.status == 0
    assert "! warning: Cell 2, line 1: There is no file gone.csv" in saved.err


def test_a_format_that_lacks_its_program_is_a_warning(
    couture: Couture, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    write(workspace / "good.ipynb", "x = 1")
    saved = couture("notebooks", "schedule", "good.ipynb", "--manual", "--export", "pdf", "--export", "html")
    assert saved.status == 0
    assert "! warning: PDF cannot be made on this machine. A PDF needs Chromium" in saved.err
    assert "HTML" not in saved.err


def test_a_snapshot_packs_the_side_files_that_are_named_or_all(couture: Couture, workspace: Path) -> None:
    write(workspace / "uses.ipynb", "import beside\nopen('data.csv')")
    (workspace / "beside.py").write_text("")
    (workspace / "data.csv").write_text("1")
    base = ("notebooks", "schedule", "uses.ipynb", "--manual", "--snapshot")
    some = couture(*base, "--name", "some", "--side-file", "beside.py")
    assert "Not in the snapshot: data.csv. Give --side-file for each, or --all-side-files." in some.err + some.out
    found = couture(*base, "--name", "all", "--all-side-files", "--output", "json")
    assert found.json["form"]["code"]["files"] == ["beside.py", "data.csv"]
    assert couture("notebooks", "schedule", "uses.ipynb", "--manual", "--all-side-files").status == 2


def test_a_dry_run_of_a_folder_says_what_would_run(couture: Couture, workspace: Path) -> None:
    write(workspace / "r" / "a.ipynb", "1")
    write(workspace / "r" / "below" / "b.ipynb", "1")
    assert couture("notebooks", "run-all", "r", "--dry-run").out.split() == ["r/a.ipynb"]
    below = couture("notebooks", "run-all", "r", "--dry-run", "--subfolders", "--output", "json")
    assert below.json["notebooks"] == ["r/a.ipynb", "r/below/b.ipynb"]
