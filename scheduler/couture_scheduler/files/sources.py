"""What can be run: notebooks, notebooks written as text (jupytext), and scripts. Told apart by name and content.

A ``.py`` or ``.R`` file is a notebook when it has jupytext's header or cells that begin with ``# %%``; a ``.md`` file
when its header names jupytext or a kernel. Every other ``.py``, ``.R`` and ``.sh`` file is a script.

Paths are without links, as ``inside`` gives them: what has become one since is not followed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.files.regular import open_resolved

LANGUAGES = {".py": "python", ".r": "R", ".sh": "bash", ".md": "python"}
KERNELS = {".py": "python3", ".r": "ir", ".md": "python3"}
SUFFIXES = (".ipynb", *LANGUAGES)
LARGEST = 10 * 1024 * 1024  # bytes of a text
_HEADER = re.compile(r"\A\s*(?:#!.*\n)?(?:#\s*-\*-.*\n)?(?:#\s?)?---\s*\n(.*?)^(?:#\s?)?---", re.DOTALL | re.MULTILINE)
_TOLD = re.compile(r"^(?:#\s?)?\s*(?:jupyter|jupytext|kernelspec):", re.MULTILINE)
_PERCENT = re.compile(r"^# ?%%", re.MULTILINE)


class Kind(StrEnum):
    """How a file is run."""

    NOTEBOOK = "notebook"
    TEXT_NOTEBOOK = "text_notebook"
    SCRIPT = "script"


def kind_of(path: Path) -> Kind:
    """How this file is run. Raises ``InvalidInputError`` at ``notebook`` for what cannot be."""
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        return Kind.NOTEBOOK
    if suffix not in LANGUAGES:
        raise InvalidInputError.at(
            "notebook", f"{path.name} is no notebook and no script: its name does not end in {', '.join(SUFFIXES)}."
        )
    if suffix == ".sh":
        return Kind.SCRIPT
    text = read_text(path)
    header = _HEADER.match(text)
    if (header and _TOLD.search(header[1])) or (suffix != ".md" and _PERCENT.search(text)):
        return Kind.TEXT_NOTEBOOK
    if suffix == ".md":
        raise InvalidInputError.at(
            "notebook", f"{path.name} is no notebook: its header names no kernel and no jupytext format."
        )
    return Kind.SCRIPT


def read_source(path: Path) -> tuple[Kind, dict[str, Any]]:
    """The kind of the file, and its document in a notebook's form; a script has no cells."""
    kind = kind_of(path)
    if kind is Kind.NOTEBOOK:
        return kind, read_notebook(path, open_resolved)
    if kind is Kind.TEXT_NOTEBOOK:
        return kind, read_text_notebook(path)
    return kind, {"cells": [], "metadata": {"language_info": {"name": LANGUAGES[path.suffix.lower()]}}}


def read_text_notebook(path: Path) -> dict[str, Any]:
    """A notebook written as text, as a notebook's document with the kernel it names, or its language's usual one."""
    try:
        import jupytext  # type: ignore[import-untyped]
    except ImportError:
        raise InvalidInputError.at(
            "notebook",
            f"{path.name} is a notebook written as text, for which jupytext is needed. Install it: "
            "pip install 'couture-jupyter[jupytext]'",
        ) from None
    try:
        document: dict[str, Any] = jupytext.reads(read_text(path), fmt=path.suffix.removeprefix("."))
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError.at("notebook", f"{path.name} cannot be read by jupytext: {error}") from error
    suffix = path.suffix.lower()
    spec = document["metadata"].setdefault("kernelspec", {"name": KERNELS[suffix]})
    spec.setdefault("display_name", spec.get("name", ""))
    spec.setdefault("language", LANGUAGES[suffix])
    return document


def read_text(path: Path) -> str:
    """A file's text. Raises ``NotFoundError``, or ``InvalidInputError`` for what cannot be read or is too large."""
    try:
        with open_resolved(path) as file:
            raw = bytes(file.read(LARGEST + 1))
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path.name}.") from None
    except IsADirectoryError:
        raise InvalidInputError.at("notebook", f"{path.name} is a folder.") from None
    except OSError as error:
        raise InvalidInputError.at("notebook", f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(raw) > LARGEST:
        raise InvalidInputError.at("notebook", f"{path.name} has more than {LARGEST // 1024**2} MB.")
    return raw.decode("utf-8", "replace")
