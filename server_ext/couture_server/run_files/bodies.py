"""The files of runs, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Moment, Query, Text

TreePath = Annotated[Text, Field(max_length=4000)]


class RunFileQuery(Query):
    """Which folder or file: ``<DAG>/<run>/…``; empty is the root."""

    path: TreePath = ""


class RunFileContentQuery(Query):
    """Which file; ``download=1`` asks the browser to save it."""

    path: TreePath
    download: bool = False


class RunFile(Answer):
    """A folder, a notebook or another file."""

    name: str
    path: str
    type: Literal["directory", "notebook", "file"]
    last_modified: Moment | None
    size: int | None
    mimetype: str | None


class RunFileTree(RunFile):
    """The same with what is in it, the newest first where there are many: ``total_entries`` says how many."""

    entries: list[RunFile]
    total_entries: int
