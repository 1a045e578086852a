"""Property tests: in any file, a change does what it says. Whether it did is asked of the DAG that the file makes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from couture_scheduler.dag_editing.changes import AddTask, Connect, DeleteNodes, Disconnect, Rename
from couture_scheduler.dag_editing.edits import apply
from couture_scheduler.errors import InvalidInputError
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter import DAG

Edges = set[tuple[str, str]]


@dataclass(frozen=True)
class File:
    """A generated DAG file and the number of its tasks."""

    text: str
    size: int


@st.composite
def arrows(draw: st.DrawFn, size: int) -> str:
    """A statement that sets dependencies, always from earlier tasks to later ones."""
    number = draw(st.integers(2, min(4, size)))
    chosen = sorted(draw(st.sets(st.integers(0, size - 1), min_size=number, max_size=number)))
    groups: list[list[int]] = []
    for each in chosen:
        joins = groups and draw(st.booleans()) and len(groups) % 2 == 0
        groups = [*groups[:-1], [*groups[-1], each]] if joins else [*groups, [each]]
    way = draw(st.sampled_from([">>", "<<", "chain", "set_downstream", "broken"]))
    if len(groups) < 2 or way == "set_downstream":
        return f"t{chosen[0]}.set_downstream([{', '.join(f't{each}' for each in chosen[1:])}])"
    parts = [f"t{each[0]}" if len(each) == 1 else f"[{', '.join(f't{one}' for one in each)}]" for each in groups]
    comment = draw(st.sampled_from(["", "  # why >> not"]))
    if way == "chain":
        return f"chain({', '.join(parts)}){comment}"
    if way == "broken":
        return "(\n        " + "\n        >> ".join(parts) + "\n    )"
    return f" {way} ".join(parts if way == ">>" else parts[::-1]) + comment


def written(number: int, quote: str, dag: str, is_short: bool) -> str:
    """A task on one line, or on several with a comment."""
    name = f"t{number}"
    if is_short:
        return f"{name} = EmptyOperator(task_id={quote}{name}{quote}{dag})"
    rows = [f"task_id={quote}{name}{quote},  # task {number}", f"bash_command='true'{dag}"]
    return "\n        ".join([f"{name} = BashOperator(", *rows]) + "\n    )"


@st.composite
def files(draw: st.DrawFn) -> File:
    """A DAG with a ``with`` block or ``dag=``, tasks in several forms, and statements that set dependencies."""
    size = draw(st.integers(2, 6))
    in_block = draw(st.booleans())
    quote = draw(st.sampled_from(["'", '"']))
    dag = "" if in_block else ", dag=dag"
    rows = [written(n, quote, dag, draw(st.booleans())) for n in range(size)]
    rows += draw(st.lists(arrows(size), max_size=4))
    head = "from couture_jupyter import DAG, BashOperator, EmptyOperator, chain\n\n"
    opening = "with DAG('d') as dag:\n" if in_block else "dag = DAG('d')\n"
    lead = "    " if in_block else ""
    end = draw(st.sampled_from(["\n", "", "\n\n# the end\n"]))
    return File(head + opening + "\n".join(lead + row for row in rows) + end, size)


def made(text: str) -> tuple[set[str], Edges]:
    """The tasks and dependencies of the DAG that the text makes."""
    names: dict[str, Any] = {}
    exec(compile(text, "generated.py", "exec"), names)
    dag = names["dag"]
    assert isinstance(dag, DAG)
    return {each.task_id for each in dag.tasks}, {
        (one.task_id, two) for one in dag.tasks for two in one.downstream_task_ids
    }


PICK = st.integers(0, 100)


@settings(deadline=None, max_examples=40)
@given(files(), PICK, PICK)
def test_connecting_and_disconnecting(file: File, one: int, other: int) -> None:
    tasks, edges = made(file.text)
    source, target = f"t{one % file.size}", f"t{other % file.size}"
    with suppress(InvalidInputError):
        after = apply(file.text, Connect(f"d/{source}", f"d/{target}")).text
        assert made(after) == (tasks, edges | {(source, target)})
        assert apply(after, Disconnect(f"d/{source}", f"d/{target}")).text == file.text


@settings(deadline=None, max_examples=40)
@given(files(), PICK)
def test_a_dependency_goes_alone(file: File, pick: int) -> None:
    tasks, edges = made(file.text)
    if edges:
        source, target = sorted(edges)[pick % len(edges)]
        after = apply(file.text, Disconnect(f"d/{source}", f"d/{target}")).text
        assert made(after) == (tasks, edges - {(source, target)})
        assert comments(after) == comments(file.text) or len(comments(after)) < len(comments(file.text))


@settings(deadline=None, max_examples=40)
@given(files(), PICK, st.booleans())
def test_a_task_goes_with_its_dependencies(file: File, pick: int, mend: bool) -> None:
    tasks, edges = made(file.text)
    node = f"t{pick % file.size}"
    after = apply(file.text, DeleteNodes((f"d/{node}",), mend)).text
    before = {one for one, other in edges if other == node}
    behind = {other for one, other in edges if one == node}
    mended = {(one, other) for one in before for other in behind} if mend else set()
    assert made(after) == (tasks - {node}, {edge for edge in edges if node not in edge} | mended)


@settings(deadline=None, max_examples=40)
@given(files(), PICK, st.booleans())
def test_another_name_changes_nothing_else(file: File, pick: int, variable: bool) -> None:
    tasks, edges = made(file.text)
    node = f"t{pick % file.size}"
    after = apply(file.text, Rename(f"d/{node}", "another", variable)).text
    names = {**{each: each for each in tasks}, node: "another"}
    assert made(after) == (set(names.values()), {(names[one], names[other]) for one, other in edges})
    assert apply(after, Rename("d/another", node, variable)).text == file.text


@settings(deadline=None, max_examples=40)
@given(files(), PICK)
def test_a_new_task_comes_and_goes(file: File, pick: int) -> None:
    tasks, edges = made(file.text)
    first = f"t{pick % file.size}"
    module = "couture_jupyter.operators.latest_only"
    after = apply(file.text, AddTask("d", "LatestOnlyOperator", module, "new", after=(f"d/{first}",))).text
    assert made(after) == (tasks | {"new"}, edges | {(first, "new")})
    assert apply(after, DeleteNodes(("d/new",))).text == file.text


def comments(text: str) -> list[str]:
    """The comments of a text."""
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]
