"""Variables at the HTTP edge, in the shape of Airflow's API."""

from __future__ import annotations

from typing import Annotated

from couture_scheduler.actions.variable_imports import Existing, Found
from pydantic import Field

from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Patch, Text
from couture_server.http.paging import SortedPage

Key = Annotated[Text, Field(min_length=1, max_length=250)]
Description = Annotated[Text, Field(max_length=10000)]


class Variable(Answer):
    """A variable; the value is ``***`` where the key tells of a secret, and then ``is_hidden`` says so."""

    key: str
    value: str
    description: str | None
    is_encrypted: bool = True
    is_hidden: bool
    updated_at: Moment | None
    updated_by: str


class VariableCollection(Answer):
    """A page of variables."""

    variables: list[Variable]
    total_entries: int


class VariableBody(Body):
    """A new variable. A value that is no text is kept as JSON."""

    key: Key
    value: Json
    description: Description | None = None


class VariablePatch(Patch):
    """What to change; a hidden value that is sent back as ``***`` stays. With ``unchanged_since``, the `updated_at`
    that was shown, the change is refused when somebody else was faster."""

    OPTIONS = frozenset({"unchanged_since"})

    key: Key | None = None
    value: Json = None
    description: Description | None = None
    unchanged_since: GivenMoment | None = None


class VariableImportBody(Body):
    """The variables of a file: values, or objects with ``value`` and ``description``, by their keys. A value that is no
    text is kept as JSON; `***` under a sensitive key leaves what is stored."""

    variables: Annotated[dict[str, Json], Field(max_length=10_000)]
    action_on_existing_key: Existing = Existing.OVERWRITE


class ImportedVariable(Answer):
    """What importing a variable would do. ``size`` is that of the value in characters; ``problem`` says why it cannot
    be imported."""

    key: str
    found: Found
    size: int
    description: str | None
    problem: str | None


class VariableImportPreview(Answer):
    """What importing a file would do, in its order."""

    variables: list[ImportedVariable]


class VariableImport(Answer):
    """The keys that were set, and those that were left as they are."""

    done: list[str]
    skipped: list[str]


class VariableQuery(SortedPage):
    """Which variables; ``order_by`` is ``key``, ``updated_at`` or ``updated_by``, with ``-`` before it downwards."""

    variable_key_pattern: Text | None = None
    variable_key_prefix_pattern: Text | None = None
