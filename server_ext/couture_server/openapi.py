"""``python -m couture_server.openapi`` writes openapi.yaml from the table of routes and their models."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from couture_scheduler.access import PERMISSIONS
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from couture_server.http.models import (
    ErrorBody,
    FileAnswer,
    FileChangedBody,
    ImageAnswer,
    LinesAnswer,
    Patch,
    TableAnswer,
    TextAnswer,
    ValidationErrorBody,
)
from couture_server.http.reading import UPDATE_MASK
from couture_server.http.routes import Route
from couture_server.routes import BASE, all_routes

FILE = Path(__file__).with_name("openapi.yaml")
_REF = "#/components/schemas/{model}"
_PATH_TYPES = {int: "integer", str: "string"}
_ERRORS: dict[str, tuple[str, str, tuple[type[BaseModel], ...]]] = {
    "403": ("Forbidden", "Not signed in, or the permission is missing.", (ErrorBody,)),
    "404": ("NotFound", "There is no such thing.", (ErrorBody,)),
    "409": ("Conflict", "The state of the thing forbids it, or it exists already.", (ErrorBody, FileChangedBody)),
    "422": ("InvalidInput", "The input is wrong; each problem names its field.", (ValidationErrorBody,)),
    "500": ("Unexpected", "Something went wrong in the server.", (ErrorBody,)),
    "503": ("Unavailable", "The database or the engine is not there.", (ErrorBody,)),
}


class _WithoutTitles(GenerateJsonSchema):
    """Titles that only repeat a field's name are left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def document() -> dict[str, Any]:
    """The whole description."""
    routes = list(all_routes())
    schemas, references = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(f"/{route.path}", {})[route.method.lower()] = _operation(route, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Couture Jupyter",
            "version": "2",
            "description": "The shape of Airflow's stable REST API v2, and our own resources beside it. Sign in with a "
            "Jupyter token (`Authorization: Bearer …`) or Jupyter's cookie with its XSRF token.",
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": f"/{BASE}", "description": "Below the Jupyter server's base URL."}],
        "security": [{"token": []}, {"cookie": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "responses": {
                name: {
                    "description": meaning,
                    "content": {"application/json": {"schema": _either([references[each] for each in models])}},
                }
                for name, meaning, models in _ERRORS.values()
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "header", "name": "X-XSRFToken"},
            },
        },
    }


def text() -> str:
    """The document as YAML."""
    head = "# Made by `python -m couture_server.openapi`; a test fails when it is stale.\n"
    return head + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)


def _schemas(routes: list[Route]) -> tuple[dict[str, Any], dict[type[BaseModel], dict[str, Any]]]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for route in routes:
        if route.body is not None:
            wanted[(route.body, "validation")] = None
        for model in _answer_models(route):
            wanted[(model, "serialization")] = None
    for _, _, models in _ERRORS.values():
        wanted |= {(model, "serialization"): None for model in models}
    references, definitions = models_json_schema(list(wanted), ref_template=_REF, schema_generator=_WithoutTitles)
    by_model = {model: references[model, mode] for model, mode in wanted}
    return dict(sorted(definitions["$defs"].items())), by_model


def _answer_models(route: Route) -> list[type[BaseModel]]:
    options = get_args(route.answer) if get_origin(route.answer) in _UNIONS else (route.answer,)
    return [each for each in options if isinstance(each, type) and issubclass(each, BaseModel)]


_UNIONS = (types.UnionType,)


def _operation(route: Route, references: dict[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "tags": [route.tag],
        "summary": route.summary,
        "description": f"Needs the permission `{route.permission}`: {PERMISSIONS[route.permission].sentence}",
        "x-permission": route.permission,
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": {str(route.status): _answer(route, references)},
    }
    if route.body is not None:
        operation["requestBody"] = {
            "required": not route.body_is_optional,
            "content": {"application/json": {"schema": references[route.body]}},
        }
    for status, (name, _, _) in _ERRORS.items():
        operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    return operation


def _answer(route: Route, references: dict[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    options = get_args(route.answer) if get_origin(route.answer) in _UNIONS else (route.answer,)
    content: dict[str, Any] = {}
    models = [references[each] for each in _answer_models(route)]
    if models:
        content["application/x-ndjson" if LinesAnswer in options else "application/json"] = {"schema": _either(models)}
    if TextAnswer in options:
        content["text/plain"] = {"schema": {"type": "string"}}
    elif LinesAnswer in options:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    if TableAnswer in options:
        content["text/csv"] = {"schema": {"type": "string"}}
    if ImageAnswer in options:
        content["image/*"] = {"schema": {"type": "string", "format": "binary"}}
    if FileAnswer in options:
        content["*/*"] = {"schema": {"type": "string", "format": "binary"}}
    answer: dict[str, Any] = {"description": "Done." if not content else "The answer."}
    return {**answer, "content": content} if content else answer


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


_MASK: dict[str, Any] = {
    "name": UPDATE_MASK,
    "in": "query",
    "required": False,
    "schema": {"type": "array", "items": {"type": "string"}},
}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": _PATH_TYPES[kind]}}
        for name, kind in route.path_parameters.items()
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    beside = [
        {"name": name, "in": "query", "required": False, "schema": {"type": "integer", "default": default}}
        for name, default in route.beside_path.items()
    ]
    beside += [_MASK] if route.body is not None and issubclass(route.body, Patch) else []
    if route.query is None:
        return beside
    schema = route.query.model_json_schema(ref_template=_REF, schema_generator=_WithoutTitles)
    required = schema.get("required", [])
    named = [
        {"name": name, "in": "query", "required": name in required, "schema": each}
        for name, each in schema.get("properties", {}).items()
    ]
    return beside + named


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{FILE} written\n")
