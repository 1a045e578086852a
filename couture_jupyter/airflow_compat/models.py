"""Airflow's tables, as DAG files see them: no task of Couture Jupyter has the metadata database.

A DAG file that names them is read. What has a meaning for a running task is answered through its worker: ``XCom`` is.
The rest fails with a sentence that says what to use instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from couture_jupyter import context, xcom
from couture_jupyter.airflow_compat.values import XCOM_RETURN_KEY
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.runtime import current_task

Function = TypeVar("Function", bound=Callable[..., Any])
_SENTENCE = (
    "A task of Couture Jupyter never has the metadata database ({what}). Ask the REST API instead (couture/api/v2, "
    "with a token), or use XComs, variables and connections."
)


class NoDatabaseError(CoutureError):
    """A task asked for the metadata database."""


class NoDatabase:
    """In place of a session or an engine: may be passed on and is no use. A question to it fails with a sentence."""

    def __call__(self, *args: Any, **kwargs: Any) -> NoDatabase:
        """A session of a session maker."""
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("close", "remove", "commit", "rollback", "flush", "expunge_all"):
            return self._nothing
        return functools.partial(refuse, f"session.{name}")

    def __enter__(self) -> NoDatabase:
        return self

    def __exit__(self, *args: object) -> None:
        """There is nothing to close."""

    def _nothing(self, *args: Any, **kwargs: Any) -> None:
        """There is nothing to end."""


def refuse(what: str, *args: Any, **kwargs: Any) -> NoReturn:
    """Say that there is no database, and what to do."""
    raise NoDatabaseError(_SENTENCE.format(what=what))


@contextmanager
def create_session(scoped: bool = True) -> Iterator[NoDatabase]:
    """A block with a session that refuses questions."""
    yield NoDatabase()


def create_global_lock(*args: Any, **kwargs: Any) -> NoReturn:
    """A lock in the database: refused."""
    refuse("create_global_lock")


def provide_session(function: Function) -> Function:
    """Gives a function the argument ``session``, when it was called without one."""

    @functools.wraps(function)
    def with_session(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **{"session": NoDatabase(), **kwargs})

    return with_session  # type: ignore[return-value]


class Column:
    """A column of a table: DAG files name them and compare them in the questions that they prepare."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Column(f"{self._name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Column:
        return self

    def _compared(self, other: object) -> Any:
        return Column(f"{self._name} compared")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __and__ = __or__ = _compared
    __hash__ = object.__hash__

    def __invert__(self) -> Column:
        return self

    def __repr__(self) -> str:
        return self._name


class Table(type):
    """A table's class: its attributes are columns, and questions to it are refused."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.startswith(("get", "find", "is_", "are_", "set", "clear", "create", "delete", "dags_needing")):
            return functools.partial(refuse, f"{cls.__name__}.{name}")
        return Column(f"{cls.__name__}.{name}")


class Row(metaclass=Table):
    """One row of a table of Airflow's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.update(kwargs)


class _OfRun(Table):
    """``DagRun``: the run that a task sees counts as one."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, context.DagRun)


class DagRun(Row, metaclass=_OfRun):
    """A run. The one that a task belongs to is ``context["dag_run"]``."""

    @staticmethod
    def find(dag_id: Any = None, *args: Any, **kwargs: Any) -> list[Any]:
        """Runs of DAGs, see ``requests.find_runs``; without a DAG, those of the one whose task asks."""
        from couture_jupyter.airflow_compat.requests import find_runs

        return list(find_runs(_task().run.dag_id if dag_id is None else dag_id, *args, **kwargs))


class XCom(Row):
    """What tasks push, read without the pushing task at hand."""

    @staticmethod
    def get_one(
        *,
        task_id: str | None = None,
        key: str | None = XCOM_RETURN_KEY,
        dag_id: str | None = None,
        run_id: str | None = None,
        map_index: int | None = None,
        **rest: Any,
    ) -> Any:
        """The value that one task of a run pushed; ``None`` where there is none. The run is that of the running task,
        or the newest of another DAG."""
        return _task().xcom_pull(task_id, key, dag_id=dag_id, run_id=run_id, map_indexes=map_index)

    get_value = get_one

    @staticmethod
    def set(key: str, value: Any, **rest: Any) -> None:
        """Push a value, as the running task."""
        _task().xcom_push(key, value)

    serialize_value = staticmethod(xcom.encode)
    deserialize_value = staticmethod(xcom.decode)


BaseXCom = XCom


def _task() -> Any:
    task = current_task.get(None)
    if task is None:
        raise RuntimeError("XComs and runs can be read only while a task runs.")
    return task


class DagBag:
    """Airflow's reader of DAG files. A DAG file that asks for other DAGs has to import them from their files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.dags: dict[str, Any] = {}
        self.import_errors: dict[str, str] = {}

    def get_dag(self, dag_id: str, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        refuse("DagBag.get_dag")


class DagTag(Row):
    """A tag of a DAG."""


class Log(Row):
    """A line of the audit log."""


class SlaMiss(Row):
    """A missed SLA."""


class Pool(Row):
    """A pool."""

    DEFAULT_POOL_NAME = "default_pool"


class ParseImportError(Row):
    """What stood in the way of reading a DAG file."""


class TaskFail(Row):
    """A failure of a task."""


class TaskReschedule(Row):
    """A sensor's waiting."""


class RenderedTaskInstanceFields(Row):
    """The rendered templates of a task."""


class SerializedDagModel(Row):
    """A DAG as it is stored."""


class Job(Row):
    """A process of Airflow's."""


class BaseJob(Job):
    """The same, as it was called before."""


class Trigger(Row):
    """A trigger that waits."""


class AssetModel(Row):
    """What Airflow's database knows of an asset."""


class Base(Row):
    """The base of Airflow's tables."""


def clear_task_instances(*args: Any, **kwargs: Any) -> NoReturn:
    """Clearing is done through the REST API or the command line."""
    refuse("clear_task_instances")


class TaskMap(Row):
    """How many instances a mapped task has."""


class DagPickle(Row):
    """A DAG that Airflow 1 pickled."""


class DagCode(Row):
    """The text of a DAG file, as it is stored."""


class DagWarning(Row):
    """A warning about a DAG."""


class User(Row):
    """A person."""


LazyXComAccess = list  # what several tasks pushed comes as a list
all_tables: list[str] = []  # of Airflow's database
