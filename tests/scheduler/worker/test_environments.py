"""A job's environment: packages from a file, limits, and what is kept about it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.environments.building import BuildFailed, environment
from couture_scheduler.environments.layout import FOLDER
from couture_scheduler.environments.packages import ask_for_packages, known_packages
from couture_scheduler.environments.pruning import prune_environments
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.kernels.pool_client import address_file

PLENTY = 10**15
DAG = """
from couture_jupyter import *
with DAG("dag"):
    CoutureJupyterOperator(task_id="task", input_notebook="n.ipynb", {arguments})
"""


def run(place: Any, arguments: str, *cells: str, kernel: str = "python3") -> tuple[Any, str, Path]:
    """The outcome, the log and the try's folder."""
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in cells]  # type: ignore[no-untyped-call]
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, place.folder / "n.ipynb")  # type: ignore[no-untyped-call]
    source = DAG.format(arguments=arguments)
    launch = place.launch(source, kernel_pool=str(address_file(place.settings.home)))
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    return outcome, place.log(launch), Path(launch.folder)


def nobody(line: str) -> None:
    """Hears what is told."""


def made(home: Path, file: Path) -> Path:
    """The interpreter of the environment for ``file``."""
    with environment(home, read_requirements(file), nobody, nobody) as python:
        return python


def local_package(folder: Path) -> str:
    """A package without dependencies, so that nothing has to be fetched; its line in a requirements file."""
    package = folder / "greeting"
    package.mkdir()
    (package / "greeting.py").write_text("WORD = 'hello'\n")
    (package / "pyproject.toml").write_text(
        '[project]\nname = "greeting"\nversion = "1.2"\n[build-system]\nrequires = ["setuptools"]\n'
        'build-backend = "setuptools.build_meta"\n[tool.setuptools]\npy-modules = ["greeting"]\n'
    )
    return str(package)


def test_a_notebook_runs_in_an_environment_made_from_a_file(place: Any) -> None:
    (place.folder / "requirements.txt").write_text(local_package(place.folder) + "\n")
    arguments = 'environment={"requirements": "requirements.txt"}'
    cell = "import greeting, sys, couture_jupyter.secrets\nassert '.couture/environments' in sys.prefix\ngreeting.WORD"
    outcome, log, folder = run(place, arguments, cell)
    assert outcome.kind == "success", log
    assert "Installing packages" in log
    kept = json.loads((folder / "environment.json").read_text())
    assert kept["packages"]["greeting"] == "1.2"
    assert kept["python"].startswith("3.")
    _, log, _ = run(place, arguments, cell)
    assert "Installing packages" not in log


def test_packages_that_cannot_be_installed_fail_the_try_with_the_installers_words(place: Any) -> None:
    (place.folder / "requirements.txt").write_text("./no-such-folder\n")
    outcome, _, _ = run(place, 'environment={"requirements": "requirements.txt"}', "1")
    assert outcome.kind == "failed"
    assert "The packages of requirements.txt could not be installed" in outcome.error
    assert "no-such-folder" in outcome.error
    outcome, _, _ = run(place, 'environment={"requirements": "gone.txt"}', "1")
    assert "'gone.txt' cannot be read" in outcome.error
    assert outcome.kind == "failed_for_good"


def test_a_kernel_that_takes_too_much_memory_is_ended_and_the_limit_is_said(place: Any) -> None:
    cell = "import time\nkept = []\nfor _ in range(2000):\n    kept.append(b'x' * 4_000_000); time.sleep(0.01)"
    outcome, log, folder = run(place, 'environment={"memory_megabytes": 300}', "print('first')", cell)
    assert outcome.kind == "failed", log  # so retries apply
    assert "while cell 2 of 2 ran" in outcome.error
    assert "this job may use 300 MB" in outcome.error
    assert "first" in (folder / "notebook.ipynb").read_text()


def test_a_step_far_beyond_the_limit_is_an_error_of_the_cell(place: Any) -> None:
    outcome, log, _ = run(place, 'environment={"memory_megabytes": 300}', "kept = bytearray(40 * 1024**3)")
    assert "Cell 1 of 1 failed: MemoryError" in outcome.error, log
    assert "This job may use 300 MB of memory" in outcome.error


def test_what_the_kernel_starts_counts(place: Any) -> None:
    child = "import time; kept = b'x' * 500_000_000; time.sleep(600)"
    cell = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    outcome, log, _ = run(place, 'environment={"memory_megabytes": 400}', cell)
    assert "this job may use 400 MB" in outcome.error, log


def test_what_processes_share_counts_once(place: Any) -> None:
    cell = (
        "import os, time\nkept = bytearray(150_000_000)\nchildren = []\n"
        "for _ in range(5):\n    pid = os.fork()\n    if pid == 0:\n"
        "        sum(kept[::4096]); time.sleep(3); os._exit(0)\n    children.append(pid)\n"
        "for pid in children: os.waitpid(pid, 0)"
    )
    outcome, log, _ = run(place, 'environment={"memory_megabytes": 500}', cell)
    assert outcome.kind == "success", log


def test_a_script_is_kept_within_its_limits(place: Any) -> None:
    (place.folder / "job.py").write_text(
        "import time\nkept = []\nwhile True: kept.append(b'x' * 4_000_000); time.sleep(0.01)"
    )
    launch = place.launch(
        DAG.format(arguments='environment={"memory_megabytes": 300, "cpus": 1}').replace("n.ipynb", "job.py")
    )
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    assert "The script job.py reached its memory limit." in outcome.error, place.log(launch)
    assert "this job may use 300 MB" in outcome.error


def test_a_kernel_is_bound_to_its_processors(place: Any) -> None:
    cell = "import os\nassert len(os.sched_getaffinity(0)) == 1"
    outcome, log, folder = run(place, 'environment={"cpus": 0.5}', cell)
    assert outcome.kind == "success", log
    kept = json.loads((folder / "environment.json").read_text())
    assert "ipykernel" in kept["packages"]


def test_a_kernelspec_that_was_uninstalled_is_named_with_what_to_do(place: Any) -> None:
    outcome, _, _ = run(place, "", "1", kernel="gone")
    assert "There is no kernel 'gone' on this machine. Kernels here:" in outcome.error
    assert "Install it again, or choose one of these for the job." in outcome.error


def test_what_a_file_includes_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("-r b.txt\nx\n")
    (tmp_path / "b.txt").write_text("y\n")
    first = read_requirements(tmp_path / "a.txt").digest
    (tmp_path / "b.txt").write_text("z\n")
    assert read_requirements(tmp_path / "a.txt").digest != first
    assert read_requirements(tmp_path / "a.txt", "3.99").digest != read_requirements(tmp_path / "a.txt").digest
    (tmp_path / "b.txt").unlink()
    with pytest.raises(InvalidInputError, match=r"'b.txt' cannot be read"):
        read_requirements(tmp_path / "a.txt")
    for name in ("environment.yml", "uv.lock"):
        with pytest.raises(InvalidInputError, match="is no requirements file"):
            read_requirements(tmp_path / name)


@pytest.mark.parametrize(("place", "sentence"), [("/dev/zero", "outside of the workspace"), ("pipe", "cannot be read")])
def test_what_is_included_is_a_file_of_the_workspace(tmp_path: Path, place: str, sentence: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text(f"-r {place}\n")
    with pytest.raises(InvalidInputError, match=sentence):
        read_requirements(tmp_path / "a.txt", workspace=tmp_path)


def test_it_is_built_once_for_all_and_removed_when_nobody_uses_it(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("")
    wanted = read_requirements(tmp_path / "requirements.txt")
    told: list[str] = []
    inside = threading.Barrier(3)

    def use() -> None:
        with environment(tmp_path, wanted, told.append, lambda line: None) as python:
            assert python.exists()
            inside.wait(120)
            inside.wait(120)

    users = [threading.Thread(target=use) for _ in range(2)]
    for user in users:
        user.start()
    inside.wait(120)
    assert told.count("Installing packages …") == 1
    late = time.time() + 1000
    assert prune_environments(tmp_path, 10, PLENTY, late) == []  # it is in use
    inside.wait(120)
    for user in users:
        user.join()
    assert prune_environments(tmp_path, 5000, PLENTY, late) == []
    kept = [str(tmp_path / FOLDER / wanted.digest / "bin" / "python"), "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as kernel:
        assert kernel.stdout is not None
        kernel.stdout.readline()
        assert prune_environments(tmp_path, 10, PLENTY, late) == []  # a kernel of it goes on, without a lock
        kernel.communicate(b"\n", 60)
    assert prune_environments(tmp_path, 10, PLENTY, late) == [wanted.digest]
    assert not (tmp_path / FOLDER / wanted.digest).exists()


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("./none\n")
    wanted = read_requirements(tmp_path / "requirements.txt")
    with pytest.raises(BuildFailed, match="Mend the file"), environment(tmp_path, wanted, nobody, nobody):
        pass
    assert not (tmp_path / FOLDER / wanted.digest).exists()


def test_what_takes_too_much_disk_goes_the_longest_unused_first(tmp_path: Path) -> None:
    names = []
    for age, text in enumerate(("# c", "# b", "# a")):
        (tmp_path / "requirements.txt").write_text(text)
        folder = made(tmp_path, tmp_path / "requirements.txt").parents[1]
        moment = time.time() - 10_000 * (age + 1)
        os.utime(folder / "ready.json", (moment, moment))
        names.append(folder.name)
    size = json.loads((folder / "ready.json").read_text())["size"]
    assert prune_environments(tmp_path, 10**6, size * 2 + 1000) == [names[2]]
    assert prune_environments(tmp_path, 10**6, PLENTY) == []
    assert prune_environments(tmp_path, 10**6, 0) == [names[1], names[0]]


def test_an_environment_whose_python_is_gone_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("")
    python = made(tmp_path, tmp_path / "requirements.txt")
    python.unlink()
    python.symlink_to("/no/such/python")
    assert made(tmp_path, tmp_path / "requirements.txt") == python
    assert python.exists()


def test_projects_on_this_machine_are_known_by_place_and_time(tmp_path: Path) -> None:
    places = [tmp_path / name for name in "ab"]
    for place in places:
        place.mkdir()
        local_package(place)
        (place / "requirements.txt").write_text("./greeting\n")
    first, second = (read_requirements(place / "requirements.txt").digest for place in places)
    assert first != second
    (places[0] / "greeting" / "build").mkdir()
    (places[0] / "greeting" / "build" / "x").write_text("what installing leaves")
    assert read_requirements(places[0] / "requirements.txt").digest == first
    (places[0] / "greeting" / "greeting.py").write_text("WORD = 'good day'\n")
    assert read_requirements(places[0] / "requirements.txt").digest != first
    (places[0] / "requirements.txt").write_text("-e ./greeting\n")
    live = read_requirements(places[0] / "requirements.txt").digest
    (places[0] / "greeting" / "greeting.py").write_text("WORD = 'hi'\n")
    assert read_requirements(places[0] / "requirements.txt").digest == live


def test_a_login_in_an_address_is_told_nobody_and_the_advice_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    (tmp_path / "requirements.txt").write_text("x @ https://bob:hunter2@127.0.0.1:9/x-1.0.zip\n")
    said: list[str] = []
    wanted = read_requirements(tmp_path / "requirements.txt")
    with (
        pytest.raises(BuildFailed, match="The package index cannot be reached") as caught,
        environment(tmp_path, wanted, said.append, said.append),
    ):
        pass
    assert "hunter2" not in "\n".join([*said, str(caught.value)])
    (tmp_path / "requirements.txt").write_text("-r https://example.org/x.txt\n")
    with pytest.raises(InvalidInputError, match="Copy that file into the workspace"):
        read_requirements(tmp_path / "requirements.txt")


BACKEND = """
import pathlib, time
def build_wheel(folder, *rest):
    pathlib.Path("begun").touch()
    while not pathlib.Path("go").exists():
        time.sleep(0.05)
    raise SystemExit("no wheel this time")
build_editable = build_wheel
"""
BUILDER = """
import sys
from pathlib import Path
from couture_scheduler.environments.building import environment
from couture_scheduler.environments.requirements import read_requirements
home = Path(sys.argv[1])
with environment(home, read_requirements(home / "requirements.txt"), print, print): pass
"""


def slow_project(folder: Path) -> Path:
    """A project whose installing goes on until there is a file ``go`` in it, and then fails."""
    slow = folder / "slow"
    slow.mkdir()
    (slow / "backend.py").write_text(BACKEND)
    (slow / "pyproject.toml").write_text('[build-system]\nrequires=[]\nbuild-backend="backend"\nbackend-path=["."]\n')
    (folder / "requirements.txt").write_text("-e ./slow\n")
    return slow


def test_who_builds_may_be_killed_and_nobody_else_begins_before_the_installer_has_ended(tmp_path: Path) -> None:
    slow = slow_project(tmp_path)
    lock = tmp_path / FOLDER / f"{read_requirements(tmp_path / 'requirements.txt').digest}.lock"
    with subprocess.Popen([sys.executable, "-c", BUILDER, str(tmp_path)], stdout=subprocess.DEVNULL) as builder:
        wait_for(lambda: (slow / "begun").exists())
        builder.kill()
        builder.wait(60)
    with lock.open("a") as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
        (slow / "go").touch()
        fcntl.flock(other, fcntl.LOCK_SH)  # waits for the installer's end


def test_who_stops_a_run_that_installs_packages_stops_the_installer(place: Any) -> None:
    slow = slow_project(place.folder)
    lock = place.settings.home / FOLDER / f"{read_requirements(place.folder / 'requirements.txt').digest}.lock"
    nbformat.write(nbformat.v4.new_notebook(), place.folder / "n.ipynb")  # type: ignore[no-untyped-call]
    launch = place.launch(DAG.format(arguments='environment={"requirements": "requirements.txt"}'))
    place.executor.submit(launch)
    wait_for(lambda: (slow / "begun").exists())
    place.executor.kill(launch.id, "A person stopped it.")
    place.end(launch)
    with lock.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)  # nobody holds it any more
    assert not (slow / "go").exists()
    assert not (lock.with_suffix("") / "ready.json").exists()
    prune_environments(place.settings.home, 10**6, PLENTY, time.time() + 7200)
    assert not lock.with_suffix("").exists()


def wait_for(look: Any) -> None:
    """Until it is so."""
    pause, until = threading.Event(), time.monotonic() + 120
    while not look():
        assert time.monotonic() < until
        pause.wait(0.05)


def test_packages_are_asked_for_once(tmp_path: Path) -> None:
    assert known_packages(sys.executable, tmp_path) is None
    first = ask_for_packages(sys.executable, tmp_path)
    assert first is not None
    assert "pytest" in first["packages"]
    assert known_packages(sys.executable, tmp_path) == first
    (kept,) = (tmp_path / FOLDER / "packages").iterdir()
    changed = json.loads(kept.read_bytes())
    kept.write_text(json.dumps({**changed, "stamps": [0 for _ in changed["stamps"]]}))
    assert known_packages(sys.executable, tmp_path) is None, "something was installed since"
    assert ask_for_packages("/no/such/python", tmp_path) is None
    for strange in (b"", b"[]", b'{"packages": []}', b'{"python": 1, "packages": {"a": 1}}'):
        assert ask_for_packages("python", tmp_path, "ada", lambda words, said=strange: said) is None
