"""A task that does nothing: a junction in the graph."""

from __future__ import annotations

from typing import Any

from couture_jupyter.operators.base import BaseOperator, Context


class EmptyOperator(BaseOperator):
    """Succeeds at once."""

    ui_color = "#e8f7e4"

    def execute(self, context: Context) -> Any:
        """Do nothing."""


class DummyOperator(EmptyOperator):
    """The earlier name of :class:`EmptyOperator`."""
