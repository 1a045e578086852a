"""Failures at the HTTP edge."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.models import Answer, Moment, Query, Text
from couture_server.http.paging import Page

TryNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]


class FailureQuery(Page):
    """Which failures: of a DAG, seen in the last ``days``."""

    dag_id: Text | None = None
    days: Annotated[float, Field(gt=0, le=36_500)] | None = None


class FailureTriesQuery(Query):
    """Which tries with this failure."""

    dag_id: Text | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class FailureOfTryQuery(Query):
    """The failure of which try; the newest when it is not named."""

    try_number: TryNumber | None = None


class FailedTry(Answer):
    """One try that failed."""

    dag_id: str
    dag_run_id: str
    task_id: str
    map_index: int
    try_number: int
    end_date: Moment
    error: str | None
    error_name: str | None


class Failure(Answer):
    """The same failure in ``tries`` tries of ``runs`` runs: the same class of error at the same place in the code."""

    fingerprint: str
    tries: int
    runs: int
    dag_ids: list[str]
    first: FailedTry
    last: FailedTry


class FailureCollection(Answer):
    """A page of failures, those seen last first."""

    failures: list[Failure]
    total_entries: int


class FailureTries(Answer):
    """A failure and the newest tries that ended with it, the newest first."""

    failure: Failure
    tries: list[FailedTry]


class FailureOfTry(Answer):
    """What is known of the failure of a try; empty when the try did not fail."""

    failure: Failure | None
