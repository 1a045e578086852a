"""Environments of tries, at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Query


class EnvironmentQuery(Query):
    """The environment of which try; of the newest when it is not named."""

    try_number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class WantedEnvironment(Answer):
    """What the schedule asked for."""

    requirements: str | None
    memory_megabytes: int | None
    cpus: float | None


class TryEnvironment(Answer):
    """What a try ran in. ``packages`` are names and versions, ``requirements_text`` the same as a requirements file;
    ``null`` where nothing was kept: the try has not come so far, or no Python ran it."""

    try_number: int
    python: str | None
    implementation: str | None
    platform: str | None
    executable: str | None
    packages: dict[str, str] | None
    requirements_text: str | None
    wanted: WantedEnvironment
