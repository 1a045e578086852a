"""Putting a rendered brick into a file: its imports merged to the top, its lines indented for their place."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from couture_scheduler.bricks.model import Place
from couture_scheduler.bricks.places import Spot, find_spot
from couture_scheduler.bricks.rendering import Rendered
from couture_scheduler.dag_editing.imports import merge_imports, wanted_names


@dataclass(frozen=True, slots=True)
class Insertion:
    """The new text, the lines of the snippet in it (from 1, both included), and what a person should know."""

    source: str
    first_line: int
    last_line: int
    notes: tuple[str, ...] = ()


def insert(source: str, line: int, rendered: Rendered, place: Place) -> Insertion:
    """Put the snippet at the cursor's line (from 1). A source that is no Python now gets it right below that line, as
    a person would paste it."""
    newline = "\r\n" if "\r\n" in source else "\n"
    text = source.replace("\r\n", "\n")
    try:
        spot = find_spot(text, line, place)
    except (SyntaxError, ValueError) as error:
        return _finished(_pasted(text, line, rendered, error), newline)
    code = _for_dag(rendered.code, spot.dag_variable) if spot.dag_variable else rendered.code
    notes = [spot.note] if spot.note else []
    notes += _clashes(text, rendered)
    done, first = _put(text, spot, code)
    length = len(code.splitlines())
    merged = merge_imports(done, rendered.imports)
    first += _shift(done, merged, first)
    return _finished(Insertion(merged, first, first + length - 1, tuple(notes)), newline)


def _finished(insertion: Insertion, newline: str) -> Insertion:
    text = insertion.source.replace("\n", newline) if newline != "\n" else insertion.source
    return Insertion(text, insertion.first_line, insertion.last_line, insertion.notes)


def _clashes(source: str, rendered: Rendered) -> list[str]:
    """Names of the brick that mean something else in the file already."""
    there = _defined(ast.parse(source))
    own = sorted(there & _defined(ast.parse(rendered.code)))
    imported = sorted(there & {name.bound for each in rendered.imports for name in wanted_names(each)})
    notes = [f"{', '.join(own)} was defined in this file before: give the brick another name."] if own else []
    if imported:
        notes.append(f"The brick imports {', '.join(imported)}, which this file uses for something else: rename one.")
    return notes


def _defined(tree: ast.Module) -> set[str]:
    """The names that statements outside of functions define."""
    found: set[str] = set()
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            waiting += [] if not node.decorator_list else node.body  # the body of @dag belongs to the file's DAG
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        else:
            waiting += ast.iter_child_nodes(node)
    return found


def _put(source: str, spot: Spot, code: str) -> tuple[str, int]:
    """The source with the code at its spot, and the first line of it."""
    lines = source.splitlines()
    above, below = lines[: spot.after], lines[spot.after :]
    gap = _gap(spot, above, below, code)
    blank = 0 if not any(each.strip() for each in above) or spot.is_first else gap
    blank -= min(blank, _blanks(above[::-1]))
    trailing = gap - min(gap, _blanks(below)) if any(each.strip() for each in below) else 0
    if not any(each.strip() for each in above):
        above = []
    if not any(each.strip() for each in below):
        below = []
    new = [*above, *[""] * blank, *indented(code, spot.indent), *[""] * trailing, *below]
    return "\n".join(new) + "\n", len(above) + blank + 1


def _gap(spot: Spot, above: list[str], below: list[str], code: str) -> int:
    """How many blank lines part the snippet from its neighbours: two at the top level around functions and blocks."""
    if spot.indent:
        return 1
    near = [
        code,
        *[each for each in reversed(above) if each.strip()][:1],
        *[each for each in below if each.strip()][:1],
    ]
    return (
        2 if any(each.startswith(("def ", "class ", "@", "with ", "    ")) or "\ndef " in each for each in near) else 1
    )


def _blanks(lines: list[str]) -> int:
    return next((number for number, each in enumerate(lines) if each.strip()), len(lines))


def indented(code: str, indent: str) -> list[str]:
    """The lines of the code, further in; what stands in a string of several lines stays as it is."""
    inside = _lines_within_strings(code)
    lines = code.rstrip("\n").split("\n")
    return [each if number in inside or not each else indent + each for number, each in enumerate(lines, start=1)]


def _lines_within_strings(code: str) -> set[int]:
    found: set[int] = set()
    starts: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "STRING":
            found |= set(range(token.start[0] + 1, token.end[0] + 1))
        elif kind == "FSTRING_START":
            starts.append(token.start[0])
        elif kind == "FSTRING_END":
            found |= set(range(starts.pop() + 1, token.end[0] + 1))
    return found


def _shift(before: str, after: str, first: int) -> int:
    """By how many lines the merged imports moved the snippet: those that are new above it."""
    old, new = before.split("\n"), after.split("\n")
    rest = old[first - 1 :]
    if new[len(new) - len(rest) :] == rest:
        return len(new) - len(old)
    return 0


def _pasted(source: str, line: int, rendered: Rendered, error: Exception) -> Insertion:
    """For a text that cannot be parsed: below the line, as far in as it is; imports above the first that is there."""
    lines = source.split("\n")
    current = lines[min(line, len(lines)) - 1]
    indent = current[: len(current) - len(current.lstrip())]
    missing = [each for each in rendered.imports if each not in lines]
    top = next((n for n, each in enumerate(lines) if each.startswith(("import ", "from "))), 0)
    code = indented(rendered.code, indent)
    at = min(line, len(lines))
    if top > at:
        top = 0
    whole = [*lines[:top], *missing, *lines[top:at], *code, *lines[at:]]
    first = at + len(missing) + 1
    where = f" (line {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
    note = f"This file is no Python yet{where}: the snippet was put below the cursor, its imports above the others."
    return Insertion("\n".join(whole), first, first + len(code) - 1, (note,))


def _for_dag(code: str, variable: str) -> str:
    """The code for a file with ``dag = DAG(…)`` and no ``with``: operators name their DAG, all else gets a ``with``."""
    kinds = ast.FunctionDef | ast.With
    if any(isinstance(node, kinds) and _makes_tasks(node) for node in ast.walk(ast.parse(code))):
        return "\n".join([f"with {variable}:", *indented(code, "    ")]) + "\n"
    return cst.parse_module(code).visit(_NamesDag(variable)).code


def _makes_tasks(node: ast.FunctionDef | ast.With) -> bool:
    return isinstance(node, ast.With) or bool(node.decorator_list)


class _NamesDag(cst.CSTTransformer):
    """Adds ``dag=…`` to operators, where it is not there."""

    def __init__(self, variable: str) -> None:
        super().__init__()
        self._argument = cst.Arg(
            value=cst.Name(variable),
            keyword=cst.Name("dag"),
            equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        )

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        keywords = {each.keyword.value for each in updated_node.args if each.keyword}
        if "dag" in keywords or "task_id" not in keywords:
            return updated_node
        return updated_node.with_changes(args=_with(updated_node.args, self._argument))


def _with(args: Sequence[cst.Arg], argument: cst.Arg) -> list[cst.Arg]:
    """The arguments and one more, written as the last of them is: on its own line where they are."""
    *rest, last = args
    before = rest[-1].comma if rest else None
    between = before if isinstance(before, cst.Comma) else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return [*rest, last.with_changes(comma=between), argument.with_changes(comma=last.comma)]
