"""Airflow's import paths: every name that DAG files in the wild import means something here."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.airflow_compat.names import CONCEPTS, MODULES, names_of

HERE = Path(__file__).parent


def listed(file: str) -> list[tuple[str, str]]:
    """Module and name of each line; the name is empty where only the module is imported."""
    lines = (line.split() for line in (HERE / file).read_text(encoding="utf-8").splitlines())
    return [(module, "" if name == "-" else name) for module, *names in lines for name in names]


def is_there(home: str) -> bool:
    """Whether a home of ours exists."""
    module, _, name = home.partition(":")
    try:
        return hasattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("couture_jupyter"):
            raise
        return False


def test_every_concept_of_the_table_lives_somewhere() -> None:
    """A concept is implemented once, in a module of ours."""
    assert [home for home in CONCEPTS.values() if not is_there(home)] == []


def test_every_concept_has_an_import_path() -> None:
    """No concept stands in the table without a module of Airflow that offers it."""
    used = {home for module in MODULES for home in names_of(module).values()}
    assert set(CONCEPTS.values()) - used == set()


def test_a_modules_packages_can_be_imported() -> None:
    """The packages above every module of the table are in it, too, or stand in for a provider."""
    parents = {module.rpartition(".")[0] for module in MODULES if "." in module}
    with airflow_names():
        for parent in sorted(parents):
            importlib.import_module(parent)


@pytest.mark.parametrize(("module", "name"), listed("core_names.txt"))
def test_a_name_that_files_in_the_wild_import_is_there(module: str, name: str) -> None:
    """What 1,400 DAG files import of Airflow itself can be imported, from the same module, by the same name."""
    with airflow_names():
        imported = importlib.import_module(module)
        if name:
            assert getattr(imported, name) is not NotImplemented


@pytest.mark.parametrize(("module", "name"), listed("vendor_names.txt"))
def test_a_providers_name_can_be_imported_without_the_provider(module: str, name: str) -> None:
    """Operators, hooks and values of providers and plugins that are not installed stand in for themselves."""
    with airflow_names():
        imported = importlib.import_module(module)
        if name:
            assert getattr(imported, name) is not None


def test_a_name_whose_home_is_missing_is_told_in_a_sentence() -> None:
    """Importing what is not built yet says so, and names it."""
    from couture_jupyter.airflow_compat.modules import find

    with pytest.raises(ImportError, match=r"^Couture Jupyter does not have airflow\.x\.Y yet\.$"):
        find("airflow.x.Y", "couture_jupyter.no_such_home:Y")


def test_nothing_is_shadowed_outside() -> None:
    """Before and after a DAG file is read ``airflow`` is what it was: here, nothing."""
    code = """
import sys
from couture_jupyter.airflow_compat import airflow_names
with airflow_names():
    from airflow.operators.bash import BashOperator as first
    import airflow.utils.timezone
try:
    import airflow
    raise SystemExit("airflow is there outside")
except ModuleNotFoundError:
    assert not [name for name in sys.modules if name.startswith("airflow")]
with airflow_names():
    from airflow.operators.bash import BashOperator as second
assert first is second
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_airflow_itself_is_left_alone(tmp_path: Path) -> None:
    """Where the distribution apache-airflow is installed ``import airflow`` is Airflow; a file that makes Airflow's
    DAGs is refused with a sentence, not read as a file without DAGs."""
    (tmp_path / "apache_airflow-2.11.0.dist-info").mkdir()
    (tmp_path / "apache_airflow-2.11.0.dist-info" / "METADATA").write_text("Name: apache-airflow\nVersion: 2.11.0\n")
    (tmp_path / "airflow").mkdir()
    (tmp_path / "airflow" / "__init__.py").write_text("from airflow.models import DAG\n")
    (tmp_path / "airflow" / "models.py").write_text("class DAG:\n    dag_id = 'theirs'\n")
    (tmp_path / "file.py").write_text("from airflow import DAG\ndag = DAG()\n")
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from pathlib import Path
from couture_jupyter.serialization.load import DagFileError, load_dag_file
try:
    load_dag_file(Path({str(tmp_path / "file.py")!r}))
except DagFileError as error:
    assert "Airflow itself is installed here" in str(error), error
else:
    raise SystemExit("read as a file without DAGs")
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_goes_before_a_module_that_is_called_the_same() -> None:
    with airflow_names():
        importlib.import_module("airflow.sdk.task")
        assert callable(importlib.import_module("airflow.sdk").task)
