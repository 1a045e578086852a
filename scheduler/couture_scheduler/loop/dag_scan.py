"""Keeps the store true to the DAG folder: every changed file is read in a child process and registered.

A file that cannot be read becomes an import error; its DAGs stay as they were. Unchanged files (same content hash as at
the last reading) are not read again, after a restart neither. A module beside the DAG files that
makes no DAG may be imported by them: when one changes, the others are read again and warm parents are replaced.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from watchfiles import watch

from couture_scheduler.config import Settings
from couture_scheduler.errors import SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.store import dag_files, dags, import_errors
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.worker.parse import ParseResult
from couture_scheduler.worker.zygote_client import ZygoteClient

log = logging.getLogger(__name__)

RESCAN_SECONDS = 30.0  # a full look, for file systems that tell nobody of changes
IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})


class DagScan:
    """Watches the DAG folder in a thread. ``tell`` hears of what changed after it is stored."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
        on_stamp: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._folder = settings.dags_folder
        self._store = store
        self._clock = clock
        self._tell = tell
        self._on_stamp = on_stamp
        self._parser = ZygoteClient()
        self._stamp: str | None = None  # not known yet
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dag-scan", daemon=True)

    def start(self) -> None:
        """Scan now and whenever something changes."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a file that is being read is read to its end first."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._settings.parse_timeout + 5)
        self._parser.close()

    def scan(self) -> None:
        """Read what has changed since the last scan."""
        files = {self._name(path): path for path in self._python_files()}
        with self._store.reading() as tx:
            known = dag_files.listing(tx)
        hashes = {name: _hash(path) for name, path in files.items()}
        helpers = {name: hashes[name] for name in files if name in known and not known[name].dag_ids}
        changed = [name for name in files if name not in known or known[name].source_hash != hashes[name]]
        if self._restamp(helpers):
            changed = list(files)
        for name in changed:
            if not self._stop.is_set():
                self._read(name, hashes[name])
        for name in known.keys() - files.keys():
            self._retire(name)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.scan()
                self._wait_for_changes()
            except SchedulerError as error:
                log.warning("The DAG scan could not be stored and is tried again: %s", error)
                self._stop.wait(self._settings.heartbeat)
            except OSError as error:
                log.warning("The DAG folder could not be read and is tried again: %s", error)
                self._stop.wait(self._settings.heartbeat)

    def _wait_for_changes(self) -> None:
        if not self._folder.is_dir():
            self._stop.wait(2.0)
            return
        timeout = int(RESCAN_SECONDS * 1000)
        for _ in watch(
            self._folder,
            stop_event=self._stop,
            rust_timeout=timeout,
            yield_on_timeout=True,
            debounce=400,
            step=50,
            raise_interrupt=False,
        ):
            return

    def _python_files(self) -> Iterable[Path]:
        for path in sorted(self._folder.rglob("*.py")):
            parts = path.relative_to(self._folder).parts
            if path.is_file() and not any(part in IGNORED or part.startswith(".") for part in parts):
                yield path

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _restamp(self, helpers: dict[str, str]) -> bool:
        """Note the content of the modules that make no DAG; whether it is other than at the last scan."""
        text = "".join(f"{name}={digest};" for name, digest in sorted(helpers.items()))
        stamp = f"-{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text else ""
        before, self._stamp = self._stamp, stamp
        self._on_stamp(stamp)
        return before is not None and before != stamp

    def _read(self, name: str, digest: str) -> None:
        path = self._folder / name
        result = self._parser.parse(path, origin=path, dags_folder=self._folder, timeout=self._settings.parse_timeout)
        with self._store.transaction() as tx:
            changes = self._register(tx, name, result) if result.error is None else self._refuse(tx, name, result)
            dag_files.put(tx, self._record(path, name, digest, result))
        self._tell(changes)

    def _refuse(self, tx: Transaction, name: str, result: ParseResult) -> list[Change]:
        problem = result.error
        assert problem is not None
        import_errors.put(tx, name, problem.message, problem.line, problem.traceback, self._clock())
        return [Change("import_error", detail={"file": name})]

    def _register(self, tx: Transaction, name: str, result: ParseResult) -> list[Change]:
        changes = []
        for spec in result.specs:
            done = dags.register(tx, spec, source=result.source, kind="file", file=name, commit=None, now=self._clock())
            changes.append(Change("dag", "created" if done.is_new else "changed", dag_id=spec.dag_id))
        retired = dags.retire_missing(tx, name, {spec.dag_id for spec in result.specs})
        changes += [Change("dag", dag_id=dag_id) for dag_id in retired]
        if import_errors.clear(tx, name):
            changes.append(Change("import_error", "deleted", detail={"file": name}))
        return changes

    def _record(self, path: Path, name: str, digest: str, result: ParseResult) -> DagFileRecord:
        modified, size = _modified_and_size(path)
        return DagFileRecord(
            file=name,
            mtime=modified,
            size=size,
            source_hash=digest,
            parse_seconds=result.seconds,
            parsed_at=self._clock(),
            dag_ids=tuple(spec.dag_id for spec in result.specs),
        )

    def _retire(self, name: str) -> None:
        with self._store.transaction() as tx:
            gone = dags.retire_file(tx, name)
            import_errors.clear(tx, name)
            dag_files.forget(tx, name)
        self._tell([Change("dag", dag_id=dag_id) for dag_id in gone] + [Change("import_error", "deleted")])


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # it went away, or may not be read: parsing says why


def _modified_and_size(path: Path) -> tuple[float, int]:
    try:
        found = path.stat()
    except OSError:
        return 0.0, 0
    return found.st_mtime, found.st_size
