"""Code bricks at the HTTP edge."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from couture_scheduler.actions.code_bricks import Origin
from couture_scheduler.bricks.model import ParameterType, Place
from pydantic import Field

from couture_server.http.models import Answer, Body, Json, Text, Words
from couture_server.http.paging import Page

Line = Annotated[int, Field(ge=1, le=2**31 - 1, description="A line of the source, from 1.")]
Values = Annotated[dict[str, Json], Field(description="Values by the names of parameters; others have their defaults.")]


class BrickParameterAnswer(Answer):
    """A placeholder of a brick: ``${name}`` in its snippet."""

    name: str
    type: ParameterType
    title: str
    description: str
    default: Json
    choices: list[str]
    required: bool


class CodeBrick(Answer):
    """A snippet for DAG files. A shipped one has no owner and no dates."""

    code_brick_id: str
    origin: Origin
    may_edit: bool
    title: str
    description: str
    category: str
    tags: list[str]
    place: Place
    imports: list[str]
    body: str
    parameters: list[BrickParameterAnswer]
    version: int
    owner: str | None
    created_at: datetime | None
    updated_at: datetime | None
    updated_by: str | None


class BrickCount(Answer):
    """How many of the bricks that fit have this category, tag or origin."""

    name: str
    count: int


class CodeBrickCollection(Answer):
    """A page of bricks, and what there is to narrow the list by."""

    code_bricks: list[CodeBrick]
    total_entries: int
    categories: list[BrickCount]
    tags: list[BrickCount]
    origins: list[BrickCount]


class CodeBrickQuery(Page):
    """Which bricks: each word of ``search`` is in the title, a tag, the category, the description or the snippet."""

    search: Text = ""
    category: Text | None = None
    tags: Words = Field(default_factory=list)
    origin: Origin | None = None


class BrickParameterBody(Body):
    """A placeholder. ``choices`` belong to the type ``choice``."""

    name: Text
    type: ParameterType = ParameterType.TEXT
    title: Text = ""
    description: Text = ""
    default: Json = None
    choices: list[Text] = Field(default_factory=list)
    required: bool = True


class BrickContentBody(Body):
    """What a brick is made of."""

    title: Text
    body: Text
    description: Text = ""
    category: Text = ""
    tags: list[Text] = Field(default_factory=list)
    place: Place = Place.CURSOR
    imports: list[Text] = Field(default_factory=list)
    parameters: list[BrickParameterBody] = Field(default_factory=list)


class CodeBrickBody(BrickContentBody):
    """A new brick. A shared one is seen by everybody."""

    is_shared: bool = False


class CodeBrickChange(CodeBrickBody):
    """A brick's next version. ``expected_version`` is the one that was changed: 409 when there is a newer one."""

    expected_version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class CodeBrickVersion(Answer):
    """One version: what it was, who wrote it and when."""

    version: int
    edited_at: datetime
    edited_by: str
    title: str
    description: str
    category: str
    tags: list[str]
    place: Place
    imports: list[str]
    body: str
    parameters: list[BrickParameterAnswer]


class CodeBrickVersions(Answer):
    """All versions, the newest first."""

    versions: list[CodeBrickVersion]


class RenderBody(Body):
    """What to fill in."""

    values: Values = Field(default_factory=dict)


class PreviewBody(Body):
    """A brick that is being written, and what to fill in."""

    brick: BrickContentBody
    values: Values = Field(default_factory=dict)


class RenderedBrick(Answer):
    """Code, and the imports that it needs, one statement each."""

    code: str
    imports: list[str]


class InsertBody(Body):
    """A source, the cursor's line in it, and what to fill in."""

    source: Text
    line: Line = 1
    values: Values = Field(default_factory=dict)


class InsertedBrick(Answer):
    """The new source, the lines of the brick in it (from 1, both included), and what one should know."""

    source: str
    first_line: int
    last_line: int
    notes: list[str]


class DraftBody(Body):
    """The lines that are selected in a source; ``placeholders`` names the proposals that become some."""

    source: Text
    first_line: Line
    last_line: Line
    placeholders: list[Text] = Field(default_factory=list)


class BrickProposal(Answer):
    """What could become a placeholder: how it stands in the selection, and how often."""

    parameter: BrickParameterAnswer
    shown: str
    count: int


class BrickDraft(Answer):
    """A brick to begin with. ``unknown`` are names that nothing in the file explains."""

    body: str
    place: Place
    imports: list[str]
    parameters: list[BrickParameterAnswer]
    proposals: list[BrickProposal]
    unknown: list[str]


class ExportBody(Body):
    """Which bricks; without ids all that people wrote and that one sees."""

    code_brick_ids: list[Text] = Field(default_factory=list)


class BrickFile(Answer):
    """A file of bricks."""

    format: Literal["couture-code-bricks"]
    version: int
    bricks: list[dict[str, Json]]


class BrickImportPreviewBody(Body):
    """A file of bricks, as it was exported."""

    document: Json


class BrickImportEntry(Answer):
    """One brick of the file. ``existing_id`` is one of that title that could be replaced; ``is_same``: it is equal."""

    number: int
    title: str
    category: str
    body: str
    problems: list[str]
    existing_id: str | None
    is_same: bool


class BrickImportPreview(Answer):
    """What is in the file."""

    entries: list[BrickImportEntry]


class BrickImportBody(BrickImportPreviewBody):
    """What to take: the numbers of the bricks, all without them. With ``replace`` those of the same title get another
    version."""

    only: list[int] | None = None
    replace: bool = False
    is_shared: bool = False


class BrickImportResult(Answer):
    """The bricks that were made or changed."""

    code_bricks: list[CodeBrick]
