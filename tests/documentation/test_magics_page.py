"""docs/magics.md: the table names every word, and the help of every magic names its options."""

from __future__ import annotations

import re

from couture_jupyter.magics import dag_magics
from couture_jupyter.magics.commands import COMMANDS


def test_the_page_names_every_word_of_dag(pages: dict[str, str]) -> None:
    named = set(re.findall(r"%dag (\w+)", pages["docs/magics.md"]))
    assert set(COMMANDS) <= named


def test_every_option_of_the_cell_magics_is_in_its_help() -> None:
    magics = dag_magics.DagMagics
    for parser, magic in ((dag_magics.DAG_LINE, magics.dag), (dag_magics.TASK_LINE, magics.task)):
        for action in parser._actions:
            for option in action.option_strings:
                assert option in (magic.__doc__ or ""), option
