"""The pool: who may borrow, what happens when somebody is killed, kernels that cannot be forked."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from couture_scheduler.kernels.families import ForkFamily
from couture_scheduler.kernels.kernelspecs import find_spec, fork_recipe
from couture_scheduler.kernels.pool import ALONE, Pool
from couture_scheduler.kernels.pool_client import PoolConnection, PoolKeeper, connect
from couture_scheduler.kernels.sockets import private_folder

START = "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"


class Own:
    """A pool of this test alone."""

    def __init__(self, home: Path) -> None:
        self.keeper = PoolKeeper(home)
        self.keeper.warm([])
        self.file = Path(self.keeper.address)
        self.process = psutil.Process(json.loads(self.file.read_text())["pid"])
        self.lines: list[PoolConnection] = []

    def acquire(self, kernel_name: str = "python3", user: int = 1) -> dict[str, Any]:
        """Borrow a kernel on a line of its own."""
        line = connect(self.file)
        self.lines.append(line)
        line.tell(do="acquire", kernel=kernel_name, cwd=str(self.file.parent), env={"FOR": "me"}, user=user)
        return line.hear(90)

    def close(self) -> None:
        """Give all back and wait until nothing is left."""
        family = self.process.children(recursive=True) if self.process.is_running() else []
        for line in self.lines:
            line.close()
        self.keeper.close()
        for process in (self.process, *family):
            process.wait(90)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Own]:
    for name, argv in {
        "cold": [sys.executable, "-c", START, "-f", "{connection_file}"],
        "broken": [sys.executable, "-c", "raise SystemExit(1)", "{connection_file}"],
        "missing": ["/there/is/no/such/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    }.items():
        folder = tmp_path / "share" / "kernels" / name
        folder.mkdir(parents=True)
        spec = {"argv": argv, "display_name": name, "language": "python", "env": {"FROM_SPEC": "yes"}}
        (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    own = Own(tmp_path / "home")
    yield own
    own.close()


def test_a_kernel_lives_as_long_as_its_line(own: Own) -> None:
    answer = own.acquire()
    kernel = psutil.Process(answer["pid"])
    assert Path(answer["connection_file"]).stat().st_mode & 0o777 == 0o600
    own.lines.pop().close()
    kernel.wait(90)


def test_its_death_is_told(own: Own) -> None:
    answer = own.acquire()
    psutil.Process(answer["pid"]).kill()
    news = own.lines[0].hear(90)
    assert news["died"] == answer["kernel"]
    assert "killed" in news["because"]


def test_a_second_pool_gives_way(own: Own, tmp_path: Path) -> None:
    other = PoolKeeper(tmp_path / "home")
    other.warm([])
    assert psutil.Process(json.loads(own.file.read_text())["pid"]) == own.process
    other.close()
    assert own.acquire()["pid"]


def test_who_finds_a_dead_pool_starts_another(own: Own, tmp_path: Path) -> None:
    own.process.kill()
    own.process.wait(90)
    own.keeper.warm([])
    own.process = psutil.Process(json.loads(own.file.read_text())["pid"])
    assert own.acquire()["pid"]


def test_several_kernels_at_once_are_several(own: Own) -> None:
    pids = {own.acquire()["pid"] for _ in range(3)}
    assert len(pids) == 3


def test_a_kernel_that_cannot_be_forked_is_started_and_ended(own: Own) -> None:
    assert fork_recipe(find_spec("cold")) is None
    kernel = psutil.Process(own.acquire("cold")["pid"])
    assert kernel.environ()["FOR"] == "me"
    assert kernel.environ()["FROM_SPEC"] == "yes"
    own.lines.pop().close()
    kernel.wait(90)


@pytest.mark.parametrize(("name", "words"), [("cobol", "There is no kernel 'cobol'"), ("missing", "no such python")])
def test_a_kernel_that_cannot_be_had_is_a_sentence(own: Own, name: str, words: str) -> None:
    assert words in own.acquire(name)["error"].replace("/", " ")


def test_its_folder_is_private_and_its_address_short() -> None:
    folder = private_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(str(folder / "kernel-1234567-1234567-1")) < 108
    folder.rmdir()


def test_the_recipe_keeps_options_and_arguments(own: Own) -> None:
    spec = find_spec("missing")
    spec.argv = ["python3", "-X", "dev", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--colors=NoColor"]
    recipe = fork_recipe(spec)
    assert recipe is not None
    assert recipe.interpreter == (sys.executable, "-X", "dev")
    assert recipe.arguments == ("--colors=NoColor",)
    assert recipe.env == {"FROM_SPEC": "yes"}


def test_a_notebook_goes_on_when_the_pool_is_killed(own: Own, notebooks: Any, tmp_path: Path) -> None:
    notebooks.pool = str(own.file)
    wait = "from pathlib import Path\nimport time\nwhile not Path('go').exists():\n    time.sleep(0.01)\nprint('over')"
    run = notebooks.start("print('begun')", wait)
    run.wait_until(lambda: "begun" in run.text(0))
    own.process.kill()
    own.process.wait(90)
    (tmp_path / "go").touch()
    run.end()
    assert run.failure is None
    assert run.text(1) == "over\n"


def test_a_kernel_ends_when_pool_and_user_were_killed(own: Own) -> None:
    with subprocess.Popen(["sleep", "1000"]) as user:
        kernel = psutil.Process(own.acquire(user=user.pid)["pid"])
        own.process.kill()
        own.process.wait(90)
        assert kernel.is_running()
        user.kill()
    kernel.wait(90)


def test_a_kernel_that_never_starts_fails_the_notebook(own: Own, notebooks: Any) -> None:
    notebooks.pool = str(own.file)
    run = notebooks.start("1", kernel_name="broken")
    run.end()
    assert "No kernel could be had" in str(run.failure)


async def a_family_used_by_many_and_then_by_nobody(folder: Path) -> tuple[int, int]:
    """How many warm parents there are when several asked at once for the first kernel, and when all was long ago."""
    family = ForkFamily(fork_recipe(find_spec("python3")), folder, spares=1)  # type: ignore[arg-type]
    us = psutil.Process()
    before = {child.pid for child in us.children()}
    await asyncio.gather(*(family.warm() for _ in range(3)))
    parents = [child for child in us.children() if child.pid not in before]
    kernel = await family.take(str(folder), {}, us.pid)
    family.give_back(kernel, told=False)
    await asyncio.to_thread(psutil.wait_procs, [psutil.Process(kernel.pid)], 90)
    family.shrink()
    await asyncio.to_thread(psutil.wait_procs, parents, 90)
    return len(parents), sum(parent.is_running() for parent in parents)


def test_a_warm_parent_is_started_once_and_ends_when_nobody_needs_it() -> None:
    folder = private_folder()
    assert asyncio.run(a_family_used_by_many_and_then_by_nobody(folder)) == (1, 0)
    shutil.rmtree(folder)


async def a_pool_left_alone(folder: Path, **command: Any) -> tuple[bool, bool]:
    """Whether it ends when its time is over, and that time once more after it was told ``command`` in between."""
    now = 0.0
    pool = Pool(folder, spares=1, clock=lambda: now)
    async with await asyncio.start_unix_server(pool.serve, folder / "pool"):
        now = ALONE * 0.9
        reader, writer = await asyncio.open_unix_connection(folder / "pool")
        writer.write(json.dumps(command).encode() + b"\n")
        writer.write_eof()
        await reader.read()
        now = ALONE * 1.1
        pool.look_around()
        first = pool.over.is_set()
        now = ALONE * 2
        pool.look_around()
        writer.close()
        return first, pool.over.is_set()


@pytest.mark.parametrize(
    ("command", "is_over"), [({"do": "held"}, (True, True)), ({"do": "warm", "kernels": []}, (False, True))]
)
def test_a_pool_is_kept_alive_by_use_and_not_by_questions(command: dict[str, Any], is_over: tuple[bool, bool]) -> None:
    folder = private_folder()
    assert asyncio.run(a_pool_left_alone(folder, **command)) == is_over
    shutil.rmtree(folder)
