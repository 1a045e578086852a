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

MIME_TYPE = "application/vnd.couture.record+json"
RECORDS_NAME = "records.jsonl"  # in the try's folder: one JSON object a line
VARIABLE = "COUTURE_RECORDS"  # environment variable: the path of that file, for scripts
LONGEST_NAME = 250
LARGEST = 100_000  # characters of one value as JSON


def record(**values: Any) -> None:
    """Record results of this run, each under its name; a later value replaces an earlier one of the same name.

    Raises ``TypeError`` for a value that is not JSON (numbers, texts, lists, dicts; NumPy's numbers are taken too), and
    ``ValueError`` for one that is too large to be compared.
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
        raise TypeError(
            f"{name}={value!r} cannot be recorded: {error}. Record numbers, texts, lists, dicts."
        ) from error
    if len(text) > LARGEST or len(name) > LONGEST_NAME:
        raise ValueError(f"{name} is too large to be recorded: {len(text):,} characters. Write it into a file instead.")
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
    text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in document.items())
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
