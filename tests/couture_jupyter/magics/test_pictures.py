"""Graphs, tables and states as HTML and as text."""

from __future__ import annotations

from couture_jupyter.magics import pictures
from couture_jupyter.magics.graph_layout import Node, place

DIAMOND = [Node("a", ("b", "c")), Node("b", ("d",)), Node("c", ("d", "gone")), Node("d")]


def test_a_task_stands_right_of_all_that_come_before_it() -> None:
    boxes = place([*DIAMOND, Node("late"), Node("first", ("d",))]).boxes
    assert boxes["a"].x < boxes["b"].x == boxes["c"].x < boxes["d"].x
    assert boxes["first"].x == boxes["a"].x
    places = [(box.x, box.y) for box in boxes.values()]
    assert len(set(places)) == len(places)


def test_tasks_stand_beside_those_they_belong_to() -> None:
    """Edges cross only where they must."""
    boxes = place([Node("a", ("x",)), Node("b", ("y",)), Node("y"), Node("x")]).boxes
    assert (boxes["a"].y < boxes["b"].y) == (boxes["x"].y < boxes["y"].y)


def test_an_edge_leads_around_the_tasks_between_its_ends() -> None:
    layout = place([Node("a", ("b", "c")), Node("b", ("c",)), Node("c")])
    (way,) = layout.edges["a", "c"]
    between = layout.boxes["b"]
    assert way.x == between.x
    assert way.y + way.height < between.y or way.y > between.y + between.height


def test_a_circle_is_drawn_all_the_same() -> None:
    assert len(place([Node("a", ("b",)), Node("b", ("a",))]).boxes) == 2
    assert place([]).boxes == {}


def test_the_graph_is_said_in_words_too() -> None:
    drawn = pictures.graph("my", [Node("a<b", ("c",), state="failed"), Node("c", state="skipped")])
    assert drawn.text == "my\n  a<b -> c  ✗ failed\n  c  » skipped"
    assert 'role="img"' in drawn.html
    assert "a&lt;b" in drawn.html
    assert "<b" not in drawn.html.replace("<b>", "")
    assert "✗ failed" in drawn.html


def test_a_graph_that_nobody_could_read_is_a_list() -> None:
    drawn = pictures.graph("many", [Node(f"t{number}") for number in range(pictures.MOST_TASKS + 1)])
    assert "<svg" not in drawn.html
    assert "t150" in drawn.html


def test_tables_escape_what_they_show() -> None:
    shown = pictures.table(["A", "B"], [["<x>", None]], "None.")
    assert "&lt;x&gt;" in shown.html
    assert shown.text == "A    B\n<x>"
    assert pictures.table(["A"], [], "None.").text == "None."


def test_progress_is_words_and_a_bar() -> None:
    assert "value='1' max='4'" in pictures.progress(1, 4, "one & more")
    assert "one &amp; more" in pictures.progress(1, 4, "one & more")
    assert pictures.text_bar(1, 2, 4) == "[##..] 1 of 2"
