"""How a try ended, on disk before anybody is told."""

from __future__ import annotations

import json
from pathlib import Path

from couture_scheduler.engine.launch import TryOutcome
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.layout import RESULT_NAME
from couture_scheduler.files.regular import NotRegularError, open_regular

LONGEST_ERROR = 10_000  # characters
LONGEST_NAME = 200
LARGEST = 32 * 1024 * 1024  # bytes: an XCom has a million at most
NO_SPACE = 4  # exit status of a worker whose result could not be written


def write_result(folder: Path, outcome: TryOutcome) -> bytes:
    """Write ``result.json``; answers what was written. A long error is shortened: the log has all of it."""
    document = outcome.to_json()
    document["error"] = _shortened(outcome.error, LONGEST_ERROR)
    document["error_name"] = _shortened(outcome.error_name, LONGEST_NAME)
    content = json.dumps(document).encode()
    write_atomically(folder / RESULT_NAME, content)
    return content


def read_result(folder: Path, launch: int) -> TryOutcome | None:
    """The result of the hand-over ``launch`` of the try in ``folder``; ``None`` when there is none (a power cut emptied
    it, the task's own code put something else in its place, or it is that of a hand-over before, which gave its process
    back)."""
    try:
        with open_regular(folder / RESULT_NAME) as file:
            found = TryOutcome.from_json(json.loads(file.read(LARGEST)))
            return found if found.launch == launch else None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, NotRegularError):
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 2]} …"
