"""Notebooks as files: read without the notebook libraries, so that a reader stays light."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from couture_scheduler.errors import InvalidInputError, NotFoundError


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON document. Raises ``NotFoundError``, or ``InvalidInputError`` for what is no notebook."""
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise NotFoundError(f"There is no notebook {path.name}.") from None
    except IsADirectoryError:
        raise InvalidInputError.at("notebook", f"{path.name} is a folder, not a notebook.") from None
    except ValueError as error:
        raise InvalidInputError.at("notebook", f"{path.name} is not a notebook: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise InvalidInputError.at("notebook", f"{path.name} is not a notebook of format 4: it has no cells.")
    return document


def failing_cell(document: dict[str, Any]) -> int | None:
    """The index of the first cell with an error output, or ``None``."""
    for index, cell in enumerate(document["cells"]):
        if any(output.get("output_type") == "error" for output in cell.get("outputs", ())):
            return index
    return None
