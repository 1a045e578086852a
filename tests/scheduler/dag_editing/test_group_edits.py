"""Groups, functions, copies, names: nothing changes but what is wanted, and the DAG is the one that was meant."""

from __future__ import annotations

import re
from contextlib import suppress
from textwrap import dedent

import pytest
from couture_scheduler.dag_editing.changes import (
    AddFunction,
    AddTask,
    Change,
    Connect,
    DeleteNodes,
    GroupNodes,
    MoveNodes,
    PasteNodes,
    RemoveArgument,
    Rename,
    SetArgument,
    UngroupNodes,
)
from couture_scheduler.dag_editing.edits import apply
from couture_scheduler.dag_editing.reading import Kind
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.dag_editing.values import Value, ValueKind
from couture_scheduler.errors import InvalidInputError
from hypothesis import given, settings
from hypothesis import strategies as st

from couture_jupyter import DAG
from tests.scheduler.dag_editing.test_generated_files import File, comments, files, made

TEXT = '''\
from couture_jupyter import DAG, BashOperator, TaskGroup, task


def read_it(ti):
    return ti.xcom_pull(task_ids="b"), "b"


with DAG("d") as dag:
    # the first
    a = BashOperator(task_id="a", bash_command="date")  # one

    b = BashOperator(
        task_id='b',  # two
        bash_command="""x
  y {{ ti.xcom_pull(task_ids=['a', "b"]) }}""",
    )
    a >> b  # why
    with TaskGroup("g", tooltip="t") as g:  # the group
        x = BashOperator(task_id="x", bash_command="date")
        y = BashOperator(task_id="y", bash_command="date")
        x >> y
    b >> g
    c = BashOperator(task_id="c", bash_command=b.output)
    g >> c
'''


def body_of(text: str) -> str:
    """The block of the DAG."""
    return re.sub("(?m)^    ", "", text.split('with DAG("d") as dag:\n')[1])


def test_a_group_is_made_where_the_first_task_stands() -> None:
    done = apply(TEXT, GroupNodes(("d/a", "d/b"), "first"))
    assert done.selected == ("d/first",)
    assert body_of(done.text).startswith(
        dedent('''\
        with TaskGroup(group_id="first"):
            # the first
            a = BashOperator(task_id="a", bash_command="date")  # one
            b = BashOperator(
                task_id='b',  # two
                bash_command="""x
          y {{ ti.xcom_pull(task_ids=['first.a', "first.b"]) }}""",
            )

        a >> b  # why
        ''').replace("          y {{", "  y {{")
    )
    assert 'xcom_pull(task_ids="first.b"), "b"' in done.text


def test_a_group_stands_last_when_its_tasks_need_what_is_between() -> None:
    after = apply(TEXT, GroupNodes(("d/a", "d/c"), "ends")).reading
    assert {(each.id, each.parent) for each in after.nodes.values() if each.parent} == {
        ("d/ends.a", "d/ends"),
        ("d/ends.c", "d/ends"),
        ("d/g.x", "d/g"),
        ("d/g.y", "d/g"),
    }
    assert set(after.edges()) == {
        *(("d/ends.a", "d/b"), ("d/b", "d/g"), ("d/g", "d/ends.c"), ("d/b", "d/ends.c"), ("d/g.x", "d/g.y")),
    }


def test_tasks_go_into_a_group_and_out_again() -> None:
    inside = apply(
        TEXT.replace("b >> g\n", "a >> g\n").replace("    g >> c\n", "    b >> c\n"), MoveNodes(("d/c",), "d/g")
    )
    assert inside.selected == ("d/g.c",)
    assert "        x >> y\n        c = BashOperator" in inside.text
    outside = apply(inside.text, MoveNodes(("d/g.c",), None))
    assert "        x >> y\n    c = BashOperator" in outside.text


def test_a_dissolved_group_leaves_its_tasks_with_its_dependencies() -> None:
    done = apply(TEXT, UngroupNodes("d/g"))
    assert set(done.reading.nodes) == {"d/a", "d/b", "d/c", "d/x", "d/y"}
    assert set(done.reading.edges()) == {
        *(("d/a", "d/b"), ("d/b", "d/x"), ("d/x", "d/y"), ("d/y", "d/c"), ("d/b", "d/c")),
    }
    assert '    # the group\n    x = BashOperator(task_id="x"' in done.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (GroupNodes((), "n"), "Choose tasks first"),
        (GroupNodes(("d/a",), "b"), "There is a task or group 'b'"),
        (GroupNodes(("d/a",), "no name"), "letters, digits"),
        (GroupNodes(("d/a", "d/g.x"), "n"), "tasks of the same group"),
        (MoveNodes(("d/c",), "d/g"), "c and the group g depend on each other"),
        (MoveNodes(("d/g",), "d/g"), "cannot go into itself"),
        (MoveNodes(("d/a",), "d/b"), "into groups, not into tasks"),
        (UngroupNodes("d/a"), "no group with a block"),
        (AddFunction("d", "read_it"), "`read_it` is used in this file already"),
        (AddFunction("d", "two words"), "a name of Python"),
        (Rename("d/a", "b"), "a task or group 'b'"),
        (Rename("d/a", "a", variable_name="b"), "`b` is used in this file already"),
        (Rename("d/a", "a", variable_name="class"), "no word of Python"),
        (AddTask("d", "BashOperator", "couture_jupyter", "n"), "Bash command is missing"),
        (SetArgument("bash_command", Value(ValueKind.STRING, value=""), node="d/a"), "Bash command is missing"),
        (RemoveArgument("bash_command", node="d/a"), "Bash command is missing"),
        (DeleteNodes(("d/b",)), "Its value is used by c"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change: Change, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        apply(TEXT, change)


def test_a_function_is_added_with_the_values_of_tasks() -> None:
    done = apply(TEXT, AddFunction("d", "load", ("d/c",), after=("d/a",)))
    assert body_of(done.text).endswith(
        dedent("""\
        c = BashOperator(task_id="c", bash_command=b.output)

        @task
        def load(c):
            ...  # Write here what the task does; what it returns is its value.

        load_task = load(c.output)
        g >> c
        a >> load_task
        """)
    )
    more = apply(done.text, AddFunction("d", "show"))
    by_value = apply(more.text.replace("def show()", "def show(rows=None)"), Connect("d/load", "d/show", "rows"))
    assert "show_task = show(rows=load_task)" in by_value.text
    assert ("d/load", "d/show") in by_value.reading.edges()


def test_positional_arguments_of_functions_are_set_by_their_names() -> None:
    text = 'from couture_jupyter import DAG, task\nwith DAG("d"):\n    @task\n    def f(one, two=2):\n        ...\n'
    text += "    t = f(1)\n"
    value = Value(ValueKind.NUMBER, value=5)
    assert "t = f(5)\n" in apply(text, SetArgument("one", value, node="d/f")).text
    assert "t = f(1, two=5)\n" in apply(text, SetArgument("two", value, node="d/f")).text
    with pytest.raises(InvalidInputError, match="needs the argument `one`"):
        apply(text, RemoveArgument("one", node="d/f"))


def test_several_go_at_once_with_the_imports_that_only_they_needed() -> None:
    done = apply(TEXT, DeleteNodes(("d/a", "d/b", "d/c", "d/g")))
    assert done.text.startswith("from couture_jupyter import DAG, task\n")
    assert body_of(done.text) == "# the first\n\npass\n"
    mended = apply(TEXT, DeleteNodes(("d/g",), mend=True))
    assert set(mended.reading.edges()) == {("d/a", "d/b"), ("d/b", "d/c")}
    assert mended.text.startswith("from couture_jupyter import DAG, BashOperator, task\n")


@pytest.mark.parametrize("kept", ['x: "BashOperator"', "__all__ = ['BashOperator']", "print(BashOperator)"])
def test_an_import_that_is_named_elsewhere_stays(kept: str) -> None:
    text = f'from couture_jupyter import DAG, BashOperator\n{kept}\nwith DAG("d"):\n    BashOperator(task_id="x")\n'
    assert "import DAG, BashOperator\n" in apply(text, DeleteNodes(("d/x",))).text


def test_a_function_whose_task_is_deleted_stays_and_is_named() -> None:
    text = apply(TEXT, AddFunction("d", "load")).text
    done = apply(text, DeleteNodes(("d/load",)))
    assert "def load():" in done.text
    assert [each.message.partition(" still")[0] for each in done.notes] == ["The function load"]


def test_copies_have_names_of_their_own_and_are_connected_alike() -> None:
    done = apply(TEXT, PasteNodes("d", TEXT, ("d/a", "d/b", "d/g")))
    assert done.selected == ("d/a_2", "d/b_2", "d/g_2")
    before = set(read(TEXT).edges())
    assert set(done.reading.edges()) - before == {
        *(("d/a_2", "d/b_2"), ("d/b_2", "d/g_2"), ("d/g_2.x", "d/g_2.y")),
    }
    assert "".join(line for line in done.text.splitlines(True) if line in TEXT.splitlines(True)).startswith(TEXT[:200])


def test_copies_in_another_file_bring_their_imports_and_name_their_dag() -> None:
    other = 'from couture_jupyter import DAG\n\ne = DAG("e")\n'
    done = apply(other, PasteNodes("e", TEXT, ("d/a", "d/g")))
    assert done.text.startswith("from couture_jupyter import DAG, BashOperator, TaskGroup\n")
    assert 'with TaskGroup("g", tooltip="t", dag=e) as g_2:  # the group' in done.text
    names: dict[str, object] = {}
    exec(compile(done.text, "copied.py", "exec"), names)
    assert isinstance(names["e"], DAG)
    assert {each.task_id for each in names["e"].tasks} == {"a", "g.x", "g.y"}
    needing = TEXT.replace('bash_command="date")  # one', "bash_command=COMMAND)  # one")
    with pytest.raises(InvalidInputError, match="`COMMAND`, which this file does not have"):
        apply(other, PasteNodes("e", needing, ("d/a",)))


HERE = """from couture_jupyter import DAG, BashOperator, TaskGroup, task

FOLDER = "/ours"
SAME = "/both"


@task
def load():
    return 1


with DAG("e") as dag:
    first = BashOperator(task_id="first", bash_command="ours")
    command = "date"
    load()
"""
THERE = """from couture_jupyter import DAG, BashOperator, TaskGroup, task

FOLDER = "/theirs"
# The comment is another one.
SAME = "/both"


@task
def load():
    return 2


with DAG("d"):
    first = BashOperator(task_id="first", bash_command=SAME)
    second = BashOperator(task_id="second", bash_command=first.output)
    third = BashOperator(task_id="third", bash_command=FOLDER)
    load()
    with TaskGroup("g"):
        command = "ls"
        BashOperator(task_id="x", bash_command=command)
"""


@pytest.mark.parametrize(
    ("node", "what"),
    [
        ("d/second", "use `first`, which is something else"),
        ("d/third", "use `FOLDER`, which is something else"),
        ("d/load", "use `load`, which is something else"),
        ("d/g", "set `command`, which this file has already"),
    ],
)
def test_copies_neither_take_nor_change_what_another_file_means_by_a_name(node: str, what: str) -> None:
    with pytest.raises(InvalidInputError, match=what):
        apply(HERE, PasteNodes("e", THERE, (node,)))


def test_copies_use_what_both_files_have_alike_and_get_free_names() -> None:
    done = apply(HERE, PasteNodes("e", THERE, ("d/first",)))
    assert done.text == HERE + '    first_2 = BashOperator(task_id="first_2", bash_command=SAME)\n'
    both = apply(HERE, PasteNodes("e", THERE, ("d/first", "d/second")))
    assert 'second_2 = BashOperator(task_id="second", bash_command=first_2.output)\n' in both.text


def test_names_in_pulls_go_along_and_others_are_told() -> None:
    done = apply(TEXT, Rename("d/b", "bee", variable=True))
    assert 'xcom_pull(task_ids="bee"), "b"' in done.text
    assert """task_ids=['a', "bee"]""" in done.text
    assert [each.line for each in done.notes] == [5]
    assert apply(done.text, Rename("d/bee", "b", variable=True)).text == TEXT
    assert "zz = BashOperator(" in apply(TEXT, Rename("d/b", "b", variable_name="zz")).text


def test_an_id_that_two_dags_have_is_left_alone_in_pulls() -> None:
    second = '\nwith DAG("e"):\n    other = BashOperator(task_id="b", bash_command="date")\n'
    assert 'xcom_pull(task_ids="b"), "b"' in apply(TEXT + second, Rename("d/b", "bee")).text


# In generated files

PICK = st.integers(0, 100)


@settings(deadline=None, max_examples=25)
@given(files(), st.sets(PICK, min_size=1, max_size=4))
def test_grouping_and_dissolving_keep_the_dag(file: File, picks: set[int]) -> None:
    tasks, edges = made(file.text)
    chosen = sorted({f"t{each % file.size}" for each in picks})
    names = {each: f"new.{each}" if each in chosen else each for each in tasks}
    with suppress(InvalidInputError):
        done = apply(file.text, GroupNodes(tuple(f"d/{each}" for each in chosen), "new"))
        assert made(done.text) == (set(names.values()), {(names[one], names[two]) for one, two in edges})
        assert sorted(comments(done.text)) == sorted(comments(file.text))
        back = apply(done.text, UngroupNodes("d/new")).text
        assert made(back) == (tasks, edges)
        assert sorted(line.strip() for line in back.splitlines()[1:]) == sorted(
            line.strip() for line in file.text.splitlines()[1:]
        )


@settings(deadline=None, max_examples=25)
@given(files(), PICK, PICK)
def test_moving_into_a_group_and_out_keeps_the_dag(file: File, one: int, other: int) -> None:
    tasks, edges = made(file.text)
    first, second = f"t{one % file.size}", f"t{other % file.size}"
    with suppress(InvalidInputError):
        text = apply(file.text, GroupNodes((f"d/{first}",), "g")).text
        names = {each: f"g.{each}" if each in (first, second) else each for each in tasks}
        inside = apply(text, MoveNodes((f"d/{second}",), "d/g")).text if first != second else text
        assert made(inside) == (set(names.values()), {(names[a], names[b]) for a, b in edges})
        outside = apply(inside, MoveNodes((f"d/g.{second}",), None)).text
        names[second] = second
        assert made(outside) == (set(names.values()), {(names[a], names[b]) for a, b in edges})
        assert sorted(comments(outside)) == sorted(comments(file.text))


@settings(deadline=None, max_examples=25)
@given(files(), st.sets(PICK, min_size=1, max_size=3))
def test_copies_come_and_go(file: File, picks: set[int]) -> None:
    tasks, edges = made(file.text)
    chosen = sorted({f"t{each % file.size}" for each in picks})
    done = apply(file.text, PasteNodes("d", file.text, tuple(f"d/{each}" for each in chosen)))
    copied, connected = made(done.text)
    assert len(copied) == len(tasks) + len(chosen)
    inner = [edge for edge in edges if set(edge) <= set(chosen)]
    assert edges <= connected
    assert len(connected) == len(edges) + len(inner)
    # A line that is put behind the last one ends it; that end stays.
    assert apply(done.text, DeleteNodes(done.selected)).text in (file.text, file.text + "\n")


def test_real_files_keep_their_structure_in_groups(real_text: str) -> None:
    reading = read(real_text)
    for node in [each for each in reading.nodes.values() if each.kind is Kind.TASK][:3]:
        with suppress(InvalidInputError):
            done = apply(real_text, GroupNodes((node.id,), "quite_new"))
            assert len(done.reading.nodes) == len(reading.nodes) + 1
            assert len(done.reading.edges()) == len(reading.edges())
            back = apply(done.text, UngroupNodes(done.selected[0]))
            assert {*back.reading.nodes} == {*reading.nodes}
