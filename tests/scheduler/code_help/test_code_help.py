"""Help for DAG files: completions, explanations and signatures, by a process that reads code and runs none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from couture_scheduler.code_help.asking import CodeHelper
from couture_scheduler.code_help.model import Place, Surroundings
from couture_scheduler.errors import UnavailableError

DEADLINE = 300.0  # seconds: the machine may be busy


@pytest.fixture(scope="module")
def helper() -> Iterator[CodeHelper]:
    made = CodeHelper(longest=DEADLINE, first=DEADLINE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    folder = tmp_path_factory.mktemp("code") / "dags"
    (folder / "plugins").mkdir(parents=True)
    return Surroundings(folder / "mine.py", folder, folder.parent)


def at_end(content: str) -> Place:
    lines = content.split("\n")
    return Place(content, len(lines), len(lines[-1]))


def names(helper: CodeHelper, where: Surroundings, content: str) -> list[str]:
    return [each.name for each in helper.complete(where, at_end(content)).items]


def test_names_of_ours_and_of_airflow_are_completed(helper: CodeHelper, where: Surroundings) -> None:
    assert "BashOperator" in names(helper, where, "from couture_jupyter import Ba")
    assert names(helper, where, "from airflow.operators.bash import Ba") == ["BashOperator"]
    assert {"operators", "sensors", "DAG"} <= set(names(helper, where, "from airflow import "))
    found = helper.complete(where, at_end("from couture_jupyter import Bash"))
    assert (found.prefix, [each.name for each in found.items]) == (4, ["BashOperator"])


def test_arguments_of_an_operator_come_first_then_those_of_all_operators(
    helper: CodeHelper, where: Surroundings
) -> None:
    begun = "from airflow.operators.bash import BashOperator\nBashOperator(task_id='x', retries=1, "
    found = helper.complete(where, at_end(begun)).items
    listed = [each.name for each in found]
    assert listed[0] == "append_env="
    assert listed.index("bash_command=") < listed.index("trigger_rule=")
    assert "retries=" not in listed  # it is written already
    assert {each.name: each.detail for each in found}["pool="] == "default_pool"
    assert "retry_delay=" not in names(helper, where, begun + "env=")  # a value is wanted


def test_the_kinds_of_task_are_completed(helper: CodeHelper, where: Surroundings) -> None:
    assert {"branch", "sensor", "skip_if"} <= set(names(helper, where, "from couture_jupyter import task\n@task."))
    assert names(helper, where, "from airflow.decorators import task\n@task.sho") == ["short_circuit"]
    assert "branch" not in names(helper, where, "task = [1]\ntask.")


def test_what_lies_beside_the_file_is_known(helper: CodeHelper, where: Surroundings) -> None:
    (where.dags_folder / "beside_it.py").write_text("def load_orders(day):\n    '''Orders of a day.'''\n")
    (where.dags_folder / "plugins" / "plugged_in.py").write_text("PLUGGED = 1\n")
    assert names(helper, where, "import beside_it\nbeside_it.lo") == ["load_orders"]
    assert names(helper, where, "import plugged_in\nplugged_in.PL") == ["PLUGGED"]


def test_private_names_come_when_they_are_asked_for(helper: CodeHelper, where: Surroundings) -> None:
    assert names(helper, where, "x = {}\nx.it") == ["items"]
    assert not any(name.startswith("_") for name in names(helper, where, "x = {}\nx."))
    assert "__len__" in names(helper, where, "x = {}\nx.__l")


def test_a_name_is_explained_and_a_keyword_is_not(helper: CodeHelper, where: Surroundings) -> None:
    content = "from couture_jupyter import BashOperator\nfor x in []: pass"
    found = helper.explain(where, Place(content, 1, 32), None)
    assert found is not None
    assert found.title.startswith("BashOperator(")
    assert "bash_command" in found.text
    assert helper.explain(where, Place(content, 2, 1), None) is None
    completed = helper.explain(where, at_end("import textwrap\ntextwrap.ded"), "dedent")
    assert completed is not None
    assert completed.title.startswith("dedent(")


def test_the_argument_that_is_written_is_known(helper: CodeHelper, where: Surroundings) -> None:
    content = "from couture_jupyter import BashOperator\nBashOperator(task_id='x', cwd="
    found = helper.signature(where, at_end(content))
    assert found is not None
    assert found.current is not None
    assert (found.name, found.parameters[found.current]) == ("BashOperator", "cwd: str | None=None")
    assert helper.signature(where, at_end("x = 1")) is None


def test_nothing_of_the_text_is_run(helper: CodeHelper, where: Surroundings) -> None:
    trace = where.home / "it_ran"
    assert "pathlib" in names(helper, where, f"import pathlib\npathlib.Path({str(trace)!r}).touch()\npathl")
    assert not trace.exists()


def test_broken_text_is_answered_too(helper: CodeHelper, where: Surroundings) -> None:
    assert names(helper, where, "def broken(:\n  = = =\nimport os\nos.getpi") == ["getpid"]


def test_an_answer_that_takes_too_long_says_so_and_the_next_one_comes(where: Surroundings) -> None:
    hurried = CodeHelper(first=0.0)
    with pytest.raises(UnavailableError, match="more than 0 seconds"):
        hurried.complete(where, at_end("import o"))
    hurried.close()
    patient = CodeHelper(first=DEADLINE)
    assert "os" in names(patient, where, "import o")
    patient.close()


def test_the_process_ends_when_nobody_asks(where: Surroundings) -> None:
    helper = CodeHelper(first=DEADLINE, idle=0.0)
    assert "os" in names(helper, where, "import o")
    assert "os" in names(helper, where, "import o")  # by another process
    helper.close()
