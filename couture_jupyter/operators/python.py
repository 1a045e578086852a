"""Call a Python function."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from couture_jupyter.assets import Metadata
from couture_jupyter.coroutines import run_coroutine
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base import BaseOperator, Context

log = logging.getLogger("couture.task")


class PythonOperator(BaseOperator):
    """Call ``python_callable``; what it returns becomes the XCom ``return_value``.

    Arguments of the function that have the name of something in the context (``ds``, ``ti``, ``params`` …) receive it;
    ``**kwargs`` receives the whole context.

    Args:
        python_callable: the function.
        op_args: positional arguments; templated.
        op_kwargs: keyword arguments; templated.
        templates_dict: reaches the function as ``templates_dict``; templated.
        templates_exts: file name endings that are templates in a file.
        show_return_value_in_logs: whether the log shows what was returned.
    """

    template_fields: Sequence[str] = ("templates_dict", "op_args", "op_kwargs")
    template_fields_renderers: ClassVar[dict[str, str]] = {"templates_dict": "json", "op_args": "py", "op_kwargs": "py"}
    ui_color = "#ffefeb"

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        op_args: Collection[Any] | None = None,
        op_kwargs: Mapping[str, Any] | None = None,
        templates_dict: dict[str, Any] | None = None,
        templates_exts: Sequence[str] | None = None,
        show_return_value_in_logs: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(python_callable):
            raise DagError(f'python_callable of task "{self.task_id}" must be a function, not {python_callable!r}.')
        self.python_callable = python_callable
        self.op_args = op_args or ()
        self.op_kwargs = op_kwargs or {}
        self.templates_dict = templates_dict
        if templates_exts:
            self.template_ext = templates_exts
        self.show_return_value_in_logs = show_return_value_in_logs

    def execute(self, context: Context) -> Any:
        """Call the function."""
        value = self.call(context)
        if self.show_return_value_in_logs and value is not None:
            self.log.info("Returned: %s", _short(value))
        return value

    def call(self, context: Context) -> Any:
        """The function's return value."""
        context["templates_dict"] = self.templates_dict
        return call_function(self.python_callable, self.op_args, self.op_kwargs, context)


def call_function(
    function: Callable[..., Any], args: Collection[Any], kwargs: Mapping[str, Any], context: Context
) -> Any:
    """What the function returns: an ``async`` one is run to its end, and a generator."""
    try:
        keywords = wanted_keywords(function, len(args), {**context, **kwargs})
    except ValueError:  # a builtin that does not say what it takes, such as dict
        keywords = dict(kwargs)
    value = function(*args, **keywords)
    if inspect.isgenerator(value):
        return _told(value, context)
    return run_coroutine(value) if inspect.iscoroutine(value) else value


def _told(generator: Any, context: Context) -> Any:
    """What a generator returns at last. Each ``Metadata`` that it yields is about an outlet."""
    while True:
        try:
            value = next(generator)
        except StopIteration as end:
            return end.value
        if isinstance(value, Metadata):
            context["outlet_events"].take(value)
        else:
            log.warning("The task yielded %r, which means nothing: only Metadata about its outlets does.", value)


def wanted_keywords(function: Callable[..., Any], positional: int, offered: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``offered`` the function takes by keyword, after ``positional`` arguments."""
    parameters = list(inspect.signature(function).parameters.values())
    taken = {each.name for each in parameters[:positional] if each.kind != each.VAR_POSITIONAL}
    if any(each.kind == each.VAR_KEYWORD for each in parameters):
        return {name: value for name, value in offered.items() if name not in taken}
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    names = {each.name for each in parameters if each.kind in by_name}
    return {name: value for name, value in offered.items() if name in names - taken}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 1000 else f"{text[:1000]}… ({len(text):,} characters)"
