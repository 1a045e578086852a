"""The rendered template fields of a try while it runs: what its worker left in the try's folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from couture_scheduler.files import layout
from couture_scheduler.files.regular import NotRegularError, open_regular
from couture_scheduler.store.task_instances import TaskInstanceRecord

MOST = 4 * 1024 * 1024  # bytes; what a worker writes is cut to much less


def read_rendered(runs: Path, dag_id: str, run_id: str, task: TaskInstanceRecord) -> dict[str, Any] | None:
    """The fields of the newest try; ``None`` when it has left none (yet). Tasks can write into the folder: what is not
    such a file is none."""
    folder = layout.try_folder(runs, dag_id, run_id, task.task_id, task.map_index, task.try_number)
    try:
        with open_regular(folder / layout.RENDERED_NAME) as file:
            found = json.loads(file.read(MOST))
    except (FileNotFoundError, NotRegularError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
