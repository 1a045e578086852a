"""``couture kernels``: what there is, what can be installed, and what it says when that fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def somebodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of Jupyter in which somebody else's kernelspec has the name of one of ours; its prefix."""
    folder = tmp_path / "share" / "jupyter" / "kernels" / "tf-kernel"
    folder.mkdir(parents=True)
    spec = {"argv": ["mine"], "display_name": "My TensorFlow", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    return tmp_path


def test_the_list_holds_what_can_be_chosen_and_installed(couture: Any, somebodys: Path) -> None:
    states = {each["name"]: each["state"] for each in couture("kernels", "list", "-o", "json").json["kernels"]}
    assert states["tf-kernel"] == "not managed"
    assert states["python3"] == "installed"
    assert {"ml-kernel", "pytorch-kernel", "pysparkkernel", "sparkkernel", "sparkrkernel"} <= set(states)


def test_nothing_is_outdated_where_nothing_is_installed(couture: Any, tmp_path: Path) -> None:
    assert couture("kernels", "update", "--prefix", tmp_path / "empty").out == "All is up to date.\n"


def test_what_cannot_be_installed_says_why(couture: Any, somebodys: Path) -> None:
    foreign = couture("kernels", "install", "tf-kernel", "--prefix", somebodys)
    assert (foreign.status, "jupyter kernelspec remove tf-kernel" in foreign.err) == (1, True)
    unknown = couture("kernels", "install", "tensorflow", "--prefix", somebodys)
    assert (unknown.status, "There are: ml-kernel" in unknown.err) == (2, True)
    for command in ("remove", "update"):
        missing = couture("kernels", command, "ml-kernel", "--prefix", somebodys)
        assert (missing.status, "is not installed in" in missing.err) == (1, True)


def test_a_place_that_cannot_be_written_is_told_with_what_to_do(couture: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = couture("kernels", "install", "ml-kernel", "--prefix", tmp_path / "file" / "below")
    assert (refused.status, "Not a directory" in refused.err, "--user" in refused.err) == (1, True, True)
