"""What Alembic runs: our tables, on the connection that ``store.upgrading`` gives it."""

from typing import Any, Literal

from alembic import context

from couture_scheduler.store.tables import metadata
from couture_scheduler.store.types import Word


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """In migrations an enum is just its text: words may come and go without changing the schema."""
    if kind == "type" and isinstance(item, Word):
        return "sa.String(length=32)"
    if kind == "type" and type(item).__module__ == "couture_scheduler.store.types":
        autogen_context.imports.add("from couture_scheduler.store import types")
        return f"types.{type(item).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
