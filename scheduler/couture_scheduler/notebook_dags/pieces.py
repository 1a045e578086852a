"""A notebook's code as pieces, one for each top-level statement: what it does to names, and what kind it is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from couture_scheduler.notebook_dags.uses import Uses, changed_parameters, root_of, uses_of
from couture_scheduler.preflight.cells import STEP, place
from couture_scheduler.preflight.reading import Reading

# Calls on a module that set up how it works: copied to every part that imports the module.
_SET_UP = re.compile(
    r"set|set_\w+|use|seed|manual_seed|filterwarnings|simplefilter|basicConfig|chdir|register_\w+|option_context"
)
_MAGIC = re.compile(r"\s*%(matplotlib|load_ext|reload_ext|autoreload|config|env|set_env|precision|cd|run)\b")
_RUN = re.compile(r"\s*%?run\b")


class Kind(Enum):
    """What becomes of a piece when the notebook is split."""

    CODE = "code"  # stays in its part
    DEFINITION = "definition"  # copied to the parts that use its names: imports, functions, classes, constants
    SET_UP = "set_up"  # copied to later parts: settings of modules, magics such as %matplotlib


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement. ``module``: the imported name that a setting is about, empty for magics."""

    cell: int
    source: str
    uses: Uses
    kind: Kind
    module: str = ""
    is_class: bool = False
    is_function: bool = False
    is_import: bool = False
    takes_all: bool = False  # ``from x import *``: nobody can know its names
    changed_parameters: frozenset[int | str] = frozenset()


def pieces_of(reading: Reading) -> list[Piece]:
    """The pieces of all code cells, from top to bottom."""
    sources = {cell.index: cell.source for cell in reading.source.code}
    made = [
        _piece(statement, sources.get(index, ""), is_last=statement is body[-1])
        for index, body in sorted(reading.code.bodies.items())
        for statement in body
    ]
    parameters = reading.source.parameters_cell
    return list(_with_constants(made, parameters.index if parameters else -1))


def _piece(statement: ast.stmt, cell_source: str, *, is_last: bool) -> Piece:
    uses = uses_of(statement, is_last=is_last)
    source = _source_of(statement, cell_source)
    cell, _ = place(statement.lineno)
    if _RUN.match(source) or isinstance(statement, ast.Import | ast.ImportFrom):
        takes_all = "*" in uses.sets
        return Piece(cell, source, uses, Kind.DEFINITION, is_import=True, takes_all=takes_all)
    if _MAGIC.match(source):
        return Piece(cell, source, uses, Kind.SET_UP)
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        changed = frozenset(changed_parameters(statement))
        return Piece(cell, source, uses, Kind.DEFINITION, is_function=True, changed_parameters=changed)
    if isinstance(statement, ast.ClassDef):
        return Piece(cell, source, uses, Kind.DEFINITION, is_class=True)
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        return Piece(cell, source, uses, Kind.DEFINITION, is_function=True)
    module = _set_up(statement)
    return Piece(cell, source, uses, Kind.SET_UP if module else Kind.CODE, module=module)


def _set_up(statement: ast.stmt) -> str:
    """The name that a statement may be a setting of: ``pd.options.x = 1``, ``np.random.seed(0)``."""
    match statement:
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
            return root_of(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) as func, args=args, keywords=keywords)):
            values = [*args, *(each.value for each in keywords)]
            if _SET_UP.fullmatch(name) and all(_is_plain(each) for each in values):
                return root_of(func)
    return ""


def _is_plain(node: ast.expr) -> bool:
    return not any(isinstance(each, ast.Name | ast.Call) for each in ast.walk(node))


def _with_constants(pieces: list[Piece], parameters_cell: int) -> Iterator[Piece]:
    """A name that is set once, to a literal, is as good as a definition; a setting needs a module that is imported."""
    counts = Counter(name for piece in pieces for name in (*piece.uses.sets, *piece.uses.maybe))
    changed = {name for piece in pieces for name in (*piece.uses.changes, *piece.uses.deletes)}
    imported = {name for piece in pieces if piece.is_import for name in piece.uses.sets}
    for piece in pieces:
        names = piece.uses.sets
        if piece.kind is Kind.SET_UP and piece.module and piece.module not in imported:
            yield replace(piece, kind=Kind.CODE, module="")
        elif piece.kind is Kind.SET_UP and piece.module:
            yield replace(piece, uses=_without_changes(piece.uses, imported))
        elif (
            piece.kind is Kind.CODE
            and piece.cell != parameters_cell
            and len(names) == 1
            and not names & changed
            and all(counts[name] == 1 for name in names)
            and not (piece.uses.reads or piece.uses.maybe or piece.uses.calls)
            and _is_literal(piece.source)
        ):
            yield replace(piece, kind=Kind.DEFINITION)
        else:
            yield replace(piece, uses=_without_changes(piece.uses, imported))


def _without_changes(uses: Uses, imported: set[str]) -> Uses:
    """Modules are not handed on, so nobody changes them."""
    return replace(uses, changes=uses.changes - imported)


def _is_literal(source: str) -> bool:
    try:
        (statement,) = ast.parse(source).body
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        ast.literal_eval(value or "not a value")
    except (SyntaxError, ValueError, TypeError):
        return False
    return True


def _source_of(statement: ast.stmt, cell_source: str) -> str:
    """The text of a statement as it stands in its cell, with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)]) % STEP
    last = (statement.end_lineno or statement.lineno) % STEP
    lines = cell_source.split("\n")[first - 1 : last]
    if len(lines) == 1 and ";" in lines[0] and not lines[0].lstrip().startswith("%"):
        return lines[0].encode()[statement.col_offset : statement.end_col_offset].decode("utf-8", "replace")
    return "\n".join(lines).rstrip()
