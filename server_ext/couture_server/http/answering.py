"""From a question to its answer, in whatever thread or process: may they ask that, what do they ask, and the answer as
bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from couture_scheduler.access import Actor
from couture_scheduler.actions.context import ActionContext

from couture_server.http.asking import Asker, Doorkeeper, admitted
from couture_server.http.errors import Failure, failure
from couture_server.http.models import Answer
from couture_server.http.reading import read_arguments
from couture_server.http.routes import Route
from couture_server.http.writing import to_json


@dataclass(frozen=True, slots=True)
class Question:
    """A request, as far as its answer depends on it."""

    asker: Asker
    path: dict[str, str]
    query: dict[str, list[bytes]]
    body: bytes
    headers: Mapping[str, str]


class Office(Doorkeeper, Protocol):
    """What answers are made of: the server's ``Backend``, or as much of it as a process that only reads has."""

    def context(self, actor: Actor) -> ActionContext:
        """The actions' context of a person."""


def answer_to(question: Question, route: Route, office: Office) -> Any:
    """Call the function of the route. An ``Answer`` model comes back as the bytes of its JSON, all else as it is."""
    actor = admitted(question.asker, office, route.permission)
    arguments = read_arguments(route, question.path, question.query, question.body)
    if "backend" in route.wants:
        arguments["backend"] = office
    if "accept" in route.wants:
        arguments["accept"] = question.headers.get("Accept", "")
    if "headers" in route.wants:
        arguments["headers"] = question.headers
    if "actor" in route.wants:
        arguments["actor"] = actor
    if "ctx" in route.wants:
        arguments["ctx"] = office.context(actor)
    answer = route.function(**arguments)
    return to_json(answer) if isinstance(answer, Answer) else answer


def failed(route: Route, error: BaseException) -> Failure:
    """What is answered instead when that raised."""
    return failure(error, frozenset(route.query.model_fields) if route.query else frozenset())
