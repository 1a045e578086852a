"""Folders at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Query


class FolderQuery(Query):
    """Which folder."""

    path: FilePath


class FolderNotebooks(Answer):
    """The notebooks right in a folder, and the DAG that running them makes."""

    folder: str
    notebooks: list[str]
    dag_id: str


class RunFolderBody(Body):
    """Which notebooks of which folder to run (null: all), and how many at once."""

    folder: FilePath
    notebooks: Annotated[list[FilePath], Field(max_length=500)] | None = None
    at_once: Annotated[int, Field(ge=1, le=100)] = 2


class FolderRun(Answer):
    """The run that was started."""

    dag_id: str
    dag_run_id: str
