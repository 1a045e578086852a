"""Reading DAG files in children: good ones, broken ones, hanging ones, deadly ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from couture_scheduler.worker.parse import ParseResult, parse_in_child
from couture_scheduler.worker.zygote_client import ZygoteClient

Read = Callable[[str], ParseResult]


@pytest.fixture(params=["warm", "fresh"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Read]:
    client = ZygoteClient()
    parse = client.parse if request.param == "warm" else parse_in_child

    def read(source: str) -> ParseResult:
        path = tmp_path / "file.py"
        path.write_text(source)
        return parse(path, origin=path, dags_folder=tmp_path, timeout=5.0)

    yield read
    client.close()


def test_a_good_file_gives_its_dags_and_its_source(read: Read) -> None:
    source = (
        "from couture_jupyter import DAG, EmptyOperator\nprint('noise')\nwith DAG('one'): EmptyOperator(task_id='a')\n"
    )
    result = read(source + "with DAG('two'): pass\n")
    assert result.error is None
    assert [spec.dag_id for spec in result.specs] == ["one", "two"]
    assert result.source.startswith(source)
    assert result.seconds > 0


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("import os\nx = 1 / 0\n", "ZeroDivisionError: division by zero", 2),
        ("x = (\n", "SyntaxError: '(' was never closed", 1),
        ("import sys\nsys.exit(1)\n", "The file ended the interpreter", 2),
        ("import os\nos.kill(os.getpid(), 11)\n", "ended its process with signal 11", None),
    ],
)
def test_a_broken_file_is_a_sentence_and_a_line(read: Read, source: str, message: str, line: int | None) -> None:
    result = read(source)
    assert result.error is not None
    assert message in result.error.message
    assert result.error.line == line
    assert result.specs == ()


def test_a_file_that_hangs_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "file.py"
    path.write_text("import time\ntime.sleep(1000)\n")
    client = ZygoteClient()
    for parse in (client.parse, parse_in_child):
        result = parse(path, origin=path, dags_folder=tmp_path, timeout=0.5)
        assert result.error is not None
        assert "took longer than 0.5 seconds" in result.error.message
    client.close()


def test_the_warm_parent_is_replaced_when_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "file.py"
    path.write_text("from couture_jupyter import DAG\nDAG('one')\nx = DAG('two')\n")
    client = ZygoteClient()
    for _ in range(2):
        assert client.parse(path, origin=path, dags_folder=tmp_path, timeout=30.0).error is None
        path_of_parent = tmp_path / "parent"
        path.write_text(
            f"import os\nopen({str(path_of_parent)!r}, 'w').write(str(os.getppid()))\nos.kill(os.getppid(), 9)\n"
        )
        assert client.parse(path, origin=path, dags_folder=tmp_path, timeout=30.0).error is not None
        path.write_text("from couture_jupyter import DAG\nx = DAG('two')\n")
    client.close()
