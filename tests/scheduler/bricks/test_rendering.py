"""A value becomes what its type says, wherever its placeholder stands, and nothing else."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from couture_scheduler.bricks.checking import check
from couture_scheduler.bricks.model import BrickContent, BrickParameter, ParameterType, Place
from couture_scheduler.bricks.rendering import render
from couture_scheduler.errors import InvalidInputError
from hypothesis import given, settings
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def brick(body: str, *parameters: BrickParameter, **more: Any) -> BrickContent:
    return BrickContent("A brick", body, parameters=parameters, **more)


def text(name: str = "value", kind: str = "text", **more: Any) -> BrickParameter:
    return BrickParameter(name, ParameterType(kind), **more)


def problems(content: BrickContent) -> dict[tuple[str | int, ...], str]:
    with pytest.raises(InvalidInputError) as caught:
        check(content)
    return {each.field: each.message for each in caught.value.problems}


PLACES = [
    "x = ${value}\n",
    'x = "before ${value} after"\n',
    "x = 'before ${value} after'\n",
    'x = """before ${value}\nafter"""\n',
    "x = r'before ${value} after'\n",
    "y = 1\nx = f'before {y} ${value} after'\n",
    'x = "a" "b ${value}"\n',
]


@pytest.mark.parametrize("body", PLACES)
@settings(deadline=None)
@given(value=st.text(min_size=1))
def test_a_text_is_only_a_text_wherever_it_stands(body: str, value: str) -> None:
    code = render(brick(body, text(kind="long_text")), {"value": value}).code
    scope: dict[str, Any] = {}
    exec(compile(code, "brick", "exec"), {}, scope)
    expected: dict[str, Any] = {}
    exec(compile(body.replace("${value}", "PLACE"), "brick", "exec"), {"PLACE": value}, expected)
    wanted = expected["x"].replace("PLACE", value) if "PLACE" in str(expected["x"]) else value
    assert scope["x"] == wanted
    assert len(ast.parse(code).body) == len(ast.parse(body.replace("${value}", "PLACE")).body)


@settings(deadline=None)
@given(value=JSON.filter(lambda each: each not in (None, "")))
def test_json_becomes_the_same_value_in_python(value: Any) -> None:
    code = render(brick("x = ${value}\n", text(kind="json")), {"value": value}).code
    assert ast.literal_eval(code.removeprefix("x = ").strip()) == value


@settings(deadline=None)
@given(value=st.text())
def test_a_comment_stays_one_comment(value: str) -> None:
    content = brick("x = 1  # ${value}\n", text(kind="long_text", required=False))
    assert ast.dump(ast.parse(render(content, {"value": value}).code)) == ast.dump(ast.parse("x = 1"))


@pytest.mark.parametrize("bad", ["a b", "a;b", "1a", "class", "a\nb", "__import__('os')", "a.b", "", "x=1"])
def test_a_name_is_a_name(bad: str) -> None:
    content = brick("${value} = 1\n", text(kind="identifier"))
    with pytest.raises(InvalidInputError):
        render(content, {"value": bad})


def test_a_name_may_be_a_part_of_names_and_texts() -> None:
    body = 'def do_${t}(x):\n    """${t}."""\n\n\n${t}_1 = Task(task_id="${t}", f=do_${t}, ${t}=x.${t})\n'
    code = render(brick(body, text("t", "identifier")), {"t": "load"}).code
    expected = 'def do_load(x):\n    """load."""\n\n\nload_1 = Task(task_id="load", f=do_load, load=x.load)\n'
    assert code == expected


def test_only_parameters_are_placeholders() -> None:
    content = brick('x = "${HOME} $${value} ${value}"\n', text())
    assert render(content, {"value": "v"}).code == 'x = "${HOME} ${value} v"\n'


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("text", 'say "hi"', "'say \"hi\"'"),
        ("text", "it's", '"it\'s"'),
        ("long_text", "SELECT 1\nFROM t", '"""SELECT 1\nFROM t"""'),
        ("long_text", 'a\n"""', '\'a\\n"""\''),
        ("integer", -3, "-3"),
        ("number", 0.5, "0.5"),
        ("boolean", True, "True"),
        ("list", ["a", "b"], '["a", "b"]'),
        ("json", {"a": [1, None, False]}, '{"a": [1, None, False]}'),
    ],
)
def test_values_are_written_as_a_person_would(kind: str, value: Any, written: str) -> None:
    assert render(brick("x = ${value}\n", text(kind=kind)), {"value": value}).code == f"x = {written}\n"


def test_a_negative_number_stays_one_operand() -> None:
    content = brick("x = ${value} ** 2\ny = -${value}\n", text(kind="integer"))
    assert render(content, {"value": -3}).code == "x = (-3) ** 2\ny = -(-3)\n"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "two\nlines"),
        ("text", 3),
        ("integer", True),
        ("integer", 0.5),
        ("number", float("nan")),
        ("number", "1"),
        ("boolean", 1),
        ("list", ["a", 1]),
        ("json", {"a": float("inf")}),
        ("text", "x" * 200_000),
        ("text", None),
    ],
)
def test_a_value_of_another_type_is_refused_at_its_field(kind: str, value: Any) -> None:
    with pytest.raises(InvalidInputError) as caught:
        render(brick("x = ${value}\n", text(kind=kind)), {"value": value})
    assert [each.field for each in caught.value.problems] == [("values", "value")]


def test_choices_defaults_and_what_may_be_left_out() -> None:
    how = text("how", "choice", choices=("GET", "POST"), default="GET")
    note = text("note", required=False)
    content = brick('x = [${how}, ${note}, "<${note}>"]\n', how, note)
    assert render(content, {}).code == 'x = ["GET", None, "<>"]\n'
    with pytest.raises(InvalidInputError, match="one of GET, POST"):
        render(content, {"how": "PUT"})
    with pytest.raises(InvalidInputError, match="no parameter 'strange'"):
        render(content, {"strange": 1})


def test_imports_have_placeholders_too() -> None:
    content = brick("${name}()\n", text("name", "identifier"), imports=("from tasks import ${name}",))
    check(content)
    assert render(content, {"name": "work"}).imports == ("from tasks import work",)


def test_what_is_wrong_with_a_brick_is_said_at_its_field() -> None:
    wrong = BrickContent(
        " ",
        "x = ${a}\n",
        tags=("",),
        imports=("import *", "x = 1"),
        parameters=(
            text("a", "integer", default="three"),
            text("a"),
            text("unused"),
            text("class"),
            text("b", "choice"),
        ),
    )
    assert set(problems(wrong)) >= {
        ("title",),
        ("tags", 0),
        ("imports", 0),
        ("imports", 1),
        ("parameters", 0, "default"),
        ("parameters", 1, "name"),
        ("parameters", 2, "name"),
        ("parameters", 3, "name"),
        ("parameters", 4, "choices"),
    }


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        ("x = (${value}\n", "text", "no Python. Line 1"),
        ("do_${value} = 1\n", "text", "a part of a name"),
        ("f(${value}=1)\n", "text", "no Python"),
        ("x = rf'${value}'\n", "text", "raw f-string"),
        ("x = couture_placeholder_0_ + ${value}\n", "text", "cannot contain"),
    ],
)
def test_a_snippet_that_cannot_be_rendered_is_not_kept(body: str, kind: str, told: str) -> None:
    assert told in problems(brick(body, text(kind=kind)))[("body",)]


def test_a_brick_survives_json() -> None:
    content = brick("x = ${a}\n", text("a", "list", default=["x"]), tags=("t",), place=Place.DAG)
    assert BrickContent.from_json(content.to_json()) == content
    with pytest.raises(TypeError, match="no colour"):
        BrickContent.from_json({**content.to_json(), "colour": "red"})
    with pytest.raises(ValueError, match="nowhere"):
        BrickContent.from_json({**content.to_json(), "place": "nowhere"})
