"""Jinja templates in operators' arguments, as in Airflow: all template fields, deep, and files by ``template_ext``."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

from couture_jupyter.context import build_context as build_context
from couture_jupyter.exceptions import TaskError
from couture_jupyter.operators.templated import TemplatedMixin
from couture_jupyter.xcom_args import ResolveMixin

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator

Context = dict[str, Any]
_NOTHING = TemplatedMixin.prepare_template  # what no operator has overridden
_MARKS = ("{{", "{%", "{#")


class _Sandbox(SandboxedEnvironment):
    """Lets templates read names with one underscore, as Airflow does, but not dunder names."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not attr.startswith("__")


class _NativeSandbox(NativeEnvironment, _Sandbox):
    """The same; what a template gives keeps its type."""


def render(operator: BaseOperator, context: Context, jinja: jinja2.Environment | None = None) -> None:
    """Render the template fields of ``operator`` in place.

    Raises:
        TaskError: a template is wrong or uses a name that is not there; the message names the field.
    """
    if getattr(type(operator), "prepare_template", _NOTHING) is not _NOTHING:
        operator.resolve_template_files()
    renderer = _Renderer(operator, context, jinja)
    for name in operator.template_fields:
        value = getattr(operator, name, None)
        if value:
            setattr(operator, name, renderer.field(name, value))


def render_text(operator: BaseOperator, context: Context, name: str, text: str) -> Any:
    """The text of a template that is no argument of the operator; ``name`` is for the message."""
    return _Renderer(operator, context).field(name, text)


def render_content(
    operator: BaseOperator, context: Context, content: Any, jinja: jinja2.Environment | None, settled: Iterable[int]
) -> Any:
    """``content`` with its templates rendered, as if it were an argument of the operator; what has one of the
    identities ``settled`` stays as it is."""
    return _Renderer(operator, context, jinja, settled).field("content", content)


def resolve_files(operator: BaseOperator) -> None:
    """Put the texts of files into the fields of ``operator`` that name them, alone or in a list."""
    renderer = _Renderer(operator, {})
    for name in operator.template_fields:
        value = getattr(operator, name, None)
        if isinstance(value, str):
            setattr(operator, name, renderer.source(name, value))
        elif isinstance(value, list):
            setattr(operator, name, [renderer.source(name, each) if isinstance(each, str) else each for each in value])


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

    def __init__(
        self,
        operator: BaseOperator,
        context: Context,
        jinja: jinja2.Environment | None = None,
        settled: Iterable[int] = (),
    ) -> None:
        self._operator = operator
        self._context = context
        self._environment = jinja
        self._extensions = tuple(_folders(operator.template_ext))
        self._settled = {*operator.settled_values, *settled}

    def field(self, name: str, value: Any) -> Any:
        """The rendered value of one field."""
        try:
            return self._value(value)
        except jinja2.TemplateError as error:
            raise TaskError(f'The template of "{name}" cannot be rendered: {_explain(error)}') from error

    def source(self, name: str, text: str) -> str:
        """The text of the file that ``text`` names, or ``text`` itself."""
        if not (self._extensions and text.endswith(self._extensions)):
            return text
        jinja = self._jinja()
        assert jinja.loader is not None
        try:
            return jinja.loader.get_source(jinja, text)[0]
        except jinja2.TemplateError as error:
            raise TaskError(f'The template of "{name}" cannot be read: {_explain(error)}') from error

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
        if getattr(value, "template_fields", None) and not isinstance(value, type | TemplatedMixin):
            return self._nested(value)
        return value

    def _nested(self, value: Any) -> Any:
        """An object with template fields of its own, such as those of Kubernetes: a copy of it, rendered."""
        made = copy.copy(value)
        self._settled |= {id(value), id(made)}
        for name in value.template_fields:
            setattr(made, name, self._value(getattr(value, name, None)))
        return made

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
