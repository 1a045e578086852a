"""What a person has written in the DAG editor and not saved: it outlives the page, the browser and the server."""

from __future__ import annotations

from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files import dag_drafts, dag_texts
from couture_scheduler.files.dag_drafts import Draft


@needs("dagFiles:edit")
def keep(ctx: ActionContext, path: str, content: str, base_hash: str | None) -> Draft:
    """Keep the text; only this person sees it. No DAG changes by it, so nothing is noted."""
    dag_texts.find(ctx.settings.dags_folder, path)
    if len(content) > dag_texts.MOST_BYTES:
        raise InvalidInputError.at("content", f"A DAG file may have {dag_texts.MOST_BYTES // 1024**2} MB at the most.")
    draft = Draft(path, content, base_hash, ctx.clock())
    dag_drafts.keep(ctx.settings.home, ctx.actor.name, draft)
    return draft


@needs("dagFiles:edit")
def get(ctx: ActionContext, path: str) -> Draft | None:
    """The person's own draft of a file."""
    return dag_drafts.get(ctx.settings.home, ctx.actor.name, path)


@needs("dagFiles:edit")
def list_drafts(ctx: ActionContext) -> list[Draft]:
    """The person's own drafts, the newest first."""
    return dag_drafts.listing(ctx.settings.home, ctx.actor.name)


@needs("dagFiles:edit")
def forget(ctx: ActionContext, path: str) -> None:
    """Throw the draft away; there need not be one."""
    dag_drafts.forget(ctx.settings.home, ctx.actor.name, path)
