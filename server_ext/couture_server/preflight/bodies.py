"""Checks and side files at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, FilePath, Query


class SideFilesQuery(Query):
    """Which notebook, as a path from the server's root."""

    path: Annotated[FilePath, Field(min_length=1)]


class SideFile(Answer):
    """A file that the notebook needs beside itself: a ``module`` that it imports or runs, ``data`` that it opens by
    name, or a requirements or lock file (``environment``). ``cell`` is the index of the first cell that needs it,
    ``size`` in bytes."""

    path: str
    kind: Literal["module", "data", "environment"]
    cell: int | None
    size: int | None
    exists: bool


class SideFileCollection(Answer):
    """All side files of a notebook."""

    side_files: list[SideFile]
    total_entries: int
