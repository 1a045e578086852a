"""The graph of a DAG in plain characters and in files: no line is lost, none is made up."""

from __future__ import annotations

import random
import re
import xml.dom.minidom
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.cli.graph_files import as_dot, as_mermaid, as_svg, graph_nodes, group_lines
from couture_scheduler.cli.graph_text import graph_text
from couture_scheduler.store import dags
from couture_scheduler.store.session import Store

from couture_jupyter import DAG, EmptyOperator, Label, TaskGroup, task
from couture_jupyter.magics.graph_layout import Node
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.serialize import serialize_dag


def nodes(text: str) -> list[Node]:
    """``a > b c; b > d``."""
    after: dict[str, list[str]] = {}
    for part in text.split(";"):
        layers = [layer.split() for layer in part.split(">")]
        for name in (name for layer in layers for name in layer):
            after.setdefault(name, [])
        for left, right in pairwise(layers):
            for name in left:
                after[name] += right
    return [Node(name, tuple(found)) for name, found in after.items()]


class Reader:
    """Reads a drawing: who leads to whom, by following the lines."""

    def __init__(self, drawn: str) -> None:
        self.lines = drawn.split("\n")

    def edges(self) -> set[tuple[str, str]]:
        return {
            (match[1].strip(), to)
            for row, line in enumerate(self.lines)
            for match in re.finditer(r"\[(.+?)\]", line)
            for column in range(match.start(), match.end())
            if self.at(row + 1, column) == "|"
            for to in self.below(row + 1, column)
        }

    def at(self, row: int, column: int) -> str:
        line = self.lines[row] if row < len(self.lines) else ""
        return line[column] if 0 <= column < len(line) else " "

    def below(self, row: int, column: int) -> set[str]:
        """What a line reaches that comes from above to this place."""
        sign = self.at(row, column)
        if sign == "v":
            line = self.lines[row + 1]
            return {line[line.rindex("[", 0, column + 1) + 1 : line.index("]", column)].strip()}
        if sign == "|":
            return self.below(row + 1, column)
        assert sign == "+", f"nothing goes on at {row}, {column}"
        level = [*self.beside(row, column, -1), column, *self.beside(row, column, 1)]
        turns = [each for each in level if self.at(row, each) == "+" and self.at(row + 1, each) in "|v+"]
        return {name for each in turns for name in self.below(row + 1, each)}

    def beside(self, row: int, column: int, step: int) -> Iterator[int]:
        """The places to one side; a line may cross, but not be the last of them."""
        while self.at(row, column + step) in "-+" or (
            self.at(row, column + step) == "|" and self.at(row, column + 2 * step) in "-+|"
        ):
            column += step
            yield column


def test_layers_stand_below_each_other_with_lines_between() -> None:
    expected = """
 [a]   [b]   [c]
  |     |     |
  +-----+-----+
        v
       [d]
        |
  +-----+-----+
  v     v     v
 [e]   [f]   [g]
"""
    assert graph_text(nodes("a b c > d > e f g")) == expected.strip("\n")


def test_the_lines_tell_exactly_who_comes_after_whom() -> None:
    for seed in range(200):
        pick = random.Random(seed)
        names = [f"t{number}" for number in range(pick.randint(2, 9))]
        later = {name: [each for each in names[place + 1 :] if pick.random() < 0.3] for place, name in enumerate(names)}
        drawn = graph_text([Node(name, tuple(after)) for name, after in later.items()], width=1000)
        assert Reader(drawn).edges() == {(name, to) for name, after in later.items() for to in after}, drawn


def test_what_is_wider_than_the_page_is_a_list() -> None:
    names = " ".join(f"task_number_{number}" for number in range(12))
    drawn = graph_text(nodes(f"start > {names} > end"))
    assert drawn.startswith("Layer 1\n  start -> task_number_0, task_number_1,")
    assert "Layer 2\n  task_number_0 -> end\n  task_number_1 -> end\n" in drawn
    assert drawn.endswith("Layer 3\n  end")
    assert max(map(len, drawn.split("\n"))) <= 80
    assert "[task_number_11]" in graph_text(nodes(f"start > {names} > end"), width=300)


@pytest.fixture
def shop() -> DagSpec:
    """A DAG with a group in a group, a mapped task and a label."""
    with DAG("shop", schedule=None) as dag:
        start, end = EmptyOperator(task_id="start"), EmptyOperator(task_id="end")
        with TaskGroup("etl") as etl:
            extract = EmptyOperator(task_id="extract")
            with TaskGroup("clean"):
                EmptyOperator(task_id="dates").set_upstream(extract)

        @task
        def each(x: int) -> None: ...

        start >> etl >> end
        start >> Label('by "hand"') >> each.expand(x=[1, 2]) >> end
    return serialize_dag(dag)


def test_groups_are_listed_and_mapped_tasks_marked(shop: DagSpec) -> None:
    assert list(group_lines(shop)) == ["etl: etl.extract", "  etl.clean: etl.clean.dates"]
    assert "[each[]]" in graph_text(graph_nodes(shop))


def test_dot_has_groups_as_clusters_and_labels_quoted(shop: DagSpec) -> None:
    text = as_dot(shop)
    assert text.startswith('digraph "shop" {')
    assert '    subgraph "cluster_etl.clean" { label="clean"\n      "etl.clean.dates" [label="dates"' in text
    assert '  "start" -> "each" [label="by \\"hand\\""]' in text
    assert text.count("{") == text.count("}") == 3


def test_mermaid_has_groups_and_labels(shop: DagSpec) -> None:
    text = as_mermaid(shop)
    assert text.startswith("flowchart LR\n")
    assert '  subgraph g0["etl"]' in text
    assert '-->|"by #quot;hand#quot;"| ' in text
    assert text.count("subgraph") == text.count(" end\n") == 2


def test_svg_is_a_picture_of_its_own(shop: DagSpec) -> None:
    document = xml.dom.minidom.parseString(as_svg(shop))
    assert document.documentElement.tagName == "svg"
    assert [each.firstChild.data for each in document.getElementsByTagName("text")][:2] == ["start", "end"]


def test_the_command_draws_and_saves(couture: Any, workspace: Path, shop: DagSpec) -> None:
    (workspace / ".couture").mkdir()
    store = Store(f"sqlite:///{workspace}/.couture/couture.db")
    store.upgrade()
    with store.transaction() as tx:
        now = datetime(2026, 3, 2, tzinfo=UTC)
        dags.register(tx, shop, source="#", kind=dags.FILE, file="shop.py", commit=None, now=now)
    store.close()
    shown = couture("dags", "show", "shop").out
    assert "[etl.clean.dates]" in shown
    assert "Task groups\n  etl: etl.extract\n    etl.clean: etl.clean.dates\n" in shown
    assert couture("--output", "json", "dags", "show", "shop").json["dag"]["dag_id"] == "shop"
    for name, begins in (("g.dot", "digraph"), ("g.MMD", "flowchart"), ("g.svg", "<svg")):
        assert "was written to" in couture("dags", "show", "shop", "--save", workspace / name).out
        assert (workspace / name).read_text().startswith(begins)
    wrong = couture("dags", "show", "shop", "--save", "g.png")
    assert wrong.status == 2
    assert "dot -Tpng" in wrong.err
