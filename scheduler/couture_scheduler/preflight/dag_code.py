"""What is wrong with the text of a DAG file, found without running it: every mistake of syntax, and names that nothing
sets."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from pyflakes import messages
from pyflakes.checker import Checker

from couture_scheduler.preflight.findings import Severity

MOST_PROBLEMS = 50
_MOST_JOINED = 30  # lines at the margin that one statement may have: of a text, or between brackets


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at a place of the text. Lines and columns count from 1, columns in characters; the end
    is the first character that does not belong to it."""

    severity: Severity
    message: str
    line: int
    column: int
    end_line: int
    end_column: int


def syntax_problems(text: str) -> list[Problem]:
    """The mistakes of syntax. Python stops at the first; so the statements are read one by one."""
    if _error(text) is None:
        return []
    found = sorted(_mistakes(text.splitlines(), 0, 0), key=lambda each: (each.line, each.column))
    return found[:MOST_PROBLEMS] or [_problem(_error(text), 0, 0)]


def undefined_names(text: str) -> list[Problem]:
    """Names that are read and that nothing sets: the task fails when it comes to them. ``text`` has no mistakes of
    syntax."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        checker = Checker(ast.parse(text))
    found = [_undefined(each, text) for each in checker.messages if isinstance(each, messages.UndefinedName)]
    return sorted(found, key=lambda each: (each.line, each.column))[:MOST_PROBLEMS]


def whole_line(severity: Severity, message: str, text: str, line: int | None) -> Problem:
    """A problem of a line as a whole, without its indentation; of the first one where it is not known."""
    lines = text.splitlines() or [""]
    number = min(max(line or 1, 1), len(lines))
    content = lines[number - 1]
    start = len(content) - len(content.lstrip())
    end = max(len(content.rstrip()), start + 1)
    return Problem(severity, message, number, start + 1, number, end + 1)


def _undefined(found: messages.UndefinedName, text: str) -> Problem:
    name = str(found.message_args[0])
    before = text.splitlines()[found.lineno - 1].encode()[: found.col].decode("utf-8", "replace")
    column = len(before) + 1
    told = f"Nothing defines the name {name!r}: define or import it, or correct its spelling."
    return Problem(Severity.WARNING, told, found.lineno, column, found.lineno, column + len(name))


def _error(text: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error
    except (RecursionError, MemoryError, ValueError) as error:
        return SyntaxError(f"The file is nested too deeply to be read: {error}")
    return None


def _mistakes(lines: list[str], above: int, indent: int) -> Iterator[Problem]:
    """Of lines without common indentation; ``above`` lines and ``indent`` characters stand before them in the file."""
    starts = [*_starts(lines), len(lines)]
    at = 0
    while at < len(starts) - 1:
        first, joined = starts[at], at + 1
        wrong = _error("\n".join(lines[first : starts[joined]]) + "\n")
        ends = range(joined + 1, min(joined + _MOST_JOINED, len(starts)))
        whole = next((end for end in ends if wrong and not _error("\n".join(lines[first : starts[end]]) + "\n")), None)
        if wrong and whole is None:
            block = lines[first : starts[joined]]
            yield from _of_block(block, wrong, above + first, indent)
        at = whole or joined


def _of_block(lines: list[str], wrong: SyntaxError, above: int, indent: int) -> Iterator[Problem]:
    """Where the head of a block is right, the mistakes are in its statements."""
    body = next((index for index, line in enumerate(lines) if index and line[:1].isspace() and line.strip()), None)
    if body is not None and _error("\n".join([*lines[:body], " pass", ""])) is None:
        inner = textwrap.dedent("\n".join(lines[body:])).splitlines()
        depth = len(lines[body]) - len(lines[body].lstrip())
        found = list(_mistakes(inner, above + body, indent + depth))
        if found:
            yield from found
            return
    yield _problem(wrong, above, indent)


_GOES_ON = re.compile(r"(else|elif|except|finally|case)\b|[)\]}#]")


def _starts(lines: list[str]) -> list[int]:
    """Where statements begin: at the margin, unless the line goes on with what stands above. Decorators belong to what
    they decorate."""
    found, decorated = [0], False
    for index, line in enumerate(lines):
        if not line.strip() or line[:1].isspace() or _GOES_ON.match(line):
            continue
        if index and not decorated:
            found.append(index)
        decorated = line.startswith("@")
    return found


def _problem(error: SyntaxError | None, above: int, indent: int) -> Problem:
    assert error is not None
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    end_line, end = error.end_lineno or line, error.end_offset or 0
    if end_line == line and end <= column:
        end = column + 1
    message = f"{type(error).__name__}: {error.msg}"
    return Problem(Severity.ERROR, message, above + line, indent + column, above + end_line, indent + max(end, 1))
