"""``couture held-kernels`` and ``couture runs resume``, with a real engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from couture_scheduler.cli.main import run

CELLS = ("x = 41", "open('tries', 'a').write('.')", "assert __import__('os').path.exists('mended')")


@pytest.fixture
def types(make_workspace: Callable[..., Any], capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Type a command in a workspace in which a notebook has failed; what it prints."""
    place = make_workspace()
    place.start_engine()
    dag_id = place.schedule(place.write_notebook("mendable.ipynb", *CELLS))
    assert place.wait_for_run(dag_id, place.trigger(dag_id)) == "failed"

    def call(*arguments: str, status: int = 0) -> str:
        capfd.readouterr()
        found = run([*arguments, "--workspace", str(place.folder)])
        printed = capfd.readouterr()
        assert found == status, printed
        return printed.out + printed.err

    place.wait_for(lambda: "mendable" in call("held-kernels", "list"))
    call.place = place  # type: ignore[attr-defined]
    return call


def test_a_kept_kernel_is_listed_prolonged_and_let_go(types: Callable[..., str]) -> None:
    assert "is kept until" in types("held-kernels", "prolong", "1", "--seconds", "7200")
    assert types("held-kernels", "connect", "1").startswith("jupyter console --existing /")
    assert "let it go" in types("held-kernels", "release", "1")
    assert "No kernel is kept" in types("held-kernels", "list")
    assert "let it go" in types("held-kernels", "list", "--all")
    assert "The kernel is gone" in types("held-kernels", "prolong", "1", status=1)
    assert "Resume in a fresh kernel" in types("runs", "resume", "mendable", status=1)
    assert "no kept kernel 7" in types("held-kernels", "release", "7", status=1)


def test_a_run_is_resumed_and_watched(types: Callable[..., str]) -> None:
    place = types.place  # type: ignore[attr-defined]
    (place.folder / "mended").touch()
    types("runs", "resume", "mendable", "--watch")
    assert (place.folder / "tries").read_text() == "."
    place.wait_for(
        lambda: "Try 2 went on with it." in types("held-kernels", "list", "--all")
    )  # duties note it after the run
    place.wait_for(lambda: place.rows("SELECT 1 FROM cell_run WHERE try_number = 2"))
    printed = types("notebooks", "cells", "mendable").splitlines()
    first, _, third = [line.split() for line in printed if "kernel-" in line]
    assert (first[-2], third[-2], first[-1]) == ("1", "2", third[-1])
    assert third[-1].startswith("kernel-")
    assert "Name the task" in types("runs", "resume", "mendable", status=1)
