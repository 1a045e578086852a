"""Changes of the DAG folder's files at the HTTP edge. Paths are relative to the DAG folder."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from couture_server.dag_files.bodies import Path
from couture_server.http.models import Answer, Body, FilePath, Moment, Query, Several, Text


class Collision(StrEnum):
    """What to do when there is such a file: refuse, replace it, or keep both under two names."""

    REFUSE = "refuse"
    REPLACE = "replace"
    KEEP_BOTH = "keep_both"


class DagFileUploadBody(Body):
    """The bytes of a file, in base64."""

    path: Path
    content: str
    if_exists: Collision = Collision.REFUSE


class DagFileRenameBody(Body):
    """A new path for a file, also in another folder of the DAG folder."""

    path: Path
    new_path: Path


class DagFileDraftBody(Body):
    """A text that is not saved yet, and the hash of the content that it was made from; null: there is no file yet."""

    content: str
    base_hash: str | None


class DagFileDraft(Answer):
    """A text that its person has not saved yet."""

    path: str
    content: str
    base_hash: str | None
    at: Moment


class DagFileDraftAnswer(Answer):
    """The person's own draft of a file; null when there is none."""

    draft: DagFileDraft | None


class DagFileDraftCollection(Answer):
    """The person's own drafts, the newest first."""

    drafts: list[DagFileDraft]
    total_entries: int


class DagFileTemplate(Answer):
    """A DAG file to begin with; `content` holds the DAG id that was asked for."""

    id: str
    title: str
    description: str
    tags: list[str]
    content: str


class DagFileTemplateCollection(Answer):
    """All templates, the simplest first."""

    templates: list[DagFileTemplate]
    total_entries: int


class DagFileTemplateQuery(Query):
    """For which DAG id."""

    dag_id: Annotated[Text, Field(min_length=1, max_length=250)] = "my_dag"


class DagFileDownloadQuery(Query):
    """Which files; several come as an archive."""

    path: Annotated[Several[FilePath], Field(min_length=1, max_length=500)]
