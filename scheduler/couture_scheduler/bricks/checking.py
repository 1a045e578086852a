"""What must be true of a brick before it is kept: it renders, and everything in it means something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from couture_scheduler.bricks.model import BrickContent, BrickParameter, ParameterType
from couture_scheduler.bricks.rendering import placeholders, render
from couture_scheduler.bricks.values import is_name, problem_with
from couture_scheduler.errors import FieldProblem, InvalidInputError

LONGEST_TITLE = 200
LONGEST_BODY = 100_000
MOST = 100  # tags, imports, parameters

_SAMPLES: dict[ParameterType, Any] = {
    ParameterType.TEXT: 'it\'s a "sample"',
    ParameterType.LONG_TEXT: "first\nsecond",
    ParameterType.INTEGER: -1,
    ParameterType.NUMBER: -0.5,
    ParameterType.BOOLEAN: True,
    ParameterType.LIST: ["a", "b"],
    ParameterType.JSON: {"a": [1, None]},
    ParameterType.IDENTIFIER: "sample",
}


def check(content: BrickContent) -> None:
    """``InvalidInputError`` with everything that is wrong, each at its field."""
    problems = [*_of_texts(content), *_of_imports(content), *_of_parameters(content)]
    if not problems:
        problems += _of_rendering(content)
    if problems:
        raise InvalidInputError(*problems)


def _of_texts(content: BrickContent) -> Iterator[FieldProblem]:
    if not content.title.strip() or len(content.title) > LONGEST_TITLE or "\n" in content.title:
        yield FieldProblem(("title",), f"A brick has a title of 1 to {LONGEST_TITLE} characters on one line.")
    if not content.body.strip():
        yield FieldProblem(("body",), "A brick has a snippet: it is empty.")
    if len(content.body) > LONGEST_BODY:
        yield FieldProblem(("body",), f"A snippet has at most {LONGEST_BODY:,} characters.")
    if len(content.description) > LONGEST_BODY:
        yield FieldProblem(("description",), f"A description has at most {LONGEST_BODY:,} characters.")
    if len(content.category) > LONGEST_TITLE:
        yield FieldProblem(("category",), f"A category has at most {LONGEST_TITLE} characters.")
    for name in ("tags", "imports", "parameters"):
        if len(getattr(content, name)) > MOST:
            yield FieldProblem((name,), f"A brick has at most {MOST} {name}.")
    for number, tag in enumerate(content.tags):
        if not tag.strip() or len(tag) > LONGEST_TITLE:
            yield FieldProblem(("tags", number), f"A tag has 1 to {LONGEST_TITLE} characters.")


def _of_imports(content: BrickContent) -> Iterator[FieldProblem]:
    for number, statement in enumerate(content.imports):
        if not is_import(statement) and not placeholders(statement):
            told = f"{statement!r} is no import statement such as 'from datetime import datetime'."
            yield FieldProblem(("imports", number), told)


def is_import(text: str) -> bool:
    """Whether the text is one import statement that names what it brings."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return False
    if len(body) != 1 or not isinstance(body[0], ast.Import | ast.ImportFrom):
        return False
    return all(alias.name != "*" for alias in body[0].names)


def _of_parameters(content: BrickContent) -> Iterator[FieldProblem]:
    used = placeholders(content.body).union(*map(placeholders, content.imports))
    seen: set[str] = set()
    for number, parameter in enumerate(content.parameters):
        where = ("parameters", number)
        if not is_name(parameter.name) or not parameter.name.isascii():
            told = "A parameter's name has letters, digits and underscores, and is no word of Python."
            yield FieldProblem((*where, "name"), told)
        elif parameter.name in seen:
            yield FieldProblem((*where, "name"), f"There are two parameters {parameter.name!r}.")
        elif parameter.name not in used:
            told = f"${{{parameter.name}}} is not in the snippet: write it there, or remove the parameter."
            yield FieldProblem((*where, "name"), told)
        seen.add(parameter.name)
        yield from _of_default(parameter, number)


def _of_default(parameter: BrickParameter, number: int) -> Iterator[FieldProblem]:
    where = ("parameters", number)
    if (parameter.type is ParameterType.CHOICE) != bool(parameter.choices):
        told = "A parameter of type choice has choices." if not parameter.choices else "Only type choice has choices."
        yield FieldProblem((*where, "choices"), told)
    elif parameter.default is not None and parameter.default != "":
        problem = problem_with(parameter, parameter.default)
        if problem:
            yield FieldProblem((*where, "default"), problem)
    if parameter.type is ParameterType.IDENTIFIER and not parameter.required:
        yield FieldProblem((*where, "required"), "A parameter of type identifier is always required.")


def _of_rendering(content: BrickContent) -> list[FieldProblem]:
    samples = {each.name: _sample(each) for each in content.parameters}
    try:
        rendered = render(content, samples)
    except InvalidInputError as error:
        return list(error.problems)
    wrong = [number for number, statement in enumerate(rendered.imports) if not is_import(statement)]
    return [FieldProblem(("imports", number), "This is no import statement.") for number in wrong]


def _sample(parameter: BrickParameter) -> Any:
    return parameter.choices[0] if parameter.type is ParameterType.CHOICE else _SAMPLES[parameter.type]
