"""Values as Python: a value never becomes more than the literal or the name that its type allows."""

from __future__ import annotations

import keyword
import math
from typing import Any

from couture_scheduler.bricks.model import BrickParameter, ParameterType

LONGEST = 100_000  # characters of one value
_DEEPEST = 30


def problem_with(parameter: BrickParameter, value: Any) -> str | None:
    """Why the value cannot be that of the parameter; ``None`` when it can."""
    if value is None or value == "":
        return f"{parameter.label} is missing." if parameter.required else None
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{parameter.label} has more than {LONGEST:,} characters."
    if _fits(parameter, value):
        return None
    return f"{parameter.label} must be {_wanted(parameter)}."


def _fits(parameter: BrickParameter, value: Any) -> bool:
    match parameter.type:
        case ParameterType.TEXT:
            return isinstance(value, str) and "\n" not in value and "\r" not in value
        case ParameterType.LONG_TEXT:
            return isinstance(value, str)
        case ParameterType.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case ParameterType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case ParameterType.BOOLEAN:
            return isinstance(value, bool)
        case ParameterType.CHOICE:
            return isinstance(value, str) and value in parameter.choices
        case ParameterType.LIST:
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
        case ParameterType.JSON:
            return _is_json(value)
        case ParameterType.IDENTIFIER:
            return isinstance(value, str) and is_name(value)


def is_name(text: str) -> bool:
    """Whether the text can be the name of something in Python."""
    return text.isidentifier() and not keyword.iskeyword(text)


def _is_json(value: Any, depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(each, depth + 1) for key, each in value.items())
    if isinstance(value, list):
        return all(_is_json(each, depth + 1) for each in value)
    return value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def _wanted(parameter: BrickParameter) -> str:
    if parameter.type is ParameterType.CHOICE:
        return f"one of {', '.join(parameter.choices)}"
    return _WANTED[parameter.type]


_WANTED = {
    ParameterType.TEXT: "text of one line",
    ParameterType.LONG_TEXT: "text",
    ParameterType.INTEGER: "a whole number",
    ParameterType.NUMBER: "a number",
    ParameterType.BOOLEAN: "true or false",
    ParameterType.LIST: "a list of texts",
    ParameterType.JSON: f"JSON with at most {_DEEPEST} levels",
    ParameterType.IDENTIFIER: "a name as Python allows it: letters, digits and underscores, not a word of the language",
}


def literal(value: Any) -> str:
    """The value as a Python expression, texts in double quotes where that is as easy to read."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def _text(value: str) -> str:
    if "\n" in value and _is_plain_block(value):
        return f'"""{value}"""'
    plain = repr(value)
    return f'"{plain[1:-1]}"' if plain.startswith("'") and '"' not in plain else plain


def _is_plain_block(value: str) -> bool:
    """Whether the lines can stand between triple quotes just as they are."""
    readable = all(line.isprintable() for line in value.split("\n"))
    return readable and "\\" not in value and '"""' not in value and not value.endswith('"')


def within_text(value: Any, quote: str) -> str:
    """The value as a part of a string that stands between ``quote``: nothing in it ends the string."""
    text = value if isinstance(value, str) else "" if value is None else literal(value)
    lines = "\n" if len(quote) == 3 else "\\n"
    escaped = text.replace("\\", "\\\\").replace(quote[0], "\\" + quote[0]).replace("\r", "\\r").replace("\n", lines)
    return "".join(each if each.isprintable() or each == "\n" else _escape(each) for each in escaped)


def _escape(character: str) -> str:
    return repr(character)[1:-1]


def within_comment(value: Any) -> str:
    """The value as a part of a comment: on one line."""
    text = value if isinstance(value, str) else "" if value is None else literal(value)
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
