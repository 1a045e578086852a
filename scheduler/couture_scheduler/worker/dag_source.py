"""The DAG's source, imported at most once in this process and its children."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from couture_scheduler.engine.launch import Launch

IMPORT_TIMEOUT = 120


class DagSource:
    """One version of a DAG file. A source that cannot be imported fails each try that needs it, with its reason."""

    def __init__(self, path: Path, origin: Path, dags_folder: Path) -> None:
        self._path = path
        self._origin = origin
        self._dags_folder = dags_folder
        self._loaded: Any = None
        self.problem: BaseException | None = None

    def load(self) -> None:
        """Import the source; a problem is kept for the tries to report."""
        from couture_jupyter.airflow_compat import install
        from couture_jupyter.runtime import current_task
        from couture_jupyter.secret_sources import NobodyToAsk
        from couture_jupyter.serialization.load import load_dag_file

        install()  # a task may import from airflow while it runs, too
        try:
            with _time_limit(IMPORT_TIMEOUT):
                self._loaded = load_dag_file(self._path, origin=self._origin, dags_folder=self._dags_folder)
        except Exception as error:
            # A file that asks for variables while it is imported is imported in each try's process: that may ask.
            needs_a_try = isinstance(error.__cause__, NobodyToAsk) and current_task.get(None) is None
            self.problem = None if needs_a_try else error

    def operator(self, launch: Launch) -> Any:
        """The live operator of the launch's task. Raises what stood in the way of the import, or ``LookupError``."""
        if self._loaded is None and self.problem is None:
            self.load()
        if self.problem is not None:
            raise self.problem
        if self._loaded is None:
            raise LookupError(f"The file {self._origin.name} asks for a variable or a connection, and nobody answers.")
        dag = self._loaded.dags.get(launch.dag_id)
        if dag is None:
            raise LookupError(f"The file {self._origin.name} does not make a DAG {launch.dag_id!r} any more.")
        return dag.get_task(launch.task_id)


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """An import that hangs would hang every try: give up on it (where there is an alarm signal)."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"Importing the DAG file took longer than {IMPORT_TIMEOUT} seconds.")
