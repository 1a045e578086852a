"""Errors to HTTP: one table. Nothing else decides on a status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from couture_scheduler.errors import (
    ConflictError,
    FileChangedError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    SchedulerError,
    UnavailableError,
)

from couture_server.http.models import ErrorBody, FileChangedBody, Problem, ValidationErrorBody

STATUSES: dict[type[SchedulerError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    InvalidInputError: 422,
    ForbiddenError: 403,
    UnavailableError: 503,
}

UNEXPECTED = "Something went wrong in the server. The Jupyter server's log says more."


class RequestProblem(SchedulerError):
    """The request does not fit its models: 422 with the list of problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.msg for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Failure:
    """Status and body of an error's answer; ``unexpected`` ones go into the log."""

    status: int
    body: ErrorBody | ValidationErrorBody
    unexpected: bool = False


def failure(error: BaseException, query_fields: frozenset[str] = frozenset()) -> Failure:
    """The answer to ``error``. ``query_fields`` are the names that the route takes from the query string."""
    if isinstance(error, RequestProblem):
        return Failure(422, ValidationErrorBody(detail=list(error.problems)))
    if isinstance(error, InvalidInputError):
        return Failure(422, ValidationErrorBody(detail=_problems(error, query_fields)))
    if isinstance(error, FileChangedError):
        return Failure(409, FileChangedBody(detail=str(error), current_hash=error.current_hash))
    for kind, status in STATUSES.items():
        if isinstance(error, kind):
            return Failure(status, ErrorBody(detail=str(error)))
    return Failure(500, ErrorBody(detail=UNEXPECTED), unexpected=True)


def _problems(error: InvalidInputError, query_fields: frozenset[str]) -> list[Problem]:
    def place(path: tuple[Any, ...]) -> list[str | int]:
        return ["query" if path and path[0] in query_fields else "body", *path]

    return [Problem(loc=place(problem.field), msg=problem.message, type="value_error") for problem in error.problems]
