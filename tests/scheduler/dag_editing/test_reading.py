"""What a DAG file says, read without running it: as much as running it would tell, or shown as code."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest
from couture_scheduler.dag_editing.model import canvas_of
from couture_scheduler.dag_editing.reading import Kind, Reading
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.dag_editing.values import ValueKind
from couture_scheduler.errors import InvalidInputError

from couture_jupyter.serialization.load import load_dag_file

HEAD = "from couture_jupyter import *\nfrom couture_jupyter import DAG, EmptyOperator, chain, Label, task, TaskGroup\n"
TASKS = "\n".join(f'{name} = EmptyOperator(task_id="{name}")' for name in "abcd")
NEEDS_A_RUN = ("etl_110.py", "with_variables.py")  # they ask for variables when they are read
MADE_ELSEWHERE = ("master_dag.py",)  # a SubDAG comes from another file


def in_dag(body: str) -> str:
    """A file with a DAG of four tasks and this body."""
    return f'{HEAD}with DAG("d") as dag:\n' + indent(f"{TASKS}\n{dedent(body)}\n", "    ")


def edges(reading: Reading) -> set[str]:
    """The dependencies, without the name of the DAG."""
    return {f"{one.partition('/')[2]}>{other.partition('/')[2]}" for one, other in reading.edges()}


def ids(reading: Reading, kind: Kind = Kind.TASK) -> list[str]:
    """The nodes of a kind, without the name of the DAG."""
    return [each.id.partition("/")[2] for each in reading.nodes.values() if each.kind is kind]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a >> b >> c", "a>b b>c"),
        ("a << b << c", "b>a c>b"),
        ("a >> [b, c] >> d", "a>b a>c b>d c>d"),
        ("[a, b] << c", "c>a c>b"),
        ("a >> Label('why') >> b", "a>b"),
        ("chain(a, [b, c], d)", "a>b a>c b>d c>d"),
        ("chain([a, b], [c, d])", "a>c b>d"),
        ("chain_linear([a, b], [c, d])", "a>c a>d b>c b>d"),
        ("cross_downstream([a, b], [c, d])", "a>c a>d b>c b>d"),
        ("a.set_downstream([b, c])", "a>b a>c"),
        ("a.set_upstream(b)", "b>a"),
        ("several = [b, c]\na >> several", "a>b a>c"),
        ("a >> (b >> c)", "a>c b>c"),
        ("(\n    a\n    # then\n    >> b\n)", "a>b"),
        ("last = a >> b\nlast >> c", "a>b b>c"),
        ("chain(*[a, b, c])", "a>b b>c"),
        ("other = a\nother >> b", "a>b"),
        ("print(a)", ""),
    ],
)
def test_every_way_to_write_a_dependency_is_understood(body: str, expected: str) -> None:
    assert edges(read(in_dag(body))) == set(expected.split())


@pytest.mark.parametrize(
    ("body", "label", "expected"),
    [
        ("for n in range(3):\n    t = EmptyOperator(task_id=f'x{n}')\n    a >> t", "for n in range(3)", "a>code:1"),
        ("x = [EmptyOperator(task_id=n) for n in 'xy']\na >> x >> b", "x = [EmptyOperator(task_id=n) for n in 'xy']",
         "a>code:1 code:1>b"),
        ("if DEBUG:\n    a >> EmptyOperator(task_id='x')", "if DEBUG", "a>code:1"),
        ("x = somewhere.made()\na >> x", "x = somewhere.made()", "a>code:1"),
        ("before = a\nfor t in [b, c]:\n    before >> t\n    before = t", "for t in [b, c]", "a>code:1"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_code_in_its_place(body: str, label: str, expected: str) -> None:
    reading = read(in_dag(body))
    (code,) = [each for each in reading.nodes.values() if each.kind is Kind.CODE]
    assert code.label == label
    assert "Change it in the text." in code.reason or "not known" in code.reason
    assert set(expected.split()) <= edges(reading)


def test_functions_are_tasks_and_their_values_dependencies() -> None:
    body = '@task\ndef one():\n    return 1\n\n@task(task_id="two")\ndef second(x):\n    ...\n'
    body += 'second(one())\nsecond.override(task_id="third")(one() )\n'
    reading = read(in_dag(body))
    assert set(ids(reading)[4:]) == {"two", "one", "third", "one__1"}
    assert edges(reading) == {"one>two", "one__1>third"}


def test_groups_hold_their_tasks() -> None:
    body = 'with TaskGroup("g") as g:\n    x = EmptyOperator(task_id="x")\n    with TaskGroup("h"):\n'
    body += '        y = EmptyOperator(task_id="y")\na >> g\nx >> y'
    reading = read(in_dag(body))
    assert ids(reading, Kind.GROUP) == ["g", "g.h"]
    assert ids(reading)[4:] == ["g.x", "g.h.y"]
    assert edges(reading) == {"a>g", "g.x>g.h.y"}


def test_a_variable_that_is_used_again_belongs_to_nobody_but_the_last() -> None:
    reading = read(f'{HEAD}with DAG("d"):\n    t = EmptyOperator(task_id="x")\n    t = EmptyOperator(task_id="y")\n')
    assert [each.variable for each in reading.nodes.values()] == [None, "t"]


def test_arguments_have_their_kinds() -> None:
    text = dedent("""
        from datetime import timedelta as td
        from couture_jupyter import DAG, BashOperator
        with DAG("d"):
            BashOperator(task_id="x", bash_command='a', retries=3, pool=None, do_xcom_push=False, env={"a": "b"},
                         retry_delay=td(minutes=5), on_success_callback=done, queue="q" + suffix, sla=-1.5, **more)
    """)
    (node,) = canvas_of(read(text)).nodes
    assert {each.name: (each.value.kind, each.value.value) for each in node.arguments} == {
        "task_id": (ValueKind.STRING, "x"),
        "bash_command": (ValueKind.STRING, "a"),
        "retries": (ValueKind.NUMBER, 3),
        "pool": (ValueKind.NONE, None),
        "do_xcom_push": (ValueKind.BOOLEAN, False),
        "env": (ValueKind.JSON, {"a": "b"}),
        "retry_delay": (ValueKind.DURATION, 300),
        "on_success_callback": (ValueKind.NAME, None),
        "queue": (ValueKind.EXPRESSION, None),
        "sla": (ValueKind.NUMBER, -1.5),
        "**": (ValueKind.NAME, None),
    }


def test_code_that_makes_dags_is_named() -> None:
    text = f'{HEAD}def made(name):\n    with DAG(name) as dag:\n        EmptyOperator(task_id="x")\n    return dag\n'
    text += 'made("a")\n'
    canvas = canvas_of(read(text))
    assert (canvas.dags, canvas.nodes) == ((), ())
    assert [(each.place.line, each.reason) for each in canvas.outside] == [
        (3, "The function made makes DAGs. Change it in the text.")
    ]


def test_a_text_that_is_no_python_is_refused_at_its_line() -> None:
    with pytest.raises(InvalidInputError, match="Line 2, column 5"):
        read("x = 1\ny = )\n")


def test_a_real_file_says_what_running_it_says(real_file: Path) -> None:
    if real_file.name in NEEDS_A_RUN:
        return
    reading = read(real_file.read_text(encoding="utf-8"))
    loaded = load_dag_file(real_file).dags
    assert [each.dag_id for each in reading.dags.values()] == list(loaded)
    if real_file.name in MADE_ELSEWHERE:
        return
    for key, dag in reading.dags.items():
        nodes = {each.id: each for each in reading.nodes.values() if each.dag == key}
        found = {each.id.partition("/")[2] for each in nodes.values() if each.kind is Kind.TASK}
        tasks = {each.task_id: each for each in loaded[str(dag.dag_id)].tasks}
        drawn = {(one, other) for one, other in reading.edges() if one in nodes}
        plain = {pair for pair in drawn if all(nodes[each].kind is Kind.TASK for each in pair)}
        known = {
            (f"{key}/{one}", f"{key}/{other}") for one, task in tasks.items() for other in task.downstream_task_ids
        }
        assert found <= set(tasks)
        assert plain <= known
        if all(each.kind is Kind.TASK for each in nodes.values()):
            assert (found, plain) == (set(tasks), known)
