"""Variables at the HTTP edge, in the shape of Airflow's API."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, Json, Patch, Text
from couture_server.http.paging import SortedPage

Key = Annotated[Text, Field(min_length=1, max_length=250)]
Description = Annotated[Text, Field(max_length=10000)]


class Variable(Answer):
    """A variable; the value is ``***`` where the key tells of a secret."""

    key: str
    value: str
    description: str | None
    is_encrypted: bool = True


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
    """What to change; a hidden value that is sent back as ``***`` stays."""

    key: Key | None = None
    value: Json = None
    description: Description | None = None


class VariableQuery(SortedPage):
    """Which variables; ``order_by`` is ``key`` or ``-key``."""

    variable_key_pattern: Text | None = None
    variable_key_prefix_pattern: Text | None = None
