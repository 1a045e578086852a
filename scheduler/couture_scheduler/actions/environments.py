"""What a try ran in: the interpreter, its packages, and the limits of the job."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_jupyter.notebook_options import JobEnvironment
from couture_scheduler.actions import find
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.task_files import notebook_path
from couture_scheduler.errors import NotFoundError
from couture_scheduler.files import layout
from couture_scheduler.files.regular import open_regular
from couture_scheduler.store import versions

LARGEST = 8 * 1024 * 1024  # bytes of what is kept of one try


@dataclass(frozen=True, slots=True)
class TryEnvironment:
    """``packages`` are names and versions; ``None``, with the other facts, where nothing was kept: the try has not come
    so far, or no Python ran it. ``wanted`` is what the schedule asked for."""

    try_number: int
    python: str | None
    implementation: str | None
    platform: str | None
    executable: str | None
    packages: dict[str, str] | None
    wanted: JobEnvironment

    @property
    def requirements(self) -> str:
        """The packages as a requirements file, to make the same environment again."""
        head = f"# Python {self.python} ({self.implementation}) on {self.platform}\n"
        return head + "".join(f"{name}=={version}\n" for name, version in (self.packages or {}).items())


@needs("runs:read")
def environment_of(
    ctx: ActionContext, dag_id: str, run_id: str, task_id: str, try_number: int | None = None, *, map_index: int = -1
) -> TryEnvironment:
    """What a try ran in, by default the newest one. ``NotFoundError`` for a task that is no notebook or script."""
    with ctx.store.reading() as tx:
        run = find.run(tx, dag_id, run_id)
        task = find.task(tx, run, task_id, map_index)
        spec = versions.get(tx, run.version_id).spec
    asked = next((each for each in spec.tasks if each.task_id == task_id and each.is_notebook), None)
    if asked is None:
        raise NotFoundError(f"The task {task_id!r} runs no notebook, so no environment was kept.")
    number = try_number or task.try_number
    folder = notebook_path(ctx, dag_id, run_id, task_id, max(1, number), map_index).parent
    kept = read_environment(folder) or {}
    packages = kept.get("packages")
    return TryEnvironment(
        try_number=number,
        **{name: _text(kept.get(name)) for name in ("python", "implementation", "platform", "executable")},
        packages={str(name): str(each) for name, each in packages.items()} if isinstance(packages, dict) else None,
        wanted=JobEnvironment.of(asked.arguments.get("environment")),
    )


def read_environment(folder: Path) -> dict[str, Any] | None:
    """What the try in ``folder`` kept of its environment; ``None`` when that is nothing, or cannot be read."""
    try:
        with open_regular(folder / layout.ENVIRONMENT_NAME) as file:
            found = json.loads(file.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
