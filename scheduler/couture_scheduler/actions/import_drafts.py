"""What an import finds: for each job elsewhere the schedule it would become, and what of it is lost or in the way."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from couture_scheduler.actions.schedule_form import NotebookScheduleForm

MOST_FILES_LOOKED_AT = 200_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One job. ``source`` names it where it comes from, unlike any other; ``form`` is ``None`` when nothing can be made
    of it, which ``problems`` explain; ``notes`` say what is different from now on. ``existing`` is the schedule that
    was made of it before."""

    source: str
    form: NotebookScheduleForm | None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    existing: str | None = None


@dataclass(slots=True)
class NotebookFinder:
    """Finds notebooks of the workspace by their name alone: some schedulers keep no more."""

    workspace: Path
    home: Path
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _is_filled: bool = False

    def named(self, name: str) -> list[str]:
        """The paths in the workspace of all notebooks with this name."""
        if not self._is_filled:
            self._fill()
        return self._by_name.get(name, [])

    def _fill(self) -> None:
        root, home = self.workspace.resolve(), self.home.resolve()
        for path in itertools.islice(root.rglob("*.ipynb"), MOST_FILES_LOOKED_AT):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if not hidden and not path.is_relative_to(home):
                self._by_name.setdefault(path.name, []).append(path.relative_to(root).as_posix())
        self._is_filled = True
