"""Commands that are started with ``python -m`` in a folder that others can write import nothing from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("random", "tomllib", "click", "celery", "couture_jupyter", "couture_hub")
WRONG = """
from pathlib import Path
Path(__file__).with_name("taken").open("a").write(__name__ + " ")
"""


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["--version"], "couture, version"),
        (["worker", "run"], "broker_url: Say where the broker is"),
        (["hub"], "is missing. Install it:"),  # the proxy, as nothing is in the PATH
    ],
)
def test_modules_of_the_working_folder_are_not_imported(tmp_path: Path, command: list[str], answer: str) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(WRONG)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COUTURE_", "PYTHON"))}
    kept["PATH"] = ""
    done = subprocess.run(
        [sys.executable, "-m", "couture_scheduler", *command],
        cwd=tmp_path, env=kept, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert answer in done.stdout.decode()
    assert not (tmp_path / "taken").exists()
