"""What a person types into the schedule form stays data in the source that is rendered from it."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from typing import Any

from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.actions.schedule_source import render_source
from hypothesis import given, settings
from hypothesis import strategies as st

_HOSTILE = st.sampled_from(
    [
        "",
        '"',
        "'",
        '"""',
        "\\",
        '\\"',
        "\n",
        "\r\n",
        "{x}",
        "{{ 1 }}",
        "{% raw %}",
        ")\nimport os",
        "#",
        "🚀\nb",
        "\u2028",
    ]
)
texts = st.lists(_HOSTILE | st.text(max_size=5), max_size=4).map("".join)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
forms = st.builds(
    NotebookScheduleForm,
    name=texts,
    notebook=texts,
    when=st.just(When("manual")),
    kernel_name=texts,
    parameters=st.dictionaries(texts, values, max_size=3),
    output_path=texts,
    tags=st.lists(texts, max_size=3).map(tuple),
    description=texts,
)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)


@settings(deadline=None)
@given(form=forms, dag_id=texts)
def test_the_source_holds_what_was_typed_and_no_code(form: NotebookScheduleForm, dag_id: str) -> None:
    source = render_source(form, dag_id, BEGINS, "ada")
    source.encode()
    tree = ast.parse(source)
    assert [type(each).__name__ for each in tree.body] == ["Expr", "ImportFrom", "ImportFrom", "ImportFrom", "With"]
    dag, operator = _calls(tree.body[-1])
    assert (dag["dag_id"], dag["default_args"]) == (dag_id, {"owner": "ada"})
    assert dag.get("description", "") == form.description
    assert tuple(dag.get("tags", ())) == form.tags
    assert operator["input_notebook"] == form.notebook
    assert operator.get("output_notebook", "") == form.output_path
    assert operator.get("kernel_name", "") == form.kernel_name
    assert operator.get("parameters", {}) == form.parameters


def _calls(block: ast.stmt) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments of the DAG and of its operator; all but the dates are literals."""
    assert isinstance(block, ast.With)
    (statement,) = block.body
    assert isinstance(statement, ast.Expr)
    return _arguments(block.items[0].context_expr), _arguments(statement.value)


def _arguments(call: ast.expr) -> dict[str, Any]:
    assert isinstance(call, ast.Call)
    plain = [each for each in call.keywords if each.arg != "start_date"]
    return {str(each.arg): ast.literal_eval(each.value) for each in plain}
