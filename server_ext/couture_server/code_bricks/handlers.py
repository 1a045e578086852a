"""Routes of code bricks: find, write, change and delete them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from couture_scheduler.actions import code_bricks
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.bricks.model import BrickContent

from couture_server.code_bricks.bodies import (
    BrickContentBody,
    BrickCount,
    CodeBrick,
    CodeBrickBody,
    CodeBrickChange,
    CodeBrickCollection,
    CodeBrickQuery,
    CodeBrickVersion,
    CodeBrickVersions,
)
from couture_server.http.routes import Routes

routes = Routes("CodeBrick")

_CONTENT = frozenset(BrickContentBody.model_fields)


@routes.get("codeBricks", "bricks:read")
def get_code_bricks(ctx: ActionContext, query: CodeBrickQuery) -> CodeBrickCollection:
    """List code bricks: the best fitting first, then by title."""
    page = code_bricks.list_bricks(
        ctx,
        query.search,
        category=query.category,
        tags=query.tags,
        origin=query.origin,
        limit=query.limit,
        offset=query.offset,
    )
    return CodeBrickCollection(
        code_bricks=[answer_of(each) for each in page.entries],
        total_entries=page.total,
        categories=_counts(page.categories),
        tags=_counts(page.tags),
        origins=_counts(page.origins),
    )


@routes.post("codeBricks", "bricks:edit", status=201)
def post_code_brick(ctx: ActionContext, body: CodeBrickBody) -> CodeBrick:
    """Write a code brick."""
    return answer_of(code_bricks.create(ctx, content_of(body), is_shared=body.is_shared))


@routes.get("codeBricks/{code_brick_id}", "bricks:read")
def get_code_brick(ctx: ActionContext, code_brick_id: str) -> CodeBrick:
    """One code brick."""
    return answer_of(code_bricks.get(ctx, code_brick_id))


@routes.put("codeBricks/{code_brick_id}", "bricks:edit")
def put_code_brick(ctx: ActionContext, code_brick_id: str, body: CodeBrickChange) -> CodeBrick:
    """Change a code brick: its next version."""
    changed = code_bricks.update(
        ctx, code_brick_id, content_of(body), expected_version=body.expected_version, is_shared=body.is_shared
    )
    return answer_of(changed)


@routes.delete("codeBricks/{code_brick_id}", "bricks:edit")
def delete_code_brick(ctx: ActionContext, code_brick_id: str) -> None:
    """Delete a code brick. Files that it was put into stay as they are."""
    code_bricks.delete(ctx, code_brick_id)


@routes.get("codeBricks/{code_brick_id}/versions", "bricks:read")
def get_code_brick_versions(ctx: ActionContext, code_brick_id: str) -> CodeBrickVersions:
    """All versions of a code brick, the newest first."""
    found = code_bricks.versions(ctx, code_brick_id)
    return CodeBrickVersions(
        versions=[
            CodeBrickVersion(
                version=each.version, edited_at=each.edited_at, edited_by=each.edited_by, **each.content.to_json()
            )
            for each in found
        ]
    )


def content_of(body: BrickContentBody) -> BrickContent:
    """The content that a request brings."""
    return BrickContent.from_json(body.model_dump(include=set(_CONTENT)))


def answer_of(found: code_bricks.BrickDetails) -> CodeBrick:
    """A brick as people see it."""
    return CodeBrick(
        code_brick_id=found.id,
        origin=found.origin,
        may_edit=found.may_edit,
        version=found.version,
        owner=found.owner,
        created_at=found.created_at,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
        **found.content.to_json(),
    )


def _counts(counted: Mapping[Any, int]) -> list[BrickCount]:
    return [BrickCount(name=str(name), count=count) for name, count in counted.items()]
