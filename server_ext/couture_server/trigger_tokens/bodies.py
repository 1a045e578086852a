"""Tokens at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Body, GivenMoment, Moment, Text


class TriggerToken(Answer):
    """A token, without its secret."""

    id: int
    dag_id: str
    name: str
    created_by: str
    created_at: Moment
    expires_at: Moment | None
    used_at: Moment | None


class TriggerTokenCollection(Answer):
    """The tokens of a DAG."""

    trigger_tokens: list[TriggerToken]
    total_entries: int


class TriggerTokenBody(Body):
    """A new token."""

    name: Annotated[Text, Field(max_length=250)]
    expires_at: GivenMoment | None = None


class NewTriggerToken(Answer):
    """A token that was just made. `token` is shown this once; `path` is where to post, below the server's base URL."""

    id: int
    dag_id: str
    name: str
    token: str
    path: str
    expires_at: Moment | None
