"""What every notifier promises."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Generator, Sequence
from typing import Any

from couture_jupyter.coroutines import run_coroutine
from couture_jupyter.templates import render

Context = dict[str, Any]
# What Airflow calls an ``sla_miss_callback`` with, in this order.
_OF_SLA_MISS = ("dag", "task_list", "blocking_task_list", "slas", "blocking_tis")


class BaseNotifier:
    """Sends a message about what a callback hears of: give an instance as ``on_failure_callback`` or another callback.

    Subclasses say in ``notify`` how, and name in ``template_fields`` their attributes that are templates; these are
    rendered with the callback's context each time. One that has only ``async_notify`` can be used everywhere, too.
    """

    template_fields: Sequence[str] = ()
    template_ext: Sequence[str] = ()
    settled_values: frozenset[int] = frozenset()
    context: Context = {}
    dag: Any = None

    def __init__(self, context: Context | None = None) -> None:
        self.context = context or {}

    @property
    def log(self) -> logging.Logger:
        """A logger whose lines go to the log of the task or of the callback."""
        return logging.getLogger(f"couture.task.{type(self).__name__}")

    def notify(self, context: Context) -> None:
        """Send it. Subclasses override this or ``async_notify``."""
        if type(self).async_notify is BaseNotifier.async_notify:
            raise NotImplementedError(f"{type(self).__name__} says neither in notify nor in async_notify how it sends.")
        run_coroutine(self.async_notify(context))

    async def async_notify(self, context: Context) -> None:
        """Send it, in a coroutine; by default ``notify`` in a thread."""
        await asyncio.to_thread(self.notify, context)

    def render_template_fields(self, context: Context, jinja_env: Any = None) -> None:
        """Render the template fields of this very object."""
        self.dag = context.get("dag")
        render(self, context)  # type: ignore[arg-type]  # it has what an operator's rendering looks at

    def __call__(self, *args: Any) -> None:
        """Send it with a callback's context, or with what an ``sla_miss_callback`` is called with. The notifier itself
        stays as it is: it may be used again."""
        context = args[0] if len(args) == 1 else dict(zip(_OF_SLA_MISS, args, strict=False))
        made, merged = self._made(context)
        made.notify(merged)

    def __await__(self) -> Generator[Any, None, None]:
        """Send it with the context that it was made with."""
        made, merged = self._made(self.context)
        return made.async_notify(merged).__await__()

    def _made(self, context: Context) -> tuple[BaseNotifier, Context]:
        """A copy with its templates rendered, and the context with them."""
        made = copy.copy(self)
        fields = {name: getattr(made, name) for name in made.template_fields}
        made.render_template_fields({**context, **fields})
        return made, {**context, **{name: getattr(made, name) for name in made.template_fields}}
