"""Parameters that are set in the kernel and written nowhere: the notebook only tells that there are such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papermill.translators import papermill_translators, translate_parameters

INJECTED = "injected-parameters"  # papermill's tag


def hidden_code(values: dict[str, Any], kernel_name: str, language: str) -> str:
    """The code that sets them."""
    return str(translate_parameters(kernel_name, language, values, "Parameters"))


def tell_of_hidden(notebook: Any, names: Iterable[str], kernel_name: str, language: str) -> None:
    """Say in the injected cell which parameters were set out of sight."""
    translator = papermill_translators.find_translator(kernel_name, language)
    cell = next(cell for cell in notebook.cells if is_injected(cell))
    lines = [translator.comment(f"{name} = ***  (secret: set in the kernel, written nowhere)") for name in names]
    cell["source"] = "\n".join([cell["source"].rstrip("\n"), *lines, ""])


def is_injected(cell: Any) -> bool:
    """Whether this is the cell with the run's parameters."""
    return INJECTED in cell.get("metadata", {}).get("tags", [])
