"""Who may import whom, and what must stay light."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "tornado",
    "apscheduler",
    "pandas",
    "numpy",
    "papermill",
    "nbclient",
    "jupyterlab",
)


def modules_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after ``statement``."""
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_import_contracts_hold(root: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "import couture_jupyter; from couture_jupyter import DAG, BashOperator, PythonOperator",
        "import couture_scheduler.worker.zygote",
        "import couture_scheduler.executors.local",
        "import couture_scheduler.engine.plan_tasks, couture_scheduler.engine.plan_runs",
        "import couture_scheduler.cli.main",
    ],
)
def test_a_light_module_loads_nothing_heavy(statement: str) -> None:
    assert modules_after(statement) & set(HEAVY) == set()


def test_a_development_install_shows_only_the_four_packages() -> None:
    names = "('scheduler', 'server_ext', 'tests', 'benchmarks')"
    code = f"import importlib.util as u; print([n for n in {names} if u.find_spec(n)])"
    done = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_wheel_holds_the_four_packages(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {Path(each).name for each in packages} == {
        "couture_jupyter", "couture_scheduler", "couture_server", "couture_hub",
    }  # fmt: skip


def test_make_test_runs_every_folder_of_tests(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    folders = {path.relative_to(root).parts[1] for path in (root / "tests").rglob("test_*.py")}
    assert [name for name in sorted(folders) if f"\ttests/{name}" not in makefile] == []
