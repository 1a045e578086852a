"""Airflow's own example DAGs, of 1.10.15 and of the newest 2.x and 3.x, are read unmodified and without Airflow.

Their packages are downloaded once, without their dependencies, into a folder outside of the repository.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from couture_scheduler.files.dag_folder import may_hold_dags
from couture_scheduler.worker.zygote_client import ZygoteClient

DEADLINE = 600
SHARE = 0.98
# What these files import is being built (``NOT_YET`` in test_airflow_names.py); with the last of it this goes, too.
BEING_BUILT = re.compile(r"Couture Jupyter does not have \S+ yet\.|No module named 'couture_jupyter\.")
# Generation -> the packages, and the folders of their examples.
GENERATIONS = {
    "1.10": (["apache-airflow==1.10.15"], ["airflow/example_dags", "airflow/contrib/example_dags"]),
    "2": (["apache-airflow>=2.11,<3"], ["airflow/example_dags"]),
    "3": (
        ["apache-airflow-core>=3", "apache-airflow-providers-standard"],
        ["airflow/example_dags", "airflow/providers/standard/example_dags"],
    ),
}


def unpacked(generation: str) -> Path:
    """The folder with the packages of a generation, downloaded now or by an earlier run."""
    base = Path(os.environ.get("COUTURE_TEST_CACHE") or Path(tempfile.gettempdir()) / "couture-jupyter-tests")
    target = base / f"airflow-{generation}"
    if not target.is_dir():
        base.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="airflow-", dir=base))
        download = ["download", "-qq", "--no-deps", "--no-binary", ":none:", "--dest", str(making)]
        command = [sys.executable, "-m", "pip", *download, *GENERATIONS[generation][0]]
        subprocess.run(command, check=True, timeout=DEADLINE)
        for wheel in making.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(making)
            wheel.unlink()
        with suppress(OSError):  # another run was quicker
            making.rename(target)
    return target


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_example_dags_of_a_generation_are_read(generation: str) -> None:
    """At least 98 % of the files that Airflow itself would look into; no provider is installed."""
    root, parser = unpacked(generation), ZygoteClient()
    problems: dict[str, str] = {}
    read = 0
    try:
        for folder in (root / name for name in GENERATIONS[generation][1]):
            for file in filter(may_hold_dags, sorted(folder.rglob("*.py"))):
                read += 1
                result = parser.parse(file, origin=file, dags_folder=folder, timeout=60)
                if result.error is not None:
                    problems[str(file.relative_to(root))] = result.error.message
    finally:
        parser.close()
    assert read > 50
    problems = {file: message for file, message in problems.items() if not BEING_BUILT.search(message)}
    listed = "\n".join(f"{file}: {message}" for file, message in problems.items())
    assert len(problems) <= read * (1 - SHARE), f"{len(problems)} of {read} were not read:\n{listed}"
