"""Jinja templates in operators' arguments, as in Airflow: all template fields, deep, and files by ``template_ext``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

from couture_jupyter.context import build_context as build_context
from couture_jupyter.exceptions import TaskError
from couture_jupyter.xcom_args import ResolveMixin

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator

Context = dict[str, Any]
_MARKS = ("{{", "{%", "{#")


class _Sandbox(SandboxedEnvironment):
    """Lets templates read names with one underscore, as Airflow does, but not dunder names."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not attr.startswith("__")


class _NativeSandbox(NativeEnvironment, _Sandbox):
    """The same; what a template gives keeps its type."""


def render(operator: BaseOperator, context: Context) -> None:
    """Render the template fields of ``operator`` in place.

    Raises:
        TaskError: a template is wrong or uses a name that is not there; the message names the field.
    """
    renderer = _Renderer(operator, context)
    for name in operator.template_fields:
        value = getattr(operator, name, None)
        if value:
            setattr(operator, name, renderer.field(name, value))


def render_text(operator: BaseOperator, context: Context, name: str, text: str) -> Any:
    """The text of a template that is no argument of the operator; ``name`` is for the message."""
    return _Renderer(operator, context).field(name, text)


def environment(dag: DAG | None, *, native: bool | None = None) -> jinja2.Environment:
    """The Jinja environment of a DAG: its folders, filters and macros. Undefined names are errors. With ``native`` what
    a template gives keeps its type; by default the DAG decides."""
    folders = [dag.folder, *_folders(dag.template_searchpath)] if dag else []
    wanted = native if native is not None else dag is not None and dag.render_template_as_native_obj
    options: dict[str, Any] = {
        "loader": jinja2.FileSystemLoader([folder for folder in folders if folder]),
        "undefined": (dag.template_undefined if dag else None) or jinja2.StrictUndefined,
        "extensions": ["jinja2.ext.do"],
        "cache_size": 0,
        **((dag.jinja_environment_kwargs if dag else None) or {}),
    }
    # Templates make shell commands and SQL, not HTML.
    made: jinja2.Environment = _NativeSandbox(**options) if wanted else _Sandbox(**options)
    made.filters.update(_FILTERS)
    if dag is not None:
        made.globals.update(dag.user_defined_macros or {})
        made.filters.update(dag.user_defined_filters or {})
    return made


class _Renderer:
    """Renders the fields of one operator; the environment is made when the first real template is met."""

    def __init__(self, operator: BaseOperator, context: Context) -> None:
        self._operator = operator
        self._context = context
        self._environment: jinja2.Environment | None = None
        self._extensions = tuple(_folders(operator.template_ext))
        self._settled = operator.settled_values

    def field(self, name: str, value: Any) -> Any:
        """The rendered value of one field."""
        try:
            return self._value(value)
        except jinja2.TemplateError as error:
            raise TaskError(f'The template of "{name}" cannot be rendered: {_explain(error)}') from error

    def _value(self, value: Any) -> Any:
        if id(value) in self._settled:
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, ResolveMixin):
            return value.resolve(self._context)
        if isinstance(value, dict):
            return {key: self._value(each) for key, each in value.items()}
        if isinstance(value, list | set):
            return type(value)(self._value(each) for each in value)
        if isinstance(value, tuple):
            rendered = [self._value(each) for each in value]
            return type(value)(*rendered) if hasattr(value, "_fields") else tuple(rendered)
        return value

    def _text(self, text: str) -> Any:
        if self._extensions and text.endswith(self._extensions):
            return self._jinja().get_template(text).render(self._context)
        if any(mark in text for mark in _MARKS):
            return self._jinja().from_string(text).render(self._context)
        return text

    def _jinja(self) -> jinja2.Environment:
        if self._environment is None:
            native = self._operator.__dict__.get("render_template_as_native_obj")
            self._environment = environment(self._operator.dag, native=native)
        return self._environment


def _explain(error: jinja2.TemplateError) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f'there is no file "{error.name}" beside the DAG file or in template_searchpath.'
    return f"{error.message or error}."


def _folders(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else (value or ())


def _day(value: datetime | None) -> str | None:
    return value.strftime("%Y-%m-%d") if value else None


def _day_nodash(value: datetime | None) -> str | None:
    return value.strftime("%Y%m%d") if value else None


def _timestamp(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _timestamp_nodash(value: datetime | None) -> str | None:
    return value.strftime("%Y%m%dT%H%M%S") if value else None


def _timestamp_nodash_with_tz(value: datetime | None) -> str | None:
    return value.isoformat().replace("-", "").replace(":", "") if value else None


_FILTERS = {
    "ds": _day,
    "ds_nodash": _day_nodash,
    "ts": _timestamp,
    "ts_nodash": _timestamp_nodash,
    "ts_nodash_with_tz": _timestamp_nodash_with_tz,
}
