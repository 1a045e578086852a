"""The values of arguments: how a form shows them, and how they are written in Python."""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import libcst as cst

from couture_scheduler.dag_editing.literals import dotted, literal
from couture_scheduler.dag_editing.source import Source
from couture_scheduler.errors import FieldProblem, InvalidInputError

UNITS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


class ValueKind(StrEnum):
    """How a value is edited."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NONE = "none"
    JSON = "json"
    DURATION = "duration"  # in seconds, written as a timedelta
    NAME = "name"
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its kind, its Python text, and what the form shows. For names and expressions only the text counts."""

    kind: ValueKind
    code: str = ""
    value: object = None


def value_of(source: Source, node: cst.BaseExpression, imported: Mapping[str, str]) -> Value:
    """The value of an argument in a file."""
    code = source.code(node)
    if isinstance(node, cst.Name) and node.value not in ("None", "True", "False"):
        return Value(ValueKind.NAME, code)
    seconds = _seconds(node, imported)
    if seconds is not None:
        return Value(ValueKind.DURATION, code, seconds)
    if isinstance(node, cst.FormattedString):
        return Value(ValueKind.EXPRESSION, code)
    try:
        return _literal_value(code, literal(code))
    except ValueError:
        return Value(ValueKind.EXPRESSION, code)


def _literal_value(code: str, found: object) -> Value:
    if found is None:
        return Value(ValueKind.NONE, code)
    if isinstance(found, bool):
        return Value(ValueKind.BOOLEAN, code, found)
    if isinstance(found, str):
        return Value(ValueKind.STRING, code, found)
    if isinstance(found, int | float) and abs(found) < 2**53 and math.isfinite(found):
        return Value(ValueKind.NUMBER, code, found)
    if isinstance(found, list | dict) and _is_json(found):
        return Value(ValueKind.JSON, code, found)
    return Value(ValueKind.EXPRESSION, code)


def _is_json(found: object) -> bool:
    try:
        return bool(json.loads(json.dumps(found, allow_nan=False)) == found)
    except (TypeError, ValueError):
        return False


def _seconds(node: cst.BaseExpression, imported: Mapping[str, str]) -> float | None:
    """The length of ``timedelta(minutes=5)``; nothing for anything else."""
    if not isinstance(node, cst.Call) or not node.args:
        return None
    first, _, rest = dotted(node.func).partition(".")
    name = ".".join(each for each in (imported.get(first, first), rest) if each)
    names = [arg.keyword.value if arg.keyword else "" for arg in node.args]
    numbers = [float(arg.value.value) for arg in node.args if isinstance(arg.value, cst.Integer | cst.Float)]
    if name != "datetime.timedelta" or len(numbers) != len(names) or any(each not in UNITS for each in names):
        return None
    return sum(UNITS[each] * number for each, number in zip(names, numbers, strict=True))


def written(source: Source, value: Value, field: tuple[str | int, ...]) -> str:
    """The Python text of a value that was given in a form.

    Raises:
        InvalidInputError: it does not fit its kind, is no expression, or uses a name that the file does not have.
    """
    kind, given = value.kind, value.value
    if kind in (ValueKind.NAME, ValueKind.EXPRESSION):
        return _expression(source, value.code.strip(), field)
    if kind is ValueKind.NONE:
        return "None"
    if kind is ValueKind.STRING and isinstance(given, str):
        return quoted(given, preferred_quote(source))
    if kind is ValueKind.BOOLEAN and isinstance(given, bool):
        return str(given)
    is_number = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
    if kind is ValueKind.NUMBER and is_number:
        return repr(given)
    if kind is ValueKind.DURATION and is_number:
        return _duration(float(given))  # type: ignore[arg-type]
    if kind is ValueKind.JSON and isinstance(given, dict | list):
        return _json(given, preferred_quote(source))
    raise _problem(field, f"The value {given!r} is no {kind.value}.")


def _expression(source: Source, code: str, field: tuple[str | int, ...]) -> str:
    if not code:
        raise _problem(field, "Write an expression.")
    try:
        tree = ast.parse(f"(\n{code}\n)", mode="eval")
        cst.parse_expression(code)
    except (SyntaxError, ValueError, cst.ParserSyntaxError) as error:
        raise _problem(field, f"`{code}` is no Python expression.") from error
    unknown = sorted(_loaded(tree) - used_names(source) - set(dir(builtins)))
    if unknown and not _imports_everything(source):
        raise _problem(field, f"The name `{unknown[0]}` is not defined in this file. Import it or define it first.")
    return code


def used_names(source: Source) -> set[str]:
    """The names of a file, those of attributes and keyword arguments left out."""
    return names_in(source.module)


def names_in(part: cst.CSTNode) -> set[str]:
    """The names in a part of a file, those of attributes and keyword arguments left out."""
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [part]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Name):
            found.add(node.value)
        skipped = node.attr if isinstance(node, cst.Attribute) else node.keyword if isinstance(node, cst.Arg) else None
        waiting.extend(each for each in node.children if each is not skipped)
    return found


def _imports_everything(source: Source) -> bool:
    return bool(re.search(r"^from\s+\S+\s+import\s+\*", source.text, re.MULTILINE))


def _loaded(tree: ast.AST) -> set[str]:
    """The names that an expression reads and does not bind itself."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - bound


def _duration(seconds: float) -> str:
    unit = next((unit for unit, size in UNITS.items() if seconds and seconds % size == 0), "seconds")
    number = seconds / UNITS[unit]
    return f"timedelta({unit}={int(number) if number == int(number) else number!r})"


def _json(value: object, quote: str) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(str(key), quote)}: {_json(each, quote)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_json(each, quote) for each in value) + "]"
    return quoted(value, quote) if isinstance(value, str) else repr(value)


def quoted(text: str, quote: str = '"') -> str:
    """A string literal: in triple quotes when it has several lines, in the other quotes when that saves backslashes."""
    other = "'" if quote == '"' else '"'
    if "\n" in text and text.isprintable() is False and _is_fit_for_triple(text, quote):
        return f"{quote * 3}{text}{quote * 3}"
    if quote in text and other not in text:
        quote = other
    body = "".join(_escaped(each, quote) for each in text)
    return f"{quote}{body}{quote}"


def _is_fit_for_triple(text: str, quote: str) -> bool:
    plain = all(each.isprintable() or each in "\n\t" for each in text)
    return plain and "\\" not in text and quote * 3 not in text and not text.endswith(quote)


def _escaped(letter: str, quote: str) -> str:
    if letter in ("\\", quote):
        return "\\" + letter
    if letter.isprintable():
        return letter
    return repr(letter)[1:-1]


def preferred_quote(source: Source) -> str:
    """The quotes that this file uses more."""
    return "'" if source.text.count("'") > source.text.count('"') else '"'


def identifier(text: str, source: Source) -> str:
    """A name for a variable that the file does not use yet."""
    name = re.sub(r"\W+", "_", text).strip("_") or "task"
    name = f"_{name}" if name[0].isdigit() else name
    taken = used_names(source) | set(keyword.kwlist) | set(dir(builtins))
    names = (name, f"{name}_task", *(f"{name}_{number}" for number in range(2, 10_000)))
    return next(each for each in names if each not in taken)


def _problem(field: tuple[str | int, ...], message: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(field, message))
