"""The examples on the page about assets run as they stand, and its commands are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from couture_scheduler.cli.assets import assets

from couture_jupyter.serialization.load import load_dag_file

PAGE = (Path(__file__).parents[2] / "docs" / "assets.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_runs(number: int, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(EXAMPLES[number], encoding="utf-8")
    loaded = load_dag_file(file)
    assert loaded.dags
    for dag in loaded.dags.values():
        run = dag.test()
        assert {str(each): each.error for each in run.task_instances if each.error} == {}
        assert str(run.state) == "success"


def test_the_page_names_all_commands() -> None:
    assert set(re.findall(r"^couture assets (\w+)", PAGE, flags=re.MULTILINE)) == set(assets.commands)
