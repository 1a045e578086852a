"""What the schedule form wants to know of a notebook: its kernel and its parameters.

By papermill's rules: the first cell tagged ``parameters`` holds assignments; annotation, value and trailing comment of
each are its type, default and help. Read from the file's JSON and Python's own parser: papermill takes a second and a
half to import, and finds parameters in Python notebooks only.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files.sources import Kind, read_source
from couture_scheduler.files.workspace import inside, relative

_TYPES = ("int", "float", "bool", "str", "list", "dict")
_ALIASES = {"string": "str", "integer": "int", "boolean": "bool", "tuple": "list", "set": "list", "mapping": "dict"}
_DRIVE = re.compile(r"^[A-Za-z][\w-]+:")  # jupyter-collaboration names notebooks "RTC:path"


@dataclass(frozen=True, slots=True)
class NotebookParameter:
    """One parameter. ``type`` is int, float, bool, str, list, dict, or empty when it is not known; ``default`` is its
    source, ``value`` the default as JSON where it is a plain literal. ``nullable``: ``None`` may be given."""

    name: str
    type: str
    default: str
    value: Any
    help: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class NotebookInspection:
    """A notebook as the form sees it; ``path`` is relative to the workspace."""

    path: str
    kernel_name: str | None
    language: str | None
    has_parameters_cell: bool
    parameters: tuple[NotebookParameter, ...]
    code_cells: int
    kind: Kind = Kind.NOTEBOOK


@needs("notebooks:read")
def inspect(ctx: ActionContext, path: str) -> NotebookInspection:
    """Read a notebook of the workspace. ``InvalidInputError`` at ``notebook`` when it is none.

    Who looks at a notebook so is about to run it: the engine is told, and warms a kernel.
    """
    found = inspect_file(ctx, path)
    ctx.tell(Change("notebook", detail={"kernel_name": found.kernel_name}))
    return found


def inspect_file(ctx: ActionContext, path: str) -> NotebookInspection:
    """The same for actions that checked another permission."""
    file = inside(ctx.settings.workspace, without_drive(path), field="notebook")
    if not file.exists():
        raise InvalidInputError.at("notebook", f"There is no notebook {without_drive(path)!r} in the workspace.")
    kind, document = read_source(file)
    metadata = document.get("metadata") or {}
    spec, info = metadata.get("kernelspec") or {}, metadata.get("language_info") or {}
    code = [cell for cell in document["cells"] if cell.get("cell_type") == "code"]
    cell = next((cell for cell in document["cells"] if "parameters" in _tags(cell)), None)
    language = info.get("name") or spec.get("language")
    is_python = str(language or "python").lower() == "python"
    return NotebookInspection(
        path=relative(ctx.settings.workspace, file),
        kernel_name=spec.get("name"),
        language=language,
        has_parameters_cell=cell is not None,
        parameters=tuple(find_parameters(_source(cell))) if cell is not None and is_python else (),
        code_cells=len(code),
        kind=kind,
    )


def typed(ctx: ActionContext, path: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with whole numbers made floats where the notebook declares floats: JSON from a browser cannot tell
    3.0 from 3. A notebook that cannot be read changes nothing; the run will say what is wrong with it."""
    try:
        declared = inspect_file(ctx, path).parameters
    except (InvalidInputError, NotFoundError):
        return parameters
    floats = {each.name for each in declared if each.type == "float"}
    return {
        name: float(value) if name in floats and type(value) is int else value for name, value in parameters.items()
    }


def without_drive(path: str) -> str:
    """A path as the file browser gives it, without a drive prefix such as ``RTC:``."""
    return _DRIVE.sub("", path.strip())


def find_parameters(source: str) -> list[NotebookParameter]:
    """The assignments of plain names at the top level of ``source``; of a name assigned twice the last one."""
    lines = [_without_magic(line) for line in source.splitlines()]
    text = "\n".join(lines)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deeply
        return []
    found: dict[str, NotebookParameter] = {}
    for statement in tree.body:
        target, annotation, value = _assignment(statement)
        if target is not None and value is not None:
            found.pop(target, None)
            found[target] = _parameter(target, annotation, value, text, lines)
    return list(found.values())


def _assignment(statement: ast.stmt) -> tuple[str | None, ast.expr | None, ast.expr | None]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, None, value
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            return name, annotation, value
    return None, None, None


def _parameter(
    name: str, annotation: ast.expr | None, value: ast.expr, text: str, lines: list[str]
) -> NotebookParameter:
    known, literal = _literal(value)
    comment = _comment(lines[(value.end_lineno or value.lineno) - 1], value.end_col_offset or 0)
    declared, help_text = _declared(annotation, comment)
    kind, nullable = _type(declared)
    if not kind and not declared and known and literal is not None:
        kind = _ALIASES.get(type(literal).__name__, type(literal).__name__)
    return NotebookParameter(
        name=name,
        type=kind if kind in _TYPES else "",
        default=ast.get_source_segment(text, value) or "",
        value=_as_json(literal) if known else None,
        help=help_text,
        nullable=nullable or (known and literal is None),
    )


def _literal(value: ast.expr) -> tuple[bool, Any]:
    try:
        return True, ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None


def _as_json(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((_as_json(each) for each in value), key=repr)
    if isinstance(value, dict):
        return {str(key): _as_json(each) for key, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else repr(value)


def _declared(annotation: ast.expr | None, comment: str) -> tuple[str, str]:
    """The declared type and the help text. ``# type: int  how many`` counts as an annotation."""
    match = re.match(r"type:\s*(\S+)\s*(.*)", comment)
    if match:
        return (ast.unparse(annotation) if annotation is not None else match[1]), match[2].strip()
    return (ast.unparse(annotation) if annotation is not None else ""), comment


def _type(declared: str) -> tuple[str, bool]:
    """The base type and whether None may be given: ``Optional[List[int]]`` is a list or None."""
    text = declared.strip("\"' ").replace("typing.", "")
    nullable = False
    if text.startswith("Optional[") and text.endswith("]"):
        text, nullable = text[len("Optional[") : -1], True
    parts = [part.strip() for part in text.split("|")]
    if "None" in parts:
        nullable = True
        parts.remove("None")
    base = re.split(r"[\[(]", parts[0])[0].strip().lower() if len(parts) == 1 else ""
    return _ALIASES.get(base, base), nullable


def _comment(line: str, column: int) -> str:
    """What stands behind ``#`` after a value; ``column`` counts UTF-8 bytes, as ``ast`` does."""
    rest = line.encode()[column:].decode("utf-8", "replace").lstrip(" ;,)")
    return rest[1:].strip() if rest.startswith("#") else ""


def _without_magic(line: str) -> str:
    """IPython's own lines are no Python: they become empty, so that the others keep their place."""
    return "" if line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?") else line


def _tags(cell: dict[str, Any]) -> list[str]:
    return list((cell.get("metadata") or {}).get("tags") or ())


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source") or ""
    return "".join(source) if isinstance(source, list) else str(source)
