"""Runs of DAGs and tasks in this process, for ``dags test``, ``tasks test`` and ``tasks render``: nothing is stored.

The DAG's file is the one that the workspace knows, else any file of the DAG folder that makes the DAG. Variables and
connections are those of the environment, else those of the workspace; the audit log tells which were read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from couture_jupyter.local_task import LocalSecrets
from couture_jupyter.secret_sources import chosen
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.local_run import LocalRun

SUBDIR = click.option(
    "-S",
    "--subdir",
    type=click.Path(exists=True, path_type=Path),
    help="The DAG's file, or a folder to look for it in.  [default: the workspace's DAG folder]",
)


class WorkspaceSecrets(LocalSecrets):
    """Variables and connections of the environment and of the workspace, as far as this person may read them."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, None)
        self._session = session

    def fetch(self, kind: str, name: str) -> dict[str, Any] | None:
        """The fields, or ``None``."""
        found = super().fetch(kind, name)
        if found is not None or not self._session.settings.home.is_dir():
            return found
        try:
            return self._variable(name) if kind == "variable" else chosen(kind, self._revealed(name))
        except NotFoundError:
            return None

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The same, for a DAG file that asks while it is read."""
        return self.fetch(kind, name)

    def _variable(self, key: str) -> dict[str, Any]:
        from couture_scheduler.actions import variables

        return {"value": variables.reveal(self._session.actions, [key])[0].value}

    def _revealed(self, conn_id: str) -> list[dict[str, Any]]:
        from dataclasses import asdict

        from couture_scheduler.actions import connections

        return [asdict(each) for each in connections.reveal(self._session.actions, [conn_id])]


def prepare(
    session: Session,
    dag_id: str,
    subdir: Path | None,
    logical_date: datetime | None,
    conf: dict[str, Any] | None = None,
    mark_success_pattern: str | None = None,
) -> LocalRun:
    """A run of the DAG that has not begun."""
    from couture_jupyter.exceptions import DagError
    from couture_jupyter.local_run import prepared

    secrets = WorkspaceSecrets(session)
    try:
        dag = _load(session, secrets, dag_id, subdir)
        return prepared(dag, logical_date, conf, mark_success_pattern=mark_success_pattern, secrets=secrets)
    except DagError as error:  # of the file, or of parameters
        raise ConflictError(str(error)) from error


@contextmanager
def airflow_is_here() -> Iterator[None]:
    """Tasks may import from ``airflow`` while they run."""
    from couture_jupyter.airflow_compat import airflow_names

    with airflow_names():
        yield


def _load(session: Session, secrets: WorkspaceSecrets, dag_id: str, subdir: Path | None) -> DAG:
    from couture_jupyter.runtime import current_task
    from couture_jupyter.serialization.load import load_dag_file

    token = current_task.set(secrets)  # type: ignore[arg-type]  # all that reading a file asks it for
    try:
        for path in _candidates(session, dag_id, subdir):
            found = load_dag_file(path.resolve(), dags_folder=_folder(session, path, subdir)).dags.get(dag_id)
            if found is not None:
                return found
    finally:
        current_task.reset(token)
    where = subdir or session.settings.dags_folder
    raise NotFoundError(f"No file in {where} makes a DAG {dag_id!r}. Name its file with --subdir FILE.")


def _folder(session: Session, path: Path, subdir: Path | None) -> Path:
    folder = session.settings.dags_folder
    if path.resolve().is_relative_to(folder):
        return folder
    return subdir.resolve() if subdir is not None and subdir.is_dir() else path.resolve().parent


def _candidates(session: Session, dag_id: str, subdir: Path | None) -> Iterator[Path]:
    """The files that may make the DAG, the likeliest first: reading a file runs it."""
    if subdir is not None and subdir.is_file():
        yield subdir
        return
    from couture_scheduler.files.dag_folder import may_hold_dags, python_files

    folder = subdir or session.settings.dags_folder
    known = folder / (_known_file(session, dag_id) or "") if subdir is None else folder
    files = [path for path in python_files(folder) if path == known or may_hold_dags(path)] if folder.is_dir() else []
    yield from sorted(files, key=lambda path: (path != known, dag_id.encode() not in path.read_bytes(), path))


def _known_file(session: Session, dag_id: str) -> str | None:
    from couture_scheduler.actions import dags

    if not session.settings.home.is_dir():
        return None
    try:
        return dags.get(session.actions, dag_id).dag.file
    except NotFoundError:
        return None
