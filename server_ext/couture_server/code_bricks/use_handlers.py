"""Routes that use code bricks: render, insert, make one of a selection, export and import."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.actions import code_brick_transfer, code_brick_use
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.bricks.rendering import Rendered

from couture_server.code_bricks.bodies import (
    BrickDraft,
    BrickFile,
    BrickImportBody,
    BrickImportEntry,
    BrickImportPreview,
    BrickImportPreviewBody,
    BrickImportResult,
    BrickParameterAnswer,
    BrickProposal,
    DraftBody,
    ExportBody,
    InsertBody,
    InsertedBrick,
    PreviewBody,
    RenderBody,
    RenderedBrick,
)
from couture_server.code_bricks.handlers import answer_of, content_of
from couture_server.http.routes import Routes

routes = Routes("CodeBrick")


@routes.post("codeBricks/{code_brick_id}/render", "bricks:read")
def render_code_brick(ctx: ActionContext, code_brick_id: str, body: RenderBody) -> RenderedBrick:
    """The code of a brick for some values."""
    return _rendered(code_brick_use.rendered(ctx, code_brick_id, body.values))


@routes.post("codeBricks/preview", "bricks:read")
def preview_code_brick(ctx: ActionContext, body: PreviewBody) -> RenderedBrick:
    """The code of a brick that is being written; 422 says what is wrong with it, and where."""
    return _rendered(code_brick_use.preview(ctx, content_of(body.brick), body.values))


@routes.post("codeBricks/{code_brick_id}/insert", "bricks:read")
def insert_code_brick(ctx: ActionContext, code_brick_id: str, body: InsertBody) -> InsertedBrick:
    """A source with the brick in it: its imports at the top, its code where it belongs."""
    found = code_brick_use.inserted(ctx, code_brick_id, body.source, body.line, body.values)
    return InsertedBrick(
        source=found.source, first_line=found.first_line, last_line=found.last_line, notes=list(found.notes)
    )


@routes.post("codeBricks/draft", "bricks:edit")
def draft_code_brick(ctx: ActionContext, body: DraftBody) -> BrickDraft:
    """A brick of the lines that are selected in a source."""
    found = code_brick_use.drafted(ctx, body.source, body.first_line, body.last_line, body.placeholders)
    return BrickDraft(
        body=found.content.body,
        place=found.content.place,
        imports=list(found.content.imports),
        parameters=[BrickParameterAnswer(**asdict(each)) for each in found.content.parameters],
        proposals=[
            BrickProposal(parameter=BrickParameterAnswer(**asdict(each.parameter)), shown=each.shown, count=each.count)
            for each in found.proposals
        ],
        unknown=list(found.unknown),
    )


@routes.post("codeBricks/export", "bricks:read")
def export_code_bricks(ctx: ActionContext, body: ExportBody) -> BrickFile:
    """Bricks as a file that can be imported elsewhere."""
    return BrickFile(**code_brick_transfer.exported(ctx, body.code_brick_ids))


@routes.post("codeBricks/import/preview", "bricks:edit")
def preview_code_brick_import(ctx: ActionContext, body: BrickImportPreviewBody) -> BrickImportPreview:
    """What is in a file of bricks, what is wrong with it, and what is there already."""
    found = code_brick_transfer.preview_import(ctx, body.document)
    return BrickImportPreview(entries=[_entry(each) for each in found])


@routes.post("codeBricks/import", "bricks:edit")
def import_code_bricks(ctx: ActionContext, body: BrickImportBody) -> BrickImportResult:
    """Take bricks of a file: all that are asked for, or none if one has a problem."""
    taken = code_brick_transfer.import_bricks(
        ctx, body.document, only=body.only, replace=body.replace, is_shared=body.is_shared
    )
    return BrickImportResult(code_bricks=[answer_of(each) for each in taken])


def _rendered(found: Rendered) -> RenderedBrick:
    return RenderedBrick(code=found.code, imports=list(found.imports))


def _entry(found: code_brick_transfer.ImportEntry) -> BrickImportEntry:
    return BrickImportEntry(
        number=found.number,
        title=found.title,
        category=found.content.category if found.content else "",
        body=found.content.body if found.content else "",
        problems=list(found.problems),
        existing_id=found.existing.id if found.existing else None,
        is_same=found.is_same,
    )
