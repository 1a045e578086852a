"""The table of routes: which function answers which method and path, and the permission it needs.

A capability makes one ``Routes`` and puts plain, synchronous functions into it. What a function wants is read from its
signature, once, at import:

    ctx: ActionContext      the actions' context of the person who asks (503 while the database cannot be reached)
    backend: Backend        what the extension holds: settings, engine, store
    actor: Actor            the person who asks
    accept: str             the request's Accept header
    headers: Mapping        all its headers
    query: SomeQuery        a model of the query string
    body: SomeBody          a model of the JSON body
    anything else           a part of the path, ``str`` or ``int``; one with a default is taken from the query string
                            where the path does not have it (``map_index``)

and what it returns is its annotation: an ``Answer`` model, ``FileAnswer``, ``ImageAnswer``, ``LinesAnswer``,
``TableAnswer``, ``TextAnswer`` or ``None`` (204).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args, get_type_hints

from couture_scheduler.access import PERMISSIONS
from pydantic import BaseModel

Function = TypeVar("Function", bound=Callable[..., Any])

_GIVEN = frozenset({"ctx", "backend", "actor", "accept", "headers"})
_SEGMENT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path."""

    method: str
    path: str
    permission: str
    tag: str
    function: Callable[..., Any]
    status: int = 200
    path_parameters: dict[str, type] = field(default_factory=dict)
    beside_path: dict[str, int] = field(default_factory=dict)  # numbers from the query string, with their defaults
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_is_optional: bool = False
    answer: Any = None
    wants: frozenset[str] = frozenset()
    operation_id: str = ""
    store_only: bool = False

    @property
    def summary(self) -> str:
        """The first sentence of the function's docstring."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0].replace("\n", " ")


class Routes:
    """The routes of one capability.

    Args:
        tag: the heading under which the OpenAPI document has them.
        store_only: what they read comes from the store, within moments, and from nowhere else: other processes may
            answer it (``answering_processes.py``).
    """

    def __init__(self, tag: str, *, store_only: bool = False) -> None:
        self.tag = tag
        self._store_only = store_only
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def get(self, paths: str | tuple[str, ...], permission: str) -> Callable[[Function], Function]:
        """Answer ``GET`` with the function below."""
        return self._add("GET", paths, permission, 200)

    def post(self, paths: str | tuple[str, ...], permission: str, status: int = 200) -> Callable[[Function], Function]:
        """Answer ``POST`` with the function below."""
        return self._add("POST", paths, permission, status)

    def patch(self, paths: str | tuple[str, ...], permission: str) -> Callable[[Function], Function]:
        """Answer ``PATCH`` with the function below."""
        return self._add("PATCH", paths, permission, 200)

    def put(self, paths: str | tuple[str, ...], permission: str) -> Callable[[Function], Function]:
        """Answer ``PUT`` with the function below."""
        return self._add("PUT", paths, permission, 200)

    def delete(self, paths: str | tuple[str, ...], permission: str) -> Callable[[Function], Function]:
        """Answer ``DELETE`` with the function below."""
        return self._add("DELETE", paths, permission, 204)

    def _add(
        self, method: str, paths: str | tuple[str, ...], permission: str, status: int
    ) -> Callable[[Function], Function]:
        if permission not in PERMISSIONS:
            raise ValueError(f"{method} {paths}: there is no permission {permission!r} in couture_scheduler.access")

        def keep(function: Function) -> Function:
            for path in (paths,) if isinstance(paths, str) else paths:
                self._routes.append(self._read(method, path, permission, function, status))
            return function

        return keep

    def _read(self, method: str, path: str, permission: str, function: Callable[..., Any], status: int) -> Route:
        route = _read_signature(method, path, permission, self.tag, function, status)
        only_reads = method == "GET" and route.wants == {"ctx"} and _is_model(route.answer)
        return replace(route, store_only=self._store_only and only_reads)


def url_pattern(route: Route) -> str:
    """The path as tornado's regular expression; an ``int`` part only matches numbers."""

    def segment(found: re.Match[str]) -> str:
        name = found.group(1)
        expression = r"-?\d{1,9}" if route.path_parameters[name] is int else r"[^/]+"
        return f"(?P<{name}>{expression})"

    return _SEGMENT.sub(segment, route.path)


def _read_signature(
    method: str, path: str, permission: str, tag: str, function: Callable[..., Any], status: int
) -> Route:
    hints = get_type_hints(function)
    answer = hints.pop("return", None)
    names = _path_names(path, function, hints)
    body, body_is_optional = _model(hints.get("body"))
    return Route(
        method=method,
        path=path,
        permission=permission,
        tag=tag,
        function=function,
        status=204 if answer in (None, type(None)) else status,
        path_parameters={name: hints[name] for name in names},
        beside_path={name: each for name, each in _defaults(function).items() if name not in {*names, "body"}},
        query=_model(hints.get("query"))[0],
        body=body,
        body_is_optional=body_is_optional,
        answer=None if answer is type(None) else answer,
        wants=frozenset(hints) & _GIVEN,
        operation_id=function.__name__ + ("_mapped" if path.count("{map_index}") else ""),
    )


def _defaults(function: Callable[..., Any]) -> dict[str, int]:
    parameters = inspect.signature(function).parameters.items()
    return {name: each.default for name, each in parameters if each.default is not each.empty}


def _path_names(path: str, function: Callable[..., Any], hints: dict[str, Any]) -> list[str]:
    """The placeholders of the path, checked against the signature."""
    names = _SEGMENT.findall(path)
    optional = set(_defaults(function))
    strange = set(hints) - set(names) - optional - {*_GIVEN, "query", "body"}
    missing = set(names) - set(hints)
    if strange or missing:
        raise TypeError(f"{function.__name__}: {path} and the signature disagree about {strange | missing}")
    return names


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _model(hint: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model in ``hint`` and whether the hint allows ``None`` beside it."""
    options = get_args(hint) or ((hint,) if hint else ())
    models = [each for each in options if each is not type(None)]
    return (models[0] if models else None, type(None) in options)
