"""Read a DAG file: import its source and collect the DAGs it makes. Runs other people's code: use a child process."""

from __future__ import annotations

import hashlib
import linecache
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from couture_jupyter import authoring
from couture_jupyter.airflow_compat import airflow_is_installed, airflow_names, places
from couture_jupyter.airflow_compat.installing import how_to_install
from couture_jupyter.airflow_compat.stand_ins import is_reading
from couture_jupyter.dags import DAG
from couture_jupyter.exceptions import CoutureError, DagError
from couture_jupyter.secret_sources import ConnectionMissing, VariableMissing

_OURS = str(Path(__file__).parent.parent)
MODULE_PREFIX = "couture_dag_file_"  # of the names of modules that are DAG files


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The DAGs of one file by their ids, and the module that made them."""

    dags: dict[str, DAG]
    module: ModuleType = field(repr=False)


class DagFileError(DagError):
    """A DAG file could not be read.

    Args:
        message: what happened, in one sentence.
        line: the line of that file, counted from 1; ``None`` when it is not known.
        traceback_text: the traceback, without our own frames.
    """

    def __init__(self, message: str, line: int | None = None, traceback_text: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.traceback_text = traceback_text


def load_dag_file(path: Path, *, origin: Path | None = None, dags_folder: Path | None = None) -> LoadedFile:
    """Import the source at ``path`` as if it were the file ``origin``.

    While it runs and afterwards, the folder of ``origin`` and ``dags_folder`` with its plugins are on the import path.
    While it runs ``airflow`` means us, unless Airflow itself is installed.

    Raises:
        DagFileError: whatever went wrong: unreadable file, wrong syntax, any exception, ``sys.exit()``.
    """
    origin = origin or path
    source = _read(path, origin)
    _prepare(origin, dags_folder, source)
    module = ModuleType(_module_name(origin))
    module.__file__ = str(origin)
    sys.modules[module.__name__] = module
    authoring.begin_file(str(origin))
    reading = is_reading.set(True)
    try:
        with airflow_names():
            exec(compile(source, str(origin), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - its purpose
    except (Exception, SystemExit) as error:
        del sys.modules[module.__name__]
        raise _problem(error, origin) from error
    finally:
        is_reading.reset(reading)
    found = _collect(module)
    _refuse_airflows_own(module, found)
    return LoadedFile(found, module)


def _read(path: Path, origin: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DagFileError(f"{origin} cannot be read: {error.strerror}.") from error


def _prepare(origin: Path, dags_folder: Path | None, source: bytes) -> None:
    for folder in (dags_folder, origin.parent):
        if folder is not None and str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    places.enter(dags_folder or origin.parent)
    # Tracebacks show the source that really runs, not what the file holds by then.
    lines = source.decode("utf-8", errors="replace").splitlines(keepends=True)
    linecache.cache[str(origin)] = (len(source), None, lines, str(origin))


def _module_name(origin: Path) -> str:
    digest = hashlib.sha256(str(origin).encode()).hexdigest()[:12]
    return f"{MODULE_PREFIX}{digest}_{origin.stem}"


def _collect(module: ModuleType) -> dict[str, DAG]:
    """DAGs with a global name, then those that a ``with`` block registered, each once."""
    found: dict[str, DAG] = {}
    registered = [dag for dag in authoring.registered_dags() if dag.auto_register]
    for dag in [*(each for each in vars(module).values() if isinstance(each, DAG)), *registered]:
        if "parent_dag" in dag.__dict__:  # a SubDagOperator has taken it in
            continue
        if found.setdefault(dag.dag_id, dag) is not dag:
            raise DagFileError(f'This file makes two DAGs with the id "{dag.dag_id}".', dag.line)
        _check(dag)
    return dict(sorted(found.items(), key=lambda item: item[1].line or 0))


def _refuse_airflows_own(module: ModuleType, found: dict[str, DAG]) -> None:
    """Airflow's own DAGs are none of ours: where Airflow is installed it is left alone, and the author is told."""
    theirs = [each for each in vars(module).values() if type(each).__module__.startswith("airflow.")]
    if not found and airflow_is_installed() and any(hasattr(each, "dag_id") for each in theirs):
        raise DagFileError(
            "Airflow itself is installed here, so this file makes Airflow's DAGs and none of Couture Jupyter. Use an "
            "environment without apache-airflow, or import from couture_jupyter."
        )


def _check(dag: DAG) -> None:
    try:
        dag.check()
    except DagError as error:
        raise DagFileError(str(error), dag.line) from error


def _problem(error: BaseException, origin: Path) -> DagFileError:
    return DagFileError(_sentence(error), find_line(error, origin), _shown_traceback(error))


def _sentence(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "The file ended the interpreter (sys.exit) while it was read."
    if isinstance(error, CoutureError | VariableMissing | ConnectionMissing):
        return str(error)
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    if isinstance(error, ImportError):
        said += how_to_install(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def find_line(error: BaseException, origin: Path) -> int | None:
    """The line of ``origin`` where ``error`` came from: the innermost frame in that file."""
    if isinstance(error, SyntaxError) and error.filename == str(origin):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(origin)]
    return lines[-1] if lines else None


def _shown_traceback(error: BaseException) -> str:
    """The traceback without our own frames: they say nothing to the author."""
    shown = traceback.TracebackException.from_exception(error)
    _drop_our_frames(shown)
    return "".join(shown.format())


def _drop_our_frames(shown: traceback.TracebackException) -> None:
    kept = [frame for frame in shown.stack if not frame.filename.startswith(_OURS)]
    shown.stack = traceback.StackSummary.from_list(kept)
    for name in ("__cause__", "__context__"):
        earlier = getattr(shown, name)
        if earlier is not None:
            _drop_our_frames(earlier)
            setattr(shown, name, earlier if earlier.stack else None)
