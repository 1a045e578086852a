"""The examples on the page about writing DAGs run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from couture_jupyter.serialization.load import load_dag_file

PAGE = Path(__file__).parents[2] / "docs" / "writing-dags.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_runs(number: int, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(EXAMPLES[number], encoding="utf-8")
    loaded = load_dag_file(file)
    assert loaded.dags
    for dag in loaded.dags.values():
        run = dag.test(run_conf={"word": "hei"} if dag.dag_id == "tried" else None)
        assert {str(each): each.error for each in run.task_instances if each.error} == {}
        assert str(run.state) == "success"
