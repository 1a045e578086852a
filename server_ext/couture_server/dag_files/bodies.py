"""Files of the DAG folder at the HTTP edge. Paths are relative to the DAG folder, lines and columns count from 1."""

from __future__ import annotations

from typing import Annotated

from couture_scheduler.actions.dag_file_listing import FileState
from couture_scheduler.preflight.findings import Severity
from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Moment, Query

Path = Annotated[FilePath, Field(min_length=1)]


class DagFileQuery(Query):
    """Which file."""

    path: Path


class DagOfFile(Answer):
    """A DAG that a file makes; `line` is where."""

    dag_id: str
    display_name: str
    line: int | None
    is_paused: bool
    schedule_summary: str


class DagFileError(Answer):
    """Why a file cannot be read."""

    message: str
    line: int | None
    stack_trace: str | None


class DagFile(Answer):
    """A file of the DAG folder. `state` is `read`, `module` (it makes no DAG), `broken`, `unread` (the engine has not
    read it as it is now), `ignored` (an .airflowignore names it) or `rules` (it is an .airflowignore). `hash` is
    of its content. `changed_by` is null when it was changed on the disk."""

    path: str
    state: FileState
    size: int
    hash: str
    changed_at: Moment
    changed_by: str | None
    changed_how: str | None
    is_editable: bool
    parsed_at: Moment | None
    parse_seconds: float | None
    error: DagFileError | None
    dags: list[DagOfFile]


class DagFileCollection(Answer):
    """All files of the DAG folder, by their paths. `folder` is where it lies for people: relative to the workspace, or
    absolute when it lies elsewhere."""

    dag_files: list[DagFile]
    total_entries: int
    folder: str


class DagFileContent(Answer):
    """The text of a file, with `\\n` at the ends of its lines."""

    path: str
    content: str
    hash: str
    size: int
    modified_at: Moment
    encoding: str


class DagFileSaveBody(Body):
    """The text of a file. `expected_hash` is of the content that the person saw; null: there must be no such file."""

    content: str
    expected_hash: str | None


class SavedDagFile(Answer):
    """What the file holds now. `is_read`: the engine knew this content already."""

    path: str
    hash: str
    is_new: bool
    is_read: bool


class DagFileVersionDag(Answer):
    """A version of a DAG."""

    dag_id: str
    version_number: int


class DagFileVersion(Answer):
    """A content that the engine has read in this file: the source of these versions of DAGs."""

    hash: str
    created_at: Moment
    dags: list[DagFileVersionDag]


class DagFileVersionCollection(Answer):
    """The newest first."""

    versions: list[DagFileVersion]
    total_entries: int


class DagFileMoment(Answer):
    """One change of a file. `who` and `event` are null for a content that was found on the disk; `event` is as in the
    audit log. `dags`: the versions of DAGs made of this content: their source can be had. `was`: its path before it was
    renamed."""

    at: Moment
    who: str | None
    event: str | None
    hash: str | None
    dags: list[DagFileVersionDag]
    was: str | None


class DagFileHistory(Answer):
    """The newest first."""

    history: list[DagFileMoment]
    total_entries: int


class DagFileCheckBody(Body):
    """A text to check, and the file whose place it takes; there need not be one."""

    path: Path
    content: str


class DagProblem(Answer):
    """One thing that is wrong. The end is the first character that does not belong to it."""

    severity: Severity
    message: str
    line: int
    column: int
    end_line: int
    end_column: int


class CheckedTask(Answer):
    """A task of a text that was checked; `line` is where it is made, null when that is not in this file."""

    task_id: str
    label: str
    operator: str
    upstream: list[str]
    downstream: list[str]
    edge_labels: dict[str, str]
    task_group: str | None
    is_mapped: bool
    is_notebook: bool
    runs_dag: str | None
    ui_color: str | None
    ui_fgcolor: str | None
    line: int | None


class CheckedGroup(Answer):
    """A task group of a text that was checked."""

    group_id: str
    label: str
    parent: str | None
    tooltip: str
    is_mapped: bool
    ui_color: str | None
    ui_fgcolor: str | None


class CheckedDag(Answer):
    """A DAG that the text would make."""

    dag_id: str
    line: int | None
    description: str | None
    schedule_summary: str
    orientation: str
    tasks: list[CheckedTask]
    task_groups: list[CheckedGroup]


class DagFileCheck(Answer):
    """What is wrong with the text, in the order of the lines, and its DAGs: null when it cannot be read."""

    problems: list[DagProblem]
    dags: list[CheckedDag] | None
    stack_trace: str
