"""Calls the REST API and holds every answer against openapi.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import yaml
from couture_server.openapi import FILE
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCUMENT: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
_URI = "urn:openapi"
_REGISTRY: Registry[Any] = Registry().with_resource(_URI, Resource(DOCUMENT, DRAFT202012))
_FORMATS = OAS31Validator.FORMAT_CHECKER
_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = sorted(
    ((re.compile(_PLACEHOLDER.sub("[^/]+", re.escape(path)) + "$"), path) for path in DOCUMENT["paths"]),
    key=lambda entry: entry[1].count("{"),
)


@dataclass
class Api:
    """One person's way to the API."""

    base: str  # …/couture/api/v2/
    token: str

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base, headers={"Authorization": f"Bearer {self.token}"}, timeout=120.0)

    def call(self, method: str, path: str, expect: int | None = None, **options: Any) -> httpx.Response:
        """Send the request, check the answer's shape, and its status where ``expect`` names one."""
        response = self.client.request(method, path, **options)
        assert expect is None or response.status_code == expect, f"{method} {path}: {response.text}"
        check_shape(method, path.split("?")[0], response)
        return response

    def get(self, path: str, /, expect: int = 200, **params: Any) -> Any:
        """The JSON behind ``path``."""
        return self.call("GET", path, expect, params=params).json()

    def post(self, path: str, body: Any = None, expect: int = 200) -> Any:
        """Post JSON; the JSON that comes back."""
        return self.call("POST", path, expect, json=body if body is not None else {}).json()

    def patch(self, path: str, body: Any, expect: int = 200) -> Any:
        """Patch with JSON; the JSON that comes back."""
        return self.call("PATCH", path, expect, json=body).json()

    def put(self, path: str, body: Any = None, expect: int = 200) -> Any:
        """Put JSON; the JSON that comes back."""
        return self.call("PUT", path, expect, json=body if body is not None else {}).json()

    def delete(self, path: str, expect: int = 204) -> None:
        """Delete."""
        self.call("DELETE", path, expect)


def part(text: str) -> str:
    """``text`` as one part of a path."""
    return quote(text, safe="")


def check_shape(method: str, path: str, response: httpx.Response) -> None:
    """The answer is one that openapi.yaml describes for this route and status."""
    template = template_of(path)
    if template is None or method.lower() not in DOCUMENT["paths"][template]:
        assert response.status_code in (403, 404, 405), f"{method} {path} is not in openapi.yaml"
        return
    place = ["paths", template, method.lower(), "responses", str(response.status_code)]
    described = _at(place)
    assert described is not None, f"{method} {template} answered {response.status_code}: {response.text}"
    if "$ref" in described:
        place = described["$ref"].removeprefix("#/").split("/")
        described = _at(place)
    kind = response.headers.get("content-type", "").split(";")[0]
    content = described.get("content", {})
    if not content:
        assert response.content == b""
        return
    assert kind in content or "*/*" in content, f"{method} {template} answered {kind}"
    if kind == "application/json" and kind in content:
        schema = {"$ref": f"{_URI}#{_pointer([*place, 'content', kind, 'schema'])}"}
        OAS31Validator(schema, registry=_REGISTRY, format_checker=_FORMATS).validate(response.json())


def template_of(path: str) -> str | None:
    """The path in openapi.yaml that ``path`` is one of."""
    return next((template for pattern, template in _PATTERNS if pattern.match("/" + path.lstrip("/"))), None)


def _at(place: list[str]) -> Any:
    found: Any = DOCUMENT
    for name in place:
        found = found.get(name) if found is not None else None
    return found


def _pointer(place: list[str]) -> str:
    return "".join("/" + quote(name.replace("~", "~0").replace("/", "~1")) for name in place)
