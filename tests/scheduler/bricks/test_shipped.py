"""Each brick that comes with the product: kept as people's are, and read by the parser as a part of a DAG file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.insertion import insert
from couture_scheduler.bricks.model import BrickParameter, ParameterType, Place
from couture_scheduler.bricks.rendering import render
from couture_scheduler.bricks.shipped import shipped

from couture_jupyter.serialization.load import load_dag_file

SKELETON = (
    'from couture_jupyter import DAG, EmptyOperator\n\nwith DAG("skeleton"):\n    EmptyOperator(task_id="begin")\n'
)
OLD_STYLE = 'from airflow import DAG\n\nold = DAG("skeleton")\n'
ODD: dict[ParameterType, Any] = {
    ParameterType.TEXT: 'it\'s "odd" \\ {{ ds }} {x} ${y} äö',
    ParameterType.LONG_TEXT: 'first \'line\'\nsecond """ line\\',
    ParameterType.INTEGER: 7,
    ParameterType.NUMBER: 2.5,
    ParameterType.BOOLEAN: False,
    ParameterType.LIST: ["it's", 'a "list"'],
    ParameterType.JSON: {"it's": ["a", None, {"deep": True}]},
}
MEANT = {"schedule": "0 6 * * 1-5", "output_notebook": 'outputs/it\'s {date} "odd".ipynb'}  # what Python itself checks
NAMES = sorted(shipped())


def odd_value(number: int, parameter: BrickParameter) -> Any:
    """Another value than the default, and one that would break what is pasted together."""
    if parameter.type is ParameterType.CHOICE:
        return parameter.choices[-1]
    if parameter.name in MEANT:
        return MEANT[parameter.name]
    return f"odd_name_{number}" if parameter.type is ParameterType.IDENTIFIER else ODD[parameter.type]


def read(source: str, folder: Path) -> Any:
    """The DAGs of the source, as the scheduler's parser reads them."""
    path = folder / "file.py"
    path.write_text(source, encoding="utf-8")
    return load_dag_file(path, dags_folder=folder).dags


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_brick_is_as_good_as_one_that_a_person_keeps(name: str) -> None:
    content = shipped()[name]
    check(content)
    assert content.description
    assert content.category
    assert content.tags
    assert all(each.title for each in content.parameters)
    assert all(each.default is not None for each in content.parameters)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_odd", [False, True], ids=["defaults", "odd"])
@pytest.mark.parametrize("skeleton", [SKELETON, OLD_STYLE], ids=["with", "dag="])
def test_a_shipped_brick_is_read_as_a_part_of_a_dag_file(
    name: str, is_odd: bool, skeleton: str, tmp_path: Path
) -> None:
    content = shipped()[name]
    values = {each.name: odd_value(number, each) for number, each in enumerate(content.parameters)} if is_odd else {}
    done = insert(skeleton, 5, render(content, values), content.place)
    assert done.notes in ((), ("It was put above the DAG, which can use it then.",))
    dags = read(done.source, tmp_path)
    before = read(skeleton, tmp_path)
    tasks = sum(len(each.tasks) for each in dags.values()) - sum(len(each.tasks) for each in before.values())
    assert (tasks > 0) == (content.place is not Place.ABOVE)
    assert (len(dags) == 2) == (content.place is Place.FILE)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_brick_is_formatted_as_our_code_is(name: str) -> None:
    rendered = render(shipped()[name], {})
    source = "\n".join([*rendered.imports, *([""] * 2 if rendered.imports else [])]) + "\n" * bool(rendered.imports)
    options = ["--isolated", "--line-length", "120", "--diff", "-"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", *options],
        input=source + rendered.code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_what_the_customers_documents_name_is_there() -> None:
    titles = {each.title.lower() for each in shipped().values()}
    for words in (
        "compute similarity based on attributes",
        "compute similarity based on feature vectors",
        "compute similarity based on latent features",
        "run spark pi example",
        "write data from hbase to hdfs",
        "write data from hdfs to hbase",
        "write data from a sql database (oracle",
        "generate buckets from a numerical feature",
        "filter coherent sessions from upi",
        "filter intent driven interactions from upi",
        "generate latent features for items",
        "determine interacted",
    ):
        assert any(title.startswith(words) for title in titles), words
