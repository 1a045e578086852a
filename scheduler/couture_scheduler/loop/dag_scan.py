"""Keeps the store true to the DAG folder: every changed file is read in a child process and registered.

A file that cannot be read becomes an import error; its DAGs stay as they were. Unchanged files (same content hash as at
the last reading) are not read again, after a restart neither. A module beside the DAG files that
makes no DAG may be imported by them: when one changes, the others are read again and warm parents are replaced.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Mapping, Set
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from os.path import samestat
from pathlib import Path

from watchfiles import Change as Kind
from watchfiles import DefaultFilter
from watchfiles._rust_notify import RustNotify  # public by its documentation, unlike its place

from couture_scheduler.actions.parse_secrets import ParseSecrets
from couture_scheduler.config import Settings
from couture_scheduler.errors import ConflictError, InvalidInputError, SchedulerError
from couture_scheduler.events import Change
from couture_scheduler.files.dag_folder import IGNORED, may_hold_dags, python_files
from couture_scheduler.store import dag_files, dags, import_errors
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.session import Store, Transaction
from couture_scheduler.worker.parse import ParseProblem, ParseResult
from couture_scheduler.worker.secret_channel import open_channel
from couture_scheduler.worker.zygote_client import ZygoteClient

log = logging.getLogger(__name__)

RESCAN_SECONDS = 30.0  # a full look, for file systems that tell nobody of changes
_SOURCES = DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, *IGNORED))


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
        self._secrets = ParseSecrets(store, settings.home, clock)
        self._channel = ExitStack()
        self._is_first = True
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
        self._channel.close()

    def scan(self) -> None:
        """Read what has changed since the last scan."""
        if not self._parser.environment:
            self._parser.environment = self._channel.enter_context(open_channel(self._secrets))
        hashes = {self._name(path): _hash(path) for path in python_files(self._folder)}
        with self._store.reading() as tx:
            known, broken = dag_files.listing(tx), import_errors.files(tx)
        wanted = _to_read(hashes, known, broken) | (self._hopeful(broken) & hashes.keys())
        for name in known.keys() - hashes.keys():  # first: a renamed file takes its DAG ids along
            self._retire(name)
        for name in sorted(wanted):
            if not self._stop.is_set():
                self._read(name, hashes[name])
        self._on_stamp(self._stamp(hashes))

    def _hopeful(self, broken: Set[str]) -> set[str]:
        """Broken files that may be whole now: what they missed has come, or nobody remembers what it was."""
        found = set(broken) if self._is_first else self._secrets.come_true()
        self._is_first = False
        return found

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._scan_and_watch()
            except SchedulerError as error:
                log.warning("The DAG scan could not be stored and is tried again: %s", error)
                self._stop.wait(self._settings.heartbeat)
            except (OSError, RuntimeError) as error:  # the watcher's own errors are the second
                log.warning("The DAG folder could not be read and is tried again: %s", error)
                self._stop.wait(self._settings.heartbeat)

    def _scan_and_watch(self) -> None:
        """Scan whenever something changes, for as long as the folder is the same one. It is watched while it is
        scanned: what changes then is found by the next scan."""
        self.scan()  # before there is a watcher, too: there may never be one
        if not self._folder.is_dir():
            self._stop.wait(2.0)
            return
        folder = self._folder.stat()
        with RustNotify([str(self._folder)], False, False, 0, True, False) as watcher:
            while not self._stop.is_set() and self._folder.is_dir() and samestat(folder, self._folder.stat()):
                self.scan()
                while _is_noise(watcher.watch(400, 50, int(RESCAN_SECONDS * 1000), self._stop)):
                    pass

    def _name(self, path: Path) -> str:
        """How the file is stored. A name that is not UTF-8 cannot be: it leads nowhere, which is told as an error."""
        return os.fsencode(path.relative_to(self._folder).as_posix()).decode("utf-8", "replace")

    def _stamp(self, hashes: dict[str, str]) -> str:
        """Stands for the content of the modules that DAG files may import; empty when there are none."""
        with self._store.reading() as tx:
            helpers = _helpers(dag_files.listing(tx), import_errors.files(tx))
        text = "".join(f"{name}={hashes.get(name)};" for name in sorted(helpers))
        return f"-{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text else ""

    def _read(self, name: str, digest: str) -> None:
        path = self._folder / name
        self._secrets.begin(name)
        if may_hold_dags(path):
            timeout = self._settings.parse_timeout
            result = self._parser.parse(path, origin=path, dags_folder=self._folder, timeout=timeout)
        else:
            result = ParseResult((), None, 0.0, "")
        try:
            self._keep(name, digest, result)
        except ConflictError as error:  # a DAG id that belongs to another file, or to a notebook schedule
            self._keep(name, digest, replace(result, specs=(), error=ParseProblem(str(error))))
        except (InvalidInputError, UnicodeEncodeError) as error:
            problem = ParseProblem(f"The file holds a value that the database cannot hold: {error}")
            self._keep(name, digest, replace(result, specs=(), error=problem))

    def _keep(self, name: str, digest: str, result: ParseResult) -> None:
        with self._store.transaction() as tx:
            changes = self._refuse(tx, name, result.error) if result.error else self._register(tx, name, result)
            dag_files.put(tx, self._record(self._folder / name, name, digest, result))
        self._tell([*changes, Change("dag_file", detail={"file": name, "hash": digest})])

    def _refuse(self, tx: Transaction, name: str, problem: ParseProblem) -> list[Change]:
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
        about_dags = [Change("dag", dag_id=dag_id) for dag_id in gone]
        self._tell(
            [*about_dags, Change("import_error", "deleted"), Change("dag_file", "deleted", detail={"file": name})]
        )


def _is_noise(found: set[tuple[int, str]] | str) -> bool:
    """Whether all that changed are files that no DAG is made of, such as compiled ones."""
    return isinstance(found, set) and not any(_SOURCES(Kind(kind), path) for kind, path in found)


def _helpers(known: Mapping[str, DagFileRecord], broken: Set[str]) -> set[str]:
    """Modules beside the DAG files: read without an error, and no DAG in them."""
    return {name for name, record in known.items() if not record.dag_ids and name not in broken}


def _to_read(hashes: Mapping[str, str], known: Mapping[str, DagFileRecord], broken: Set[str]) -> set[str]:
    """New and changed files; all when a module that they may import changed; broken ones when a file came that may be
    what they miss."""
    changed = {name for name, digest in hashes.items() if name not in known or known[name].source_hash != digest}
    gone = known.keys() - hashes.keys()
    if _helpers(known, broken) & (changed | gone):
        return set(hashes)
    if changed - known.keys():
        return changed | (broken & hashes.keys())
    return changed


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
