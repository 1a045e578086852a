"""Limits of kernels. Control groups on a folder that looks like the system's: tests may not change the machine's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from couture_scheduler.kernels.control_groups import join_group
from couture_scheduler.kernels.limits import MEGABYTE, KernelLimits

HOG = "import time\nprint('up', flush=True)\nkept = b'x' * 200_000_000\ntime.sleep(600)"


@pytest.fixture
def system(tmp_path: Path) -> tuple[Path, Path]:
    """The root of the groups, and the file that names ours."""
    above = tmp_path / "user.slice" / "app.slice"
    (above / "ours.scope").mkdir(parents=True)
    (above / "cgroup.subtree_control").write_text("cpu memory pids\n")
    own = tmp_path / "own"
    own.write_text("0::/user.slice/app.slice/ours.scope\n")
    return tmp_path, own


def test_a_group_is_made_beside_ours_with_its_limits(system: tuple[Path, Path]) -> None:
    group = join_group(7, 300 * MEGABYTE, 1.5, *system)
    assert group is not None
    folder = system[0] / "user.slice" / "app.slice" / "couture-kernel-7"
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "memory.max": str(300 * MEGABYTE),
        "memory.swap.max": "0",
        "memory.oom.group": "1",
        "cpu.max": "150000 100000",
        "cgroup.procs": "7",
    }
    assert join_group(7, 400 * MEGABYTE, None, *system) is not None  # the kernel was kept, and goes on in another try
    assert not group.was_out_of_memory
    (folder / "memory.events").write_text("low 0\noom 1\noom_kill 1\n")
    assert group.was_out_of_memory


@pytest.mark.parametrize("own", ["0::/\n", "4:memory:/x\n", "0::/gone/ours\n", ""])
def test_where_we_may_not_there_is_no_group(system: tuple[Path, Path], own: str) -> None:
    system[1].write_text(own)
    assert join_group(7, 1, None, *system) is None
    system[1].write_text("0::/user.slice/app.slice/ours.scope\n")
    (system[0] / "user.slice" / "app.slice" / "cgroup.subtree_control").write_text("pids\n")
    assert join_group(7, 1, None, *system) is None


def test_what_takes_too_much_is_ended_and_the_sentence_tells_the_limit() -> None:
    limits = KernelLimits(memory_bytes=100 * MEGABYTE)
    with subprocess.Popen([sys.executable, "-c", HOG], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        limits.begin(process.pid)
        assert process.wait(60) == -9
    limits.end()
    assert "this job may use 100 MB" in limits.exceeded
