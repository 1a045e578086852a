"""Routes of variables."""

from __future__ import annotations

import json
from typing import Any

from couture_scheduler.actions import variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import InvalidInputError

from couture_server.http.bulk import BulkAnswer, BulkBody, BulkDoor, carry_out
from couture_server.http.filters import matches_of
from couture_server.http.paging import is_descending
from couture_server.http.routes import Routes
from couture_server.variables.bodies import Variable, VariableBody, VariableCollection, VariablePatch, VariableQuery

routes = Routes("Variable")


@routes.get("variables", "variables:read")
def get_variables(ctx: ActionContext, query: VariableQuery) -> VariableCollection:
    """List variables."""
    page = variables.list_variables(
        ctx,
        matches=matches_of(query),
        limit=query.limit,
        offset=query.offset,
        descending=is_descending(query.order_by, "key"),
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
    return _answer(variables.update(ctx, variable_key, value=value, description=body.description))


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


def _change(ctx: ActionContext, entity: VariableBody, fields: frozenset[str]) -> None:
    value = _text(entity.value) if "value" in fields else None
    description = (entity.description or "") if "description" in fields else None
    variables.update(ctx, entity.key, value=value, description=description)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _answer(found: variables.VariableDetails) -> Variable:
    return Variable(key=found.key, value=found.value, description=found.description)
