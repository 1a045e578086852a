"""A brick with values: code.

Placeholders become names that nothing else has, the snippet is parsed, and each such name is replaced where it stands
in the tree: by an expression, by a part of a name, by a part of a string or of a comment. So a value never becomes more
code than its own.
``$${name}`` stands for the text ``${name}``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import libcst as cst

from couture_scheduler.bricks.model import BrickContent, BrickParameter, ParameterType
from couture_scheduler.bricks.values import literal, problem_with, within_comment, within_text
from couture_scheduler.errors import FieldProblem, InvalidInputError

PLACEHOLDER = re.compile(r"\$(\$?)\{(\w+)\}")
_MARK = "couture_placeholder_"
_MARKED = re.compile(_MARK + r"(\d+)_")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Code with the imports that it needs, one statement each."""

    code: str
    imports: tuple[str, ...]


class SnippetError(Exception):
    """The snippet is no Python, or a placeholder stands where it cannot; ``line`` is that of the snippet."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def render(content: BrickContent, values: Mapping[str, Any]) -> Rendered:
    """The code for these values; what is not given has its default. ``InvalidInputError`` names what does not fit."""
    chosen = complete(content, values)
    try:
        code = _filled(content.body, content.parameters, chosen)
        imports = [_filled(each, content.parameters, chosen).strip() for each in content.imports]
    except SnippetError as error:
        raise InvalidInputError.at("body", str(error)) from error
    return Rendered(code.strip("\n") + "\n", tuple(imports))


def complete(content: BrickContent, values: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each parameter."""
    known = {each.name for each in content.parameters}
    problems = [FieldProblem(("values", name), f"There is no parameter {name!r}.") for name in values.keys() - known]
    chosen = {each.name: values.get(each.name, each.default) for each in content.parameters}
    for parameter in content.parameters:
        problem = problem_with(parameter, chosen[parameter.name])
        if problem:
            problems.append(FieldProblem(("values", parameter.name), problem))
    if problems:
        raise InvalidInputError(*problems)
    return chosen


def placeholders(text: str) -> set[str]:
    """The names of all ``${…}`` in the text, parameters or not."""
    return {found.group(2) for found in PLACEHOLDER.finditer(text) if not found.group(1)}


def _filled(text: str, parameters: tuple[BrickParameter, ...], values: Mapping[str, Any]) -> str:
    if _MARK in text:
        raise SnippetError(f"A snippet cannot contain {_MARK!r}.")
    numbers = {each.name: number for number, each in enumerate(parameters)}

    def mark(found: re.Match[str]) -> str:
        escaped, name = found.groups()
        if name not in numbers:
            return found.group()
        return f"${{{name}}}" if escaped else f"{_MARK}{numbers[name]}_"

    module = _parsed(PLACEHOLDER.sub(mark, text))
    by_number = [(each, values[each.name]) for each in parameters]
    code = module.visit(_Filling(by_number)).code
    try:
        ast.parse(code)
    except SyntaxError as error:
        raise SnippetError(f"With these values the snippet is no Python: {error.msg}.", error.lineno) from error
    return code


def _parsed(text: str) -> cst.Module:
    try:
        ast.parse(text)  # its errors say more than those of libcst
        return cst.parse_module(text)
    except SyntaxError as error:
        raise SnippetError(f"The snippet is no Python. Line {error.lineno}: {error.msg}.", error.lineno) from error
    except cst.ParserSyntaxError as error:
        raise SnippetError(f"The snippet is no Python. Line {error.raw_line}.", error.raw_line) from error


class _Filling(cst.CSTTransformer):
    """Replaces the marks by values, each as its place demands."""

    def __init__(self, values: list[tuple[BrickParameter, Any]]) -> None:
        super().__init__()
        self._values = values
        self._operands: set[cst.CSTNode] = set()

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        self._operands |= {node.left, node.right}

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        self._operands.add(node.expression)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self._operands.add(node.value)

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        found = _MARKED.search(updated_node.value)
        if not found:
            return updated_node
        parameter, value = self._of(found)
        if parameter.type is ParameterType.IDENTIFIER and value:
            return updated_node.with_changes(value=_MARKED.sub(self._name, updated_node.value))
        if found.group() != updated_node.value:
            raise SnippetError(
                f"${{{parameter.name}}} is a part of a name: only a parameter of type identifier can be."
            )
        expression = cst.parse_expression(literal(None if value == "" else value))
        if original_node in self._operands:
            return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return expression

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.SimpleString:
        if not _MARKED.search(updated_node.value):
            return updated_node
        quote, is_raw = updated_node.quote, "r" in updated_node.prefix
        filled = _MARKED.sub(lambda found: self._text(found, quote), updated_node.value)
        if is_raw and any(
            within_text(self._of(found)[1], quote) != within_comment(self._of(found)[1])
            for found in _MARKED.finditer(updated_node.value)
        ):
            filled = self._not_raw(updated_node)
        return updated_node.with_changes(value=filled)

    def _not_raw(self, node: cst.SimpleString) -> str:
        """The string with values that a raw one cannot have."""
        text = node.evaluated_value
        if not isinstance(text, str):
            raise SnippetError("A value with quotes, backslashes or lines cannot stand in raw bytes.")
        return literal(_MARKED.sub(lambda found: str(self._of(found)[1] or ""), text))

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        if "r" in node.prefix and any(map(_holds_mark, node.parts)):
            raise SnippetError("A placeholder cannot stand in a raw f-string: leave its r or its f away.")
        self._quote = node.quote

    def leave_FormattedStringText(
        self, original_node: cst.FormattedStringText, updated_node: cst.FormattedStringText
    ) -> cst.FormattedStringText:
        def text(found: re.Match[str]) -> str:
            return self._text(found, self._quote).replace("{", "{{").replace("}", "}}")

        return updated_node.with_changes(value=_MARKED.sub(text, updated_node.value))

    def leave_Comment(self, original_node: cst.Comment, updated_node: cst.Comment) -> cst.Comment:
        value = _MARKED.sub(lambda found: within_comment(self._of(found)[1]), updated_node.value)
        return updated_node.with_changes(value=value)

    def _of(self, found: re.Match[str]) -> tuple[BrickParameter, Any]:
        return self._values[int(found.group(1))]

    def _name(self, found: re.Match[str]) -> str:
        parameter, value = self._of(found)
        if parameter.type is not ParameterType.IDENTIFIER:
            raise SnippetError(
                f"${{{parameter.name}}} is a part of a name: only a parameter of type identifier can be."
            )
        return str(value)

    def _text(self, found: re.Match[str], quote: str) -> str:
        return within_text(self._of(found)[1], quote)


def _holds_mark(part: cst.BaseFormattedStringContent) -> bool:
    return isinstance(part, cst.FormattedStringText) and _MARK in part.value
