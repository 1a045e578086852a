"""A duty: what ended tries left in files goes into tables. Ticks do not wait for it.

Each taker has a part in reading (outside of any transaction) and one in writing. Taking the same try twice must change
nothing: after a crash the newest tries are looked at again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from couture_jupyter.states import FINISHED_TASK_STATES
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files import layout
from couture_scheduler.files.cells import CellRun, read_journal
from couture_scheduler.files.records import read_records
from couture_scheduler.store import cell_runs, dag_runs, recorded_values, task_instances
from couture_scheduler.store.session import Store, Transaction

log = logging.getLogger(__name__)

GATHER = 0.5  # seconds: many tries that end together are written together
AT_ONCE = 100
LOOK_BACK = 500  # task instances
NOTHING_TO_DO = 3600.0  # seconds
_OVER = frozenset(state.value for state in FINISHED_TASK_STATES) | {"up_for_retry"}


class TryName(NamedTuple):
    """Which try."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    try_number: int


class Taker(NamedTuple):
    """``read`` answers what there is in a try's folder (something false: nothing); ``write`` stores it for a task
    instance and a try; ``is_told``: pages that show the run are told, which costs the loop a look at it."""

    read: Callable[[Path], Any]
    write: Callable[[Transaction, int, int, Any], None]
    is_told: bool = False


def read_cells(folder: Path) -> tuple[CellRun, ...]:
    """What the cells took."""
    return read_journal(folder).runs


TAKERS: tuple[Taker, ...] = (Taker(read_cells, cell_runs.put), Taker(read_records, recorded_values.put, is_told=True))


class EndedTries:
    """Follows the ends of tries."""

    name = "ended-tries"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        tell: Callable[[list[Change]], None] = lambda changes: None,
        gather: float = GATHER,
    ) -> None:
        self._gather = gather
        self._runs = settings.runs_folder
        self._store = store
        self._tell = tell
        self._waiting: dict[TryName, None] = {}  # in the order in which they ended
        self._due = 0.0

    def catch_up(self) -> None:
        """The newest tries: an engine may have ended between their end and ours."""
        with self._store.reading() as tx:
            found = cell_runs.newest_tries(tx, LOOK_BACK)
        self._waiting.update(dict.fromkeys(TryName(*each) for each in found))

    def hear(self, changes: list[Change]) -> None:
        """Remember the tries that ended."""
        for change in changes:
            if change.subject == "task_instance" and change.state in _OVER and change.try_number:
                name = TryName(
                    change.dag_id or "",
                    change.run_id or "",
                    change.task_id or "",
                    -1 if change.map_index is None else change.map_index,
                    change.try_number,
                )
                self._due = self._due if self._waiting else time.monotonic() + self._gather
                self._waiting[name] = None

    def turn(self) -> float:
        """Take what is waiting, if it has waited long enough."""
        if not self._waiting:
            return NOTHING_TO_DO
        if (wait := self._due - time.monotonic()) > 0:
            return wait
        batch = list(self._waiting)[:AT_ONCE]
        left = {name: found for name in batch if (found := self._read(name))}
        if left:
            self._write(left)
            told = {name[:2]: None for name, found in left.items() if any(taker.is_told for taker, _ in found)}
            self._tell([Change("dag_run", dag_id=dag_id, run_id=run_id) for dag_id, run_id in told])
        for name in batch:
            del self._waiting[name]
        return 0.0 if self._waiting else NOTHING_TO_DO

    def _read(self, name: TryName) -> list[tuple[Taker, Any]]:
        folder = layout.try_folder(self._runs, *name)
        return [(taker, found) for taker in TAKERS if (found := taker.read(folder))]

    def _write(self, left: dict[TryName, list[tuple[Taker, Any]]]) -> None:
        try:
            self._write_together(left)
        except (ConflictError, InvalidInputError):
            for name, found in left.items():  # one of them cannot be stored: the others can
                try:
                    self._write_together({name: found})
                except (ConflictError, InvalidInputError) as error:
                    log.warning("What try %d of %s in %s left is not kept: %s", name.try_number, *name[1:3], error)

    def _write_together(self, left: dict[TryName, list[tuple[Taker, Any]]]) -> None:
        with self._store.transaction() as tx:
            for name, found in left.items():
                run = dag_runs.get(tx, name.dag_id, name.run_id)
                task = run and task_instances.get(tx, run.id, name.task_id, name.map_index)
                if task:  # else the run was deleted meanwhile
                    for taker, document in found:
                        taker.write(tx, task.id, name.try_number, document)
