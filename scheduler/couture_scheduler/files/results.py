"""How a try ended, on disk before anybody is told."""

from __future__ import annotations

import json
from pathlib import Path

from couture_scheduler.engine.launch import TryOutcome
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.layout import RESULT_NAME

NO_SPACE = 4  # exit status of a worker whose result could not be written


def write_result(folder: Path, outcome: TryOutcome) -> bytes:
    """Write ``result.json``; answers what was written."""
    content = json.dumps(outcome.to_json()).encode()
    write_atomically(folder / RESULT_NAME, content)
    return content


def read_result(folder: Path) -> TryOutcome | None:
    """The result of the try in ``folder``; ``None`` when there is none (or a power cut emptied it)."""
    try:
        return TryOutcome.from_json(json.loads((folder / RESULT_NAME).read_bytes()))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
        return None
