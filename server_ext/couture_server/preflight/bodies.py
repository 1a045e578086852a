"""Checks and side files at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Json, Query, Text


class CheckBody(Body):
    """Which notebook, as a path from the server's root, and how it will run: its parameters, its kernel (null: its
    own), the requirements file that its environment is made from."""

    path: Annotated[FilePath, Field(min_length=1)]
    parameters: dict[Annotated[str, Field(max_length=250)], Json] = Field(default_factory=dict)
    kernel_name: Annotated[Text, Field(max_length=250)] | None = None
    requirements: FilePath | None = None


class Finding(Answer):
    """One thing to know before the notebook runs. ``cell`` is the index among all its cells (null: the notebook as a
    whole), ``line`` counts from 1; ``message`` says what is wrong, ``advice`` what to do. An ``error`` would make the
    run fail, a ``warning`` may."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    advice: str
    cell: int | None
    line: int | None


class FindingCollection(Answer):
    """All findings, in the order of the cells."""

    findings: list[Finding]
    total_entries: int


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
