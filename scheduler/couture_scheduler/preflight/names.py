"""Names that are read before anything sets them, when the notebook runs from top to bottom.

Pyflakes knows Python's scopes. What a notebook has beside them is told to it as built-in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from couture_scheduler.preflight.cells import place
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.reading import Reading
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Nodes, Situation

_NOTEBOOK = {"get_ipython", "display", "In", "Out", "exit", "quit", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh"}
_NOTEBOOK |= {"_dh", "_exit_code", "_sh", "__session__", "__IPYTHON__"}
_NUMBERED = re.compile(r"_i?\d+")
_DYNAMIC = re.compile(r"globals|locals|exec")


def undefined_names(reading: Reading) -> Iterator[Finding]:
    """A finding for the first use of each name that nothing has set."""
    situations = _situations(reading.nodes)
    seen: set[str] = set()
    unknown_from = _unknown_from(reading)
    for name, line, column, is_local in sorted(_undefined(reading), key=lambda each: each[1:]):
        if name in seen or name in reading.code.effects.words or _NUMBERED.fullmatch(name):
            continue
        seen.add(name)
        situation = situations.get((name, line, column), Situation.NEVER)
        if situation is Situation.NEVER:  # a name in a text: an annotation that nobody evaluates
            continue
        may_be_set = any(since < line for since in unknown_from)
        is_sure = situation is Situation.ALWAYS and not may_be_set
        yield finding(
            reading.source,
            "name-undefined",
            Severity.ERROR if is_sure else Severity.WARNING,
            line,
            *_words(name, reading, line, is_local),
        )


def _words(name: str, reading: Reading, line: int, is_local: bool) -> tuple[str, str]:
    if name == "__file__":
        return "A notebook has no __file__.", "Use Path.cwd(), the notebook's folder."
    if is_local:
        message = f"The function sets {name!r} itself, but reads it before."
        return message, f"Set it first; `global {name}` means the notebook's own."
    later = _first_set(name, reading.tree, line)
    if later == place(line)[0]:
        return f"The name {name!r} is used before this cell sets it.", "Set it first."
    if later is not None:
        return f"The name {name!r} is used before cell {later + 1} sets it.", "Move that cell up."
    return f"The name {name!r} is never defined.", "Define or import it in a cell above, or correct its spelling."


def _first_set(name: str, tree: ast.Module, line: int) -> int | None:
    """The index of the first later cell that sets the name."""
    for statement in tree.body:
        if statement.lineno >= line and name in _set_by(statement):
            return place(statement.lineno)[0]
    return None


def _set_by(statement: ast.stmt) -> set[str]:
    found = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    aliases = statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []
    return found | {each.asname or each.name.partition(".")[0] for each in aliases}


def _unknown_from(reading: Reading) -> list[int]:
    """The places from which on there may be names that cannot be known."""
    dynamic = [
        each.lineno
        for each, _ in reading.nodes
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and _DYNAMIC.fullmatch(each.func.id)
    ]
    return [*reading.code.effects.unknown_names, *dynamic]


def _undefined(reading: Reading) -> Iterator[tuple[str, int, int, bool]]:
    """Each name with its place, and whether it is a function's own."""
    from pyflakes import checker, messages

    # pyflakes takes __file__ for given in every module, as it is in a script.
    tree = reading.tree if reading.source.is_script else _without_file(reading.tree, reading.nodes)
    found = checker.Checker(tree, builtins=set() if reading.source.is_script else _NOTEBOOK).messages
    for message in found:
        if isinstance(message, messages.UndefinedName | messages.UndefinedLocal):
            name = str(message.message_args[0])
            is_local = isinstance(message, messages.UndefinedLocal)
            yield ("__file__" if name == _FILE else name), message.lineno, message.col, is_local


_FILE = "__file__ of a notebook"


def _without_file(tree: ast.Module, nodes: Nodes) -> ast.Module:
    uses = [each for each, _ in nodes if isinstance(each, ast.Name) and each.id == "__file__"]
    if all(isinstance(each.ctx, ast.Load) for each in uses):
        for each in uses:
            each.id = _FILE
    return tree


def _situations(nodes: Nodes) -> dict[tuple[str, int, int], Situation]:
    unread = _annotations(nodes) if _has_lazy_annotations(nodes) else set()
    return {
        (node.id, node.lineno, node.col_offset): Situation.NEVER if node in unread else situation
        for node, situation in nodes
        if isinstance(node, ast.Name)
    }


def _has_lazy_annotations(nodes: Nodes) -> bool:
    """Whether the notebook asks Python not to evaluate annotations; IPython keeps that for all later cells."""
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node, _ in nodes)


def _annotations(nodes: Nodes) -> set[ast.AST]:
    noted = [getattr(node, name, None) for node, _ in nodes for name in ("annotation", "returns")]
    return {each for annotation in noted if isinstance(annotation, ast.AST) for each in ast.walk(annotation)}
