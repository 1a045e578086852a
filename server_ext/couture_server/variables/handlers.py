"""Routes of variables."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from couture_scheduler.actions import secret_uses, variable_imports, variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.store.variables import ORDERS

from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.filters import matches_of
from couture_server.http.routes import Routes
from couture_server.http.uses import SecretUseCollection, answer_of
from couture_server.variables.bodies import (
    ImportedVariable,
    Variable,
    VariableBody,
    VariableCollection,
    VariableImport,
    VariableImportBody,
    VariableImportPreview,
    VariablePatch,
    VariableQuery,
)

routes = Routes("Variable")


@routes.get("variables", "variables:read")
def get_variables(ctx: ActionContext, query: VariableQuery) -> VariableCollection:
    """List variables."""
    page = variables.list_variables(
        ctx,
        matches=matches_of(query),
        limit=query.limit,
        offset=query.offset,
        order=_order(query),
        descending=(query.order_by or "").startswith("-"),
    )
    return VariableCollection(variables=[_answer(each) for each in page.entries], total_entries=page.total)


@routes.post("variables", "variables:edit", status=201)
def post_variable(ctx: ActionContext, body: VariableBody) -> Variable:
    """Create a variable."""
    return _answer(variables.create(ctx, body.key, _text(body.value), body.description))


@routes.get("variables/{variable_key}", "variables:read")
def get_variable(ctx: ActionContext, variable_key: str) -> Variable:
    """One variable."""
    return _answer(variables.get(ctx, variable_key))


@routes.patch("variables/{variable_key}", "variables:edit")
def patch_variable(ctx: ActionContext, variable_key: str, body: VariablePatch) -> Variable:
    """Change a variable."""
    if (body.key or variable_key) != variable_key:
        raise InvalidInputError.at("key", "A variable cannot be renamed: tasks name it. Make another one.")
    value = None if body.value is None else _text(body.value)
    changed = variables.update(
        ctx, variable_key, value=value, description=body.description, unchanged_since=body.unchanged_since
    )
    return _answer(changed)


@routes.delete("variables/{variable_key}", "variables:edit")
def delete_variable(ctx: ActionContext, variable_key: str) -> None:
    """Delete a variable."""
    variables.delete(ctx, variable_key)


@routes.patch("variables", "variables:edit")
def bulk_variables(ctx: ActionContext, body: BulkBody[VariableBody]) -> BulkAnswer:
    """Make, change or delete many variables."""
    door: BulkDoor[VariableBody] = BulkDoor(
        things="variables",
        key=lambda entity: entity if isinstance(entity, str) else entity.key,
        exists=lambda key: variables.exists(ctx, key),
        create=lambda entity: post_variable(ctx, entity),
        replace=lambda entity: variables.put(ctx, entity.key, _text(entity.value), entity.description or ""),
        update=lambda entity, fields: _change(ctx, entity, fields),
        delete=lambda key: variables.delete(ctx, key),
    )
    return carry_out(body, door)


@routes.get("variableUses/{variable_key}", "variables:read")
def get_variable_uses(ctx: ActionContext, variable_key: str) -> SecretUseCollection:
    """The DAGs that use a variable, found by reading their files and their tasks' arguments."""
    return answer_of(secret_uses.of_variable(ctx, variable_key))


@routes.post("variableImports/preview", "variables:edit")
def preview_variable_import(ctx: ActionContext, body: VariableImportBody) -> VariableImportPreview:
    """What importing a file of variables would do. Nothing is changed."""
    found = variable_imports.preview(ctx, body.variables)
    return VariableImportPreview(variables=[ImportedVariable(**asdict(each)) for each in found])


@routes.post("variableImports", "variables:edit")
def import_variables(ctx: ActionContext, body: VariableImportBody) -> VariableImport:
    """Import a file of variables: all of it, or nothing when something is wrong with one."""
    outcome = variable_imports.import_all(ctx, body.variables, body.action_on_existing_key)
    return VariableImport(done=outcome.done, skipped=outcome.skipped)


def _order(query: VariableQuery) -> str:
    word = (query.order_by or "").removeprefix("-") or ORDERS[0]
    if word not in ORDERS:
        raise InvalidInputError.at("order_by", f"Variables can be ordered by {', '.join(ORDERS)}, or downwards.")
    return word


def _change(ctx: ActionContext, entity: VariableBody, fields: frozenset[str]) -> None:
    value = _text(entity.value) if "value" in fields else None
    description = (entity.description or "") if "description" in fields else None
    variables.update(ctx, entity.key, value=value, description=description)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _answer(found: variables.VariableDetails) -> Variable:
    return Variable(**asdict(found))
