"""Changes of a DAG file: what is wanted and nothing else; the way back leads to the same bytes; the rest is refused."""

from __future__ import annotations

import difflib
from contextlib import suppress
from itertools import permutations
from textwrap import dedent, indent

import pytest
from couture_scheduler.dag_editing.changes import (
    AddDag,
    AddTask,
    Change,
    Connect,
    DeleteNodes,
    Disconnect,
    RemoveArgument,
    Rename,
    SetArgument,
)
from couture_scheduler.dag_editing.edits import apply
from couture_scheduler.dag_editing.reading import Arrow
from couture_scheduler.dag_editing.statements import read
from couture_scheduler.dag_editing.values import Value, ValueKind
from couture_scheduler.errors import InvalidInputError

HEAD = "from couture_jupyter import DAG, EmptyOperator, TaskGroup, chain, cross_downstream, task\n\n"
TASKS = "\n".join(f'{name} = EmptyOperator(task_id="{name}")' for name in "abcd")
SAMPLE = 8  # of the nodes, pairs and dependencies of a real file


def text_value(text: str) -> Value:
    """A string given in a form."""
    return Value(ValueKind.STRING, value=text)


def expression(code: str) -> Value:
    """An expression given in a form."""
    return Value(ValueKind.EXPRESSION, code)


def in_dag(body: str) -> str:
    """A file with a DAG of four tasks and this body."""
    return f'{HEAD}with DAG("d") as dag:\n' + indent(f"{TASKS}\n{dedent(body)}", "    ").rstrip() + "\n"


def body_of(text: str) -> str:
    """What follows the four tasks."""
    return dedent(text.split('with DAG("d") as dag:\n')[1]).removeprefix(TASKS).strip("\n")


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, with ``+`` or ``-``."""
    rows = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [each.rstrip("\r\n") for each in rows if each[0] in "+-"]


@pytest.mark.parametrize(
    ("body", "edge", "left"),
    [
        ("a >> b", "a b", ""),
        ("a >> b >> c", "a b", "b >> c"),
        ("a >> b >> c", "b c", "a >> b"),
        ("a >> b >> c >> d", "b c", "a >> b\nc >> d"),
        ("a >> [b, c]", "a b", "a >> [c]"),
        ("a >> [b, c] >> d", "a b", "a >> [c]\n[b, c] >> d"),
        ("a >> [b, c] >> d", "c d", "a >> [b, c]\n[b] >> d"),
        ("[a, b] >> c", "a c", "[b] >> c"),
        ("[a, b] >> c >> d", "c d", "[a, b] >> c"),
        ("d << [\n    a,  # first\n    b,\n]", "b d", "d << [\n    a,  # first\n]"),
        ("a << b << c", "c b", "a << b"),
        ("(\n    a\n    # then\n    >> b\n    >> c\n)", "b c", "(a\n    # then\n    >> b)"),
        ("(\n    a\n    # then\n    >> b\n    >> c\n)", "a b", "# then\n(b\n    >> c)"),
        ("a >> b\na >> b", "a b", ""),
        ("chain(a, b, c)", "a b", "chain(b, c)"),
        ("chain(a, [b, c], d)", "b d", "chain(a, [b, c])\nchain([c], d)"),
        ("chain([a, b], [c, d])", "a c", "b >> d"),
        ("cross_downstream([a, b], [c, d])", "a c", "a >> d\nb >> c\nb >> d"),
        ("a.set_downstream(b)", "a b", ""),
        ("a.set_downstream([b, c])", "a b", "a.set_downstream([c])"),
        ("b.set_upstream(a)  # why", "a b", ""),
    ],
)
def test_a_dependency_is_taken_out_of_what_sets_it(body: str, edge: str, left: str) -> None:
    source, target = edge.split()
    after = apply(in_dag(body), Disconnect(f"d/{source}", f"d/{target}")).text
    assert body_of(after) == left


@pytest.mark.parametrize(
    ("body", "mend", "left"),
    [
        ("a >> b >> c", True, "a >> c"),
        ("a >> b >> c", False, ""),
        ("a >> b\nb >> c", True, "a >> c"),
        ("a >> [b, c] >> d", True, "a >> [c] >> d\na >> d"),
        ("a >> [b, c] >> d", False, "a >> [c] >> d"),
        ("b >> c >> d", False, "c >> d"),
        ("a >> c >> b", False, "a >> c"),
        ("chain(a, b, c, d)", True, "chain(a, c, d)"),
        ("chain(\n    a,\n    c,\n    b,\n)", False, "chain(\n    a,\n    c,\n)"),
        ("(\n    a\n    >> c  # why\n    >> b\n)", False, "(\n    a\n    >> c  # why\n)"),
        ("[a, c] >> b >> [d]", True, "a >> d\nc >> d"),
        ("a.set_downstream(b)", False, ""),
    ],
)
def test_a_deleted_task_leaves_its_dependencies_mended_or_not(body: str, mend: bool, left: str) -> None:
    after = apply(in_dag(body), DeleteNodes(("d/b",), mend)).text
    rest = dedent(after.split('with DAG("d") as dag:\n')[1])
    assert rest.strip("\n") == "\n".join(
        [*(line for line in TASKS.split("\n") if line[0] != "b"), *filter(None, [left])]
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Connect("d/b", "d/a"), "a comes before b: this would be a cycle"),
        (Connect("d/a", "d/a"), "cannot come after itself"),
        (Connect("d/a", "d/b"), "b comes after a already"),
        (Connect("d/a", "d/nothing"), "no 'd/nothing' in the file any more"),
        (Disconnect("d/a", "d/d"), "no such dependency"),
        (DeleteNodes(("d/d",)), "`d` is used elsewhere"),
        (DeleteNodes(("d/code:1",)), "A loop makes it"),
        (SetArgument("retries", text_value("1"), node="d/code:1"), "A loop makes it"),
        (SetArgument("retries", expression("1) or (2"), node="d/a"), "no Python expression"),
        (SetArgument("retries", expression("unheard_of + 1"), node="d/a"), "`unheard_of` is not defined"),
        (SetArgument("not a name", text_value("1"), node="d/a"), "no name of an argument"),
        (SetArgument("task_id", text_value("1"), node="d/a"), "rename it"),
        (RemoveArgument("retries", node="d/a"), "no argument `retries`"),
        (Rename("d/a", "b"), "a task or group 'b'"),
        (Rename("d/a", "two words"), "letters, digits"),
        (AddTask("d", "EmptyOperator", "couture_jupyter", "a"), "a task or group 'a'"),
        (AddTask("e", "EmptyOperator", "couture_jupyter", "x"), "no DAG 'e'"),
        (AddDag("d"), "a DAG 'd' in this file"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change: Change, reason: str) -> None:
    text = in_dag("a >> b\nprint(d)\nfor n in 'xy':\n    EmptyOperator(task_id=n) >> c")
    with pytest.raises(InvalidInputError, match=reason):
        apply(text, change)


def test_a_dag_is_built_from_nothing() -> None:
    text = apply("", AddDag("mine", {"schedule": Value(ValueKind.NONE)})).text
    text = apply(
        text, AddTask("mine", "BashOperator", "couture_jupyter", "say", {"bash_command": text_value("date")})
    ).text
    waiting = {"retry_delay": Value(ValueKind.DURATION, value=300)}
    text = apply(text, AddTask("mine", "EmptyOperator", "couture_jupyter", "end", waiting, after=("mine/say",))).text
    assert text == dedent("""\
        from datetime import timedelta

        from couture_jupyter import DAG, BashOperator, EmptyOperator

        with DAG(dag_id="mine", schedule=None) as dag:
            say = BashOperator(task_id="say", bash_command="date")
            end = EmptyOperator(task_id="end", retry_delay=timedelta(minutes=5))
            say >> end
    """)


def test_a_task_goes_into_its_group_and_is_called_as_the_file_calls_its_operator() -> None:
    head = "from airflow.operators.bash import BashOperator as Bash\nfrom couture_jupyter import DAG, TaskGroup\n"
    text = f'{head}with DAG("d"):\n    with TaskGroup("g"):\n        pass\n'
    change = AddTask("d", "BashOperator", "couture_jupyter", "x", {"bash_command": text_value("a\nb")}, parent="d/g")
    assert set(changed_lines(text, apply(text, change).text)) == {
        "-         pass",
        "+         x = Bash(",
        '+             task_id="x",',
        '+             bash_command="""a',
        '+ b""",',
        "+         )",
    }


def test_a_task_of_a_dag_without_a_block_names_its_dag() -> None:
    text = "from airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\nd = DAG('d')\n\nprint(1)\n"
    after = apply(text, AddTask("d", "EmptyOperator", "couture_jupyter", "x")).text
    assert changed_lines(text, after) == ["+ x = EmptyOperator(task_id='x', dag=d)"]


def test_what_has_no_variable_gets_one_when_it_is_connected() -> None:
    text = in_dag('with TaskGroup("g"):\n    EmptyOperator(task_id="x")\nEmptyOperator(task_id="y")')
    after = apply(text, Connect("d/g", "d/y")).text
    assert [each for each in changed_lines(text, after) if each[0] == "+"] == [
        '+     with TaskGroup("g") as g:',
        '+     y = EmptyOperator(task_id="y")',
        "+     g >> y",
    ]


def test_a_renamed_task_takes_its_variable_along_and_tells_where_its_old_id_still_stands() -> None:
    text = in_dag('a >> b\nprint(a, "a")\n\ndef other(a):\n    return a')
    done = apply(text, Rename("d/a", "first", variable=True))
    assert body_of(done.text.replace('first = EmptyOperator(task_id="first")', TASKS.split("\n")[0])) == (
        'first >> b\nprint(first, "a")\n\ndef other(a):\n    return a'
    )
    assert [each.line for each in done.notes] == [9]


def test_a_functions_task_is_renamed_by_override() -> None:
    text = in_dag("@task\ndef f(x=1):\n    ...\n\nfirst = f(2)")
    after = apply(text, Rename("d/f", "g")).text
    assert changed_lines(text, after)[1] == '+     first = f.override(task_id="g")(2)'
    assert apply(after, Rename("d/g", "f")).text == text


def test_values_are_written_in_the_files_own_quotes() -> None:
    text = "from airflow import DAG\nwith DAG('d', tags=['x']) as dag:\n    pass\n"
    for name, value, line in [
        ("tags", Value(ValueKind.JSON, value=["a", {"b": None}]), "with DAG('d', tags=['a', {'b': None}]) as dag:"),
        ("description", text_value("it's"), "with DAG('d', tags=['x'], description=\"it's\") as dag:"),
        ("catchup", Value(ValueKind.BOOLEAN, value=True), "with DAG('d', tags=['x'], catchup=True) as dag:"),
        ("max_active_runs", Value(ValueKind.NUMBER, value=2), "with DAG('d', tags=['x'], max_active_runs=2) as dag:"),
    ]:
        assert apply(text, SetArgument(name, value, dag="d")).text.splitlines()[1] == line


def test_the_comments_and_the_form_of_a_call_stay() -> None:
    made = '    x = EmptyOperator(\n        task_id="x",  # the name\n    )\n'
    text = f'from couture_jupyter import *\nwith DAG("d"):\n{made}'
    set_once = apply(text, SetArgument("retries", Value(ValueKind.NUMBER, value=2), node="d/x")).text
    assert changed_lines(text, set_once) == ["+         retries=2,"]
    assert apply(set_once, RemoveArgument("retries", node="d/x")).text == text


def test_a_bare_decorator_takes_arguments() -> None:
    text = "from couture_jupyter import dag\n@dag\ndef d():\n    pass\nd()\n"
    after = apply(text, SetArgument("catchup", Value(ValueKind.BOOLEAN, value=False), dag="d")).text
    assert changed_lines(text, after) == ["- @dag", "+ @dag(catchup=False)"]


# The way there and back, in real files


def way_back(text: str, there: Change, back: Change) -> None:
    """A change and its inverse give the same bytes, unless the change is refused."""
    with suppress(InvalidInputError):
        after = apply(text, there).text
        assert after != text
        assert apply(after, back).text == text


def test_arguments_there_and_back(real_text: str) -> None:
    reading = read(real_text)
    for node in list(reading.nodes)[:SAMPLE]:
        way_back(real_text, SetArgument("queue_x", text_value("q"), node=node), RemoveArgument("queue_x", node=node))
    for dag in reading.dags:
        way_back(real_text, SetArgument("doc_x", text_value("q"), dag=dag), RemoveArgument("doc_x", dag=dag))


def test_names_there_and_back(real_text: str) -> None:
    for node in list(read(real_text).nodes.values())[:SAMPLE]:
        own = node.task_id or ""
        new = node.id.removesuffix(own) + "quite_another"
        way_back(real_text, Rename(node.id, "quite_another"), Rename(new, own))


def test_dependencies_there_and_back(real_text: str) -> None:
    nodes = read(real_text).nodes.values()
    pairs = [(one.id, other.id) for one, other in permutations(nodes, 2) if one.variable and other.variable]
    for source, target in pairs[:: max(1, len(pairs) // SAMPLE)]:
        way_back(real_text, Connect(source, target), Disconnect(source, target))


def test_a_connection_is_one_new_line(real_text: str) -> None:
    nodes = read(real_text).nodes.values()
    pairs = [(one.id, other.id) for one, other in permutations(nodes, 2) if one.variable and other.variable]
    for source, target in pairs[:: max(1, len(pairs) // SAMPLE)]:
        with suppress(InvalidInputError):
            (line,) = changed_lines(real_text, apply(real_text, Connect(source, target)).text)
            assert line.startswith("+ ")


def test_a_new_task_is_new_lines_and_goes_without_a_trace(real_text: str) -> None:
    for dag in read(real_text).dags:
        given = {"bash_command": text_value("date")}
        after = apply(real_text, AddTask(dag, "BashOperator", "couture_jupyter", "brand_new", given)).text
        rows = changed_lines(real_text, after)
        assert [each for each in rows if each[0] == "-" and "import" not in each] == []
        back = apply(after, DeleteNodes((f"{dag}/brand_new",))).text
        assert [each for each in changed_lines(real_text, back) if "BashOperator" not in each] == [
            each for each in changed_lines(real_text, back) if "import" in each and "BashOperator" not in each
        ]


def test_only_the_dependencies_that_go_are_touched(real_text: str) -> None:
    reading = read(real_text)
    for edge, ways in list(reading.edges().items())[:SAMPLE]:
        arrows = [each.statement for each in ways if isinstance(each, Arrow) and each.statement]
        own = "\n".join(reading.source.code(each) for each in arrows)
        with suppress(InvalidInputError):
            rows = changed_lines(real_text, apply(real_text, Disconnect(*edge)).text)
            assert all(row[2:].strip() in own for row in rows if row[0] == "-")
