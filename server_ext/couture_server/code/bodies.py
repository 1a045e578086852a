"""Which code ran, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, FilePath, Query


class CodeQuery(Query):
    """The code of which try; of the newest when it is not named."""

    try_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


Today = Literal["same", "changed", "gone"]


class PackedFile(Answer):
    """A file that a snapshot holds beside the notebook, and what became of it in the workspace since."""

    path: str
    today: Today


class CodeFacts(Answer):
    """Which code a try ran: the file ``path`` with this content ``hash``; ``commit`` is that of its Git repository, and
    ``dirty`` says that the file differed from it. ``today`` compares with the file in the workspace, as it does for the
    ``side_files`` of a snapshot."""

    try_number: int
    kind: Literal["file", "snapshot", "git"]
    path: str
    hash: str
    ref: str | None
    commit: str | None
    dirty: bool | None
    snapshot: str | None
    today: Today
    side_files: list[PackedFile]


class CodeDifference(Answer):
    """From what ran to what the files hold now, as a diff of the sources, of notebooks cell by cell; ``cut``: it was
    longer."""

    code: CodeFacts
    diff: str
    cut: bool


class GitRefQuery(Query):
    """The branches and tags for which notebook, a path in the workspace."""

    path: Annotated[FilePath, Field(min_length=1)]


class GitRef(Answer):
    """A branch or tag."""

    kind: Literal["branch", "tag"]
    name: str


class GitRefCollection(Answer):
    """What can be chosen, the newest first. ``because`` says why there is nothing to choose; ``dirty``: the file has
    changes that are not committed."""

    head: str | None
    refs: list[GitRef]
    because: str | None
    dirty: bool
