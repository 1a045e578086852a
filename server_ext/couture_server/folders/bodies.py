"""Folders at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Query


class FolderQuery(Query):
    """Which folder, and whether those below it count."""

    path: FilePath
    subfolders: bool = False


class FolderNotebooks(Answer):
    """The notebooks of a folder, and the DAG that running them makes. ``outputs`` are executed copies that runs have
    left there: they run only when they are named."""

    folder: str
    notebooks: list[str]
    outputs: list[str]
    dag_id: str


class RunFolderBody(Body):
    """Which notebooks of which folder to run (null: all that are no outputs), and how many at once."""

    folder: FilePath
    notebooks: Annotated[list[FilePath], Field(max_length=500)] | None = None
    subfolders: bool = False
    at_once: Annotated[int, Field(ge=1, le=100)] = 2


class FolderRun(Answer):
    """The run that was started."""

    dag_id: str
    dag_run_id: str
