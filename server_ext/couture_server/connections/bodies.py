"""Connections at the HTTP edge, in the shape of Airflow's API."""

from __future__ import annotations

from typing import Annotated, Literal

from couture_scheduler.actions.variable_imports import Existing, Found
from pydantic import Field

from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Patch, Query, Text
from couture_server.http.paging import SortedPage

Id = Annotated[Text, Field(min_length=1, max_length=250)]
Long = Annotated[Text, Field(max_length=100_000)]
NumberOfOne = Annotated[int, Field(ge=1, le=2**31 - 1)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Connection(Answer):
    """A connection; its password, and what stands under sensitive names of its extra, is ``***``. ``number`` tells
    those apart that have one id."""

    connection_id: str
    number: int
    conn_type: str
    description: str | None
    host: str | None
    login: str | None
    schema_: Annotated[str | None, Field(serialization_alias="schema")]
    port: int | None
    password: str | None
    extra: str | None
    updated_at: Moment | None
    updated_by: str


class ConnectionCollection(Answer):
    """A page of connections."""

    connections: list[Connection]
    total_entries: int


class ConnectionBody(Body):
    """A new connection. ``extra`` is a JSON object as text. When the id is taken, that is refused, unless it is to be
    ``another`` one with that id: tasks get one of them at random."""

    connection_id: Id
    conn_type: Id
    description: Long | None = None
    host: Long | None = None
    login: Long | None = None
    schema_: Annotated[Long | None, Field(alias="schema")] = None
    port: Port | None = None
    password: Long | None = None
    extra: Long | None = None
    another: bool = False


class ConnectionTestBody(ConnectionBody):
    """A connection to try; a secret given as ``***`` is that of the stored one with this ``number``."""

    number: NumberOfOne = 1


class ConnectionTest(Answer):
    """Whether a connection works, and a sentence."""

    status: bool
    message: str


class ConnectionExtraField(Answer):
    """A value in the extra that a type's form asks for; ``kind`` is `text`, `secret`, `number` or `switch`."""

    name: str
    label: str
    kind: Literal["text", "secret", "number", "switch"]
    description: str | None


class ConnectionType(Answer):
    """A type of connections that an installed provider brings, and how its form differs from the one that all have."""

    conn_type: str
    label: str
    package: str
    hidden_fields: list[str]
    labels: dict[str, str]
    placeholders: dict[str, str]
    extra_fields: list[ConnectionExtraField]


class ConnectionTypeCollection(Answer):
    """The types, and whether connections may be tried out here (the setting `test_connection`)."""

    connection_types: list[ConnectionType]
    total_entries: int
    may_test: bool


class ConnectionImportBody(Body):
    """The connections of a file: fields, or a URI, or a list of several, by their ids. `***` leaves a secret that is
    stored."""

    connections: Annotated[dict[str, Json], Field(max_length=10_000)]
    action_on_existing_key: Existing = Existing.OVERWRITE


class ImportedConnections(Answer):
    """What importing an id would do."""

    connection_id: str
    found: Found
    count: int
    conn_types: str
    note: str | None
    problem: str | None


class ConnectionImportPreview(Answer):
    """What importing a file would do, in its order."""

    connections: list[ImportedConnections]


class ConnectionImport(Answer):
    """The ids that were set, and those that were left as they are."""

    done: list[str]
    skipped: list[str]


class ConnectionTestRequest(ConnectionBody):
    """A connection to try while nobody waits, and to keep if it works. What only Airflow knows stays empty."""

    commit_on_success: bool = False
    executor: None = None
    queue: None = None
    team_name: None = None


class QueuedConnectionTest(Answer):
    """The token with which the answer is fetched."""

    token: str
    connection_id: str
    state: str


class ConnectionTestState(Answer):
    """How it stands: ``queued``, ``running``, ``success`` or ``failed``, and a sentence in the end."""

    token: str
    connection_id: str
    state: str
    result_message: str | None
    created_at: Moment


class ConnectionPatch(Patch):
    """What to change; what is not named stays, and so does a secret that is sent back as ``***``. With
    ``unchanged_since`` it is refused when somebody changed the connection after that."""

    OPTIONS = frozenset({"unchanged_since"})

    connection_id: Id | None = None
    conn_type: Id | None = None
    description: Long | None = None
    host: Long | None = None
    login: Long | None = None
    schema_: Annotated[Long | None, Field(alias="schema")] = None
    port: Port | None = None
    password: Long | None = None
    extra: Long | None = None
    unchanged_since: GivenMoment | None = None


class ConnectionNumber(Query):
    """Which of several connections with one id; without a number the first."""

    number: NumberOfOne | None = None


class ConnectionDeletion(ConnectionNumber):
    """Which of several connections with one id: the one with the number, or ``all``."""

    all: bool = False


class ConnectionQuery(SortedPage):
    """Which connections; ``order_by`` is ``connection_id`` or ``-connection_id``."""

    connection_id_pattern: Text | None = None
    connection_id_prefix_pattern: Text | None = None
