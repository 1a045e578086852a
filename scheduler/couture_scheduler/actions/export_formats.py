"""Which formats an executed notebook can be turned into here."""

from __future__ import annotations

from dataclasses import dataclass

from couture_jupyter.export_formats import FORMATS
from couture_scheduler.actions.context import ActionContext, needs


@dataclass(frozen=True, slots=True)
class FormatHere:
    """``missing`` says what has to be installed on this machine before the format can be made; empty when nothing."""

    name: str
    title: str
    missing: str


@needs("notebooks:read")
def list_formats(ctx: ActionContext) -> list[FormatHere]:
    """All formats. A run may happen on another machine, so what is missing here is a hint, not a refusal."""
    return [FormatHere(each.name, each.title, each.missing()) for each in FORMATS.values()]
