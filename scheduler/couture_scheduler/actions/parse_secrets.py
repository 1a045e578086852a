"""Variables and connections for DAG files that ask for them while they are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.secret_sources import chosen
from couture_scheduler.access import Actor
from couture_scheduler.actions import connections, variables
from couture_scheduler.store import event_logs
from couture_scheduler.store.session import Store


class ParseSecrets:
    """Answers the process that reads a file, and remembers what a file asked for in vain.

    Any DAG file may have any variable and connection, as any task may; the audit log tells that it did.
    """

    def __init__(self, store: Store, home: Path, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._home = home
        self._clock = clock
        self.file = ""
        self._missed: dict[str, set[tuple[str, str]]] = {}

    def begin(self, file: str) -> None:
        """From now on ``file`` is read."""
        self.file = file
        self._missed.pop(file, None)

    def fetch(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of a ``variable`` or a ``connection``, or all ``connections`` with that id; ``None`` when there
        are none."""
        found = self._look_up(kind, name)
        kind = kind.removesuffix("s")
        if found is None:
            self._missed.setdefault(self.file, set()).add((kind, name))
            return None
        self.note(kind, name)
        return found

    def note(self, kind: str, name: str) -> None:
        """Into the audit log: the file has had it."""
        with self._store.transaction() as tx:
            reader = Actor(f"DAG file {self.file}", source="engine")
            event_logs.write(tx, reader, f"fetch_{kind}", None, None, None, {kind: name}, self._clock())

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Refused: a file is read often, and by whoever looks at it."""
        raise RuntimeError(f"The variable {key!r} cannot be changed while a DAG file is read: do it in a task.")

    def come_true(self) -> set[str]:
        """The files that missed something which is there by now."""
        return {file for file, names in self._missed.items() if any(self._look_up(*each) for each in names)}

    def _look_up(self, kind: str, name: str) -> dict[str, Any] | None:
        if kind == "variable":
            value = variables.fetch(self._store, self._home, name)
            return None if value is None else {"value": value}
        found = connections.fetch_all(self._store, self._home, name)
        return chosen(kind, [dataclasses.asdict(each) for each in found])
