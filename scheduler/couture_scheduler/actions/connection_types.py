"""What a person may ask about the types of connections: those that installed providers describe."""

from __future__ import annotations

from couture_jupyter.hooks.installed_types import InstalledType, installed_types
from couture_scheduler.actions.context import ActionContext, needs


@needs("connections:read")
def list_types(ctx: ActionContext) -> list[InstalledType]:
    """The types that installed providers bring, by label."""
    return installed_types()
