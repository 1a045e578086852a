"""Help for the text of a DAG file at the HTTP edge. Lines count from 1, columns from 0, in characters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.dag_files.bodies import Path
from couture_server.http.models import Answer, Body, Text


class CodePlaceBody(Body):
    """A text in the place of a file, and where the cursor is in it."""

    path: Path
    content: str
    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=0)]


class CodeExplanationBody(CodePlaceBody):
    """`name`: explain what the word at the cursor would be, completed to this."""

    name: Text | None = None


class CodeCompletion(Answer):
    """One way in which the word can go on. `kind` is `param`, `function`, `class`, `module`, `keyword` …; `detail` is
    the default of an argument."""

    name: str
    kind: str
    detail: str


class CodeCompletions(Answer):
    """The best first. They take the place of the `prefix` characters before the cursor."""

    completions: list[CodeCompletion]
    prefix: int


class CodeExplanation(Answer):
    """What a name is, and its documentation as plain text."""

    title: str
    text: str


class CodeExplanationAnswer(Answer):
    """Null: there is nothing to explain."""

    explanation: CodeExplanation | None


class CodeSignature(Answer):
    """A call. `current` is the index of the argument that is being written."""

    name: str
    parameters: list[str]
    current: int | None
    text: str


class CodeSignatureAnswer(Answer):
    """Null: the cursor is in no call that is known."""

    signature: CodeSignature | None
