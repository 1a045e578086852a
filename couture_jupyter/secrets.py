"""Secrets for the notebook job or the task that runs: ``secrets.get("connection:warehouse.password")``."""

from __future__ import annotations

from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import parse, part
from couture_jupyter.secret_sources import ask, ask_again


def get(name: str) -> str:
    """The text of a secret. ``name`` is the key of a variable, or ``variable:KEY``, ``connection:ID`` (the
    connection as a URI), ``connection:ID.password`` (or another field) or ``connection:ID.extra.KEY``. Of several
    connections with one id it is the same in all of a run: login and password belong together.

    Raises ``LookupError`` when there is no such thing, ``RuntimeError`` outside of a run.
    """
    reference = parse(name if ":" in name else f"variable:{name}")
    if reference.kind == "variable":
        return str(ask("variable", reference.name, secret=True)["value"])
    return part(Connection(**ask_again(reference.name)), reference)
