"""The notebook before and after its run, by papermill's rules: parameters, metadata, the marks of an error."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbformat.v4 import new_markdown_cell
from papermill.execute import (
    ERROR_ANCHOR_MSG,
    ERROR_MARKER_TAG,
    ERROR_MESSAGE_TEMPLATE,
    prepare_notebook_metadata,
    remove_error_markers,
)
from papermill.inspection import _infer_parameters
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from couture_jupyter.exceptions import TaskFailed
from couture_scheduler.files.notebooks import is_parameter_name
from couture_scheduler.kernels.hidden_values import tell_of_hidden
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL, find_spec

log = logging.getLogger("couture.notebook")
RAN_MARK = "couture"  # key in a cell's metadata: in which try and kernel of a resumed run it ran


def prepare(
    source: Path, target: Path, parameters: dict[str, Any], kernel_name: str | None, hidden: Sequence[str] = ()
) -> tuple[Any, str]:
    """The notebook with its parameters injected, and the name of the kernel to run it on.

    papermill's rules: the injected cell follows the cell tagged ``parameters``, or stands at the top when there is
    none; an earlier injected cell is replaced. It tells of the ``hidden`` ones too, without their values.
    Raises ``TaskFailed`` for a name that would be more than a name.
    """
    notebook = load_notebook_node(str(source))
    for part in (notebook, *notebook.cells):  # it may have been made from a notebook that ran
        part.metadata.pop(RAN_MARK, None)
    name = kernel_name or notebook.metadata.get("kernelspec", {}).get("name") or DEFAULT_KERNEL
    if parameters or hidden:
        language = language_of(notebook, name)
        _refuse_code([*parameters, *hidden], language)
        _warn_of_unknown(notebook, [*parameters, *hidden], name, language)
        notebook = parameterize_notebook(notebook, parameters, kernel_name=name, language=language)
        tell_of_hidden(notebook, hidden, name, language)
    notebook = prepare_notebook_metadata(notebook, str(source), str(target))
    return remove_error_markers(notebook), name


def _refuse_code(parameters: Sequence[str], language: str) -> None:
    """papermill writes names into the injected cell as they are."""
    for name in parameters:
        if not is_parameter_name(str(name), language):
            raise TaskFailed(f"{name!r} cannot be the name of a parameter of a {language} notebook.")


def mark_error(notebook: Any, cell_index: int) -> int:
    """papermill's error cells: a note on top and an anchor before the failing cell. The failing cell's new index."""
    count = notebook.cells[cell_index].get("execution_count")
    for index, text in ((cell_index, ERROR_ANCHOR_MSG), (0, ERROR_MESSAGE_TEMPLATE % str(count))):
        cell = new_markdown_cell(text)  # type: ignore[no-untyped-call]
        cell.metadata["tags"] = [ERROR_MARKER_TAG]
        notebook.cells.insert(index, cell)
    return cell_index + 2


def language_of(notebook: Any, kernel_name: str) -> str:
    """The language that the notebook's code is written in."""
    metadata = notebook.metadata
    return str(
        metadata.get("language_info", {}).get("name")
        or metadata.get("kernelspec", {}).get("language")
        or find_spec(kernel_name).language
    )


def _warn_of_unknown(notebook: Any, parameters: Sequence[str], kernel_name: str, language: str) -> None:
    known = {each.name for each in _infer_parameters(notebook, name=kernel_name, language=language)}
    for name in parameters:
        if known and name not in known:
            log.warning("The notebook's parameters cell has no parameter %r.", name)
