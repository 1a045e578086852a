"""Requests and answers about notebooks that run."""

from __future__ import annotations

from pydantic import Field

from couture_server.http.models import Answer, Json, Query
from couture_server.http.resources import LivePlace


class LiveQuery(Query):
    """From where on; the newest try when none is named."""

    generation: int = Field(0, ge=0, le=2**31)
    offset: int = Field(0, ge=0, le=2**53)
    try_number: int | None = Field(None, ge=1, le=2**31 - 1)


class LiveEvents(Answer):
    """What has happened to a notebook since a place. ``gone``: this journal is no more; read the executed notebook
    again, which says where to go on. ``complete``: nothing more comes from this try."""

    try_number: int
    events: list[dict[str, Json]]
    place: LivePlace
    gone: bool
    complete: bool
