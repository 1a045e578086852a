"""Notebooks as files: read without the notebook libraries, so that a reader stays light.

Whatever the file holds, a reader gets a document of the right shape or an error: a notebook may come from anywhere.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.regular import open_regular

_NAME = re.compile(r"[^\W\d][\w.]*")  # R has names with dots

LARGEST = 100 * 1024 * 1024  # bytes; reading takes about three times as much memory


def read_notebook(path: Path, opened: Callable[[Path], IO[bytes]] = open_regular) -> dict[str, Any]:
    """The notebook's JSON document. Raises ``NotFoundError``, or ``InvalidInputError`` for what is no notebook or a too
    large one. Cells and outputs are objects then, with objects as metadata and data. ``opened`` opens the file."""
    try:
        document = json.loads(_read(path, opened))
    except FileNotFoundError:
        raise NotFoundError(f"There is no notebook {path.name}.") from None
    except IsADirectoryError:
        raise InvalidInputError.at("notebook", f"{path.name} is a folder, not a notebook.") from None
    except OSError as error:
        raise InvalidInputError.at("notebook", f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInputError.at("notebook", f"{path.name} is not a notebook: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise InvalidInputError.at("notebook", f"{path.name} is not a notebook of format 4: it has no cells.")
    if not (_has_objects(document, "metadata") and all(_is_cell(cell) for cell in document["cells"])):
        raise InvalidInputError.at("notebook", f"{path.name} is not a notebook: its cells or outputs are damaged.")
    return document


def is_parameter_name(name: str, language: str = "") -> bool:
    """Whether ``name`` can be that of a parameter. It becomes code, ``name = value``, so it must not be able to be
    anything else."""
    if language.lower() == "python":
        return name.isidentifier() and not keyword.iskeyword(name)
    return _NAME.fullmatch(name) is not None


def failing_cell(document: dict[str, Any]) -> int | None:
    """The index of the cell that failed by papermill's marks, which a kernel that died leaves too; without marks the
    first one with an error output. A cell whose error was allowed (tag ``raises-exception``) has not failed."""
    for index, cell in enumerate(document["cells"]):
        found = cell.get("metadata", {}).get("papermill")
        marks = found if isinstance(found, dict) else {}
        has_error = any(output.get("output_type") == "error" for output in cell.get("outputs", ()))
        if marks.get("exception") or (has_error and marks.get("status") != "completed"):
            return index
    return None


def _read(path: Path, opened: Callable[[Path], IO[bytes]]) -> bytes:
    with opened(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) <= LARGEST:
        return raw
    raise InvalidInputError.at(
        "notebook",
        f"{path.name} has {path.stat().st_size // 1024**2} MB; notebooks of more than {LARGEST // 1024**2} MB are not "
        "shown. Download it to see it.",
    )


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or not _has_objects(cell, "metadata"):
        return False
    outputs, tags = cell.get("outputs", []), (cell.get("metadata") or {}).get("tags") or []
    if not isinstance(outputs, list) or not isinstance(tags, list):
        return False
    return all(
        isinstance(each, dict) and _has_objects(each, "data") and isinstance(each.get("traceback", []), list)
        for each in outputs
    )


def _has_objects(owner: dict[str, Any], name: str) -> bool:
    return isinstance(owner.get(name, {}), dict)
