"""A job's environment: packages from a file, limits, and what is kept about it."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.environments.building import BuildFailed, environment
from couture_scheduler.environments.layout import FOLDER
from couture_scheduler.environments.packages import packages_of
from couture_scheduler.environments.pruning import prune_environments
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.kernels.pool_client import address_file

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
    assert prune_environments(tmp_path, 10, late) == []  # it is in use
    inside.wait(120)
    for user in users:
        user.join()
    assert prune_environments(tmp_path, 5000, late) == []
    assert prune_environments(tmp_path, 10, late) == [wanted.digest]
    assert not (tmp_path / FOLDER / wanted.digest).exists()


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("./none\n")
    wanted = read_requirements(tmp_path / "requirements.txt")
    with pytest.raises(BuildFailed), environment(tmp_path, wanted, lambda line: None, lambda line: None):
        pass
    assert not (tmp_path / FOLDER / wanted.digest).exists()


def test_packages_are_asked_for_once(tmp_path: Path) -> None:
    import sys

    first = packages_of(sys.executable, tmp_path)
    assert first is not None
    assert "pytest" in first["packages"]
    (kept,) = (tmp_path / FOLDER / "packages").iterdir()
    stamp = os.stat(kept).st_mtime_ns
    assert packages_of(sys.executable, tmp_path) == first
    assert os.stat(kept).st_mtime_ns == stamp
    assert packages_of("/no/such/python", tmp_path) is None
