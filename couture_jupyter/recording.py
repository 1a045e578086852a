"""``record(accuracy=0.93)``: results of a notebook or a script, to compare over runs and sweeps.

In a notebook the values become an output of the cell, so they are kept with the executed notebook wherever that goes;
elsewhere they go into a file of the try's folder. The engine takes both into its table when the try has ended.
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

from couture_jupyter.recorded_displays import display_of, plain

MIME_TYPE = "application/vnd.couture.record+json"
RECORDS_NAME = "records.jsonl"  # in the try's folder: one JSON object a line
VARIABLE = "COUTURE_RECORDS"  # environment variable: the path of that file, for scripts
LONGEST_NAME = 250
LARGEST = 100_000  # characters of one value as JSON


def record(**values: Any) -> None:
    """Record results of this run, each under its name; a later value replaces an earlier one of the same name.

    A value is JSON (numbers, texts, lists, dicts; NumPy's numbers are taken too), a plot or an image (kept as PNG or
    JPEG), a data frame (kept as a table), or a display of HTML (kept as its text). Raises ``TypeError`` for any other,
    and ``ValueError`` for one that is too large to be compared.
    """
    document = {name: _checked(name, value) for name, value in values.items()}
    if document and not (_shown(document) or _written(document)):
        sys.stdout.write(json.dumps(document) + "\n")  # outside of a run: somebody tries the script out


def _checked(name: str, value: Any) -> Any:
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        shown = display_of(name, value)
        if shown is None:
            told = f"{name}={value!r} cannot be recorded: {error}."
            raise TypeError(f"{told} Record numbers, texts, lists, dicts, plots, images or data frames.") from error
        value, text = shown, json.dumps(shown)
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The name {name[:50]}… is too long to be recorded: at most {LONGEST_NAME} characters.")
    if len(text) > LARGEST:
        told = f"{name} is too large to be recorded: {len(text):,} characters of at most {LARGEST:,}."
        raise ValueError(f"{told} Record a part of it (such as frame.head(50)), or write it into a file.")
    return value


def _shown(document: dict[str, Any]) -> bool:
    """In a kernel: as an output."""
    try:
        from IPython.core.getipython import get_ipython
        from IPython.display import display
    except ImportError:
        return False
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return False
    text = "\n".join(f"{name} = {json.dumps(plain(value))}" for name, value in document.items())
    display({MIME_TYPE: document, "text/plain": text}, raw=True)  # type: ignore[no-untyped-call]
    return True


def _written(document: dict[str, Any]) -> bool:
    """In a task or a script that Couture runs: into the try's folder."""
    path = os.environ.get(VARIABLE) or _of_task()
    if not path:
        return False
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(document) + "\n")
    return True


def _of_task() -> str | None:
    from couture_jupyter.runtime import current_task

    task = current_task.get(None)
    return None if task is None else str(task.this_try.folder / RECORDS_NAME)
