"""The words behind a magic: split as a shell does, read by argparse, and wrong ones told in one sentence."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterable
from typing import Any, NoReturn

from IPython.core.error import UsageError

_WORDS = {"True": True, "False": False, "None": None}


class Parser(argparse.ArgumentParser):
    """Raises ``UsageError``, which IPython shows as one line."""

    def __init__(self, prog: str, about: str = "", **options: Any) -> None:
        super().__init__(prog=prog, description=about, add_help=False, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and what would be right."""
        raise UsageError(f"{message}\n{self.format_usage().strip()}")

    def read(self, line: str) -> argparse.Namespace:
        """The arguments of a magic."""
        return self.parse_args(split(line, self))


def split(line: str, parser: Parser) -> list[str]:
    """The words of a line; quotes keep words together."""
    try:
        return shlex.split(line, comments=False)
    except ValueError as error:
        parser.error(f"{error}: {line}")


def json_object(text: str) -> dict[str, Any]:
    """An argument's type: a JSON object."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise argparse.ArgumentTypeError("""give a JSON object in quotes, such as '{"day": 3}'""")
    return found


def values(given: Iterable[str], parser: Parser) -> dict[str, Any]:
    """``name=value`` words: JSON where it is JSON, ``True``, ``False`` and ``None`` as in Python, else text."""
    found = {}
    for word in given:
        name, sign, text = word.partition("=")
        if not sign or not name.isidentifier():
            parser.error(f"{word!r} is not of the form name=value")
        found[name] = _value(text)
    return found


def _value(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    try:
        return json.loads(text)
    except ValueError:
        return text
