"""New DAGs from notebooks at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, FilePath, Text


class NewDagBody(Body):
    """What the new DAG is called, and when it runs."""

    dag_id: Text
    schedule: Annotated[Text | None, Field(description="A cron expression or a preset; null: only when asked.")] = None
    description: Text = ""
    tags: Annotated[list[Text], Field(max_length=100)] = []


class ComposeBody(NewDagBody):
    """Which notebooks, and whether one waits for the other."""

    notebooks: Annotated[list[FilePath], Field(max_length=1000)]
    in_order: bool = True


class SplitBody(NewDagBody):
    """Which notebook, and where its parts begin."""

    notebook: FilePath
    by: Literal["headings", "tags"] = "headings"
    level: Annotated[int | None, Field(ge=1, le=6, description="Of the headings; null: the usual one.")] = None
    in_order: Annotated[bool, Field(description="Each part waits for the one before it.")] = False


class SaveSplitBody(SplitBody):
    """The same, to be saved."""

    replace: Annotated[bool, Field(description="Replace the files of an earlier split.")] = False


class NotebookDagTask(Answer):
    """A task of the new DAG."""

    task_id: str
    notebook: str
    upstream: list[str]


class NotebookFlow(Answer):
    """What one part leaves for another."""

    source: str
    target: str
    name: str
    kind: Literal["value", "file", "order"]


class NotebookPart(Answer):
    """A notebook that saving makes."""

    task_id: str
    title: str
    path: str
    cells: list[int]
    takes: dict[str, str] = Field(description="Name -> the task it comes from.")
    leaves: list[str]
    copies: list[str] = Field(description="Source of the definitions that are copied to its top.")


class NotebookDag(Answer):
    """What saving writes, or has written."""

    dag_id: str
    file: str
    content: str
    tasks: list[NotebookDagTask]
    notebooks: list[NotebookPart]
    flows: list[NotebookFlow]
    existing: list[str] = Field(description="Files of an earlier split that saving replaces.")
