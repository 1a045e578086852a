"""Small functions on texts, of ``airflow.utils.helpers`` and ``airflow.utils.strings``."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Mapping
from typing import Any

import jinja2

from couture_jupyter.exceptions import CoutureError

_KEY = re.compile(r"^[\w.-]+$")
_GROUP_KEY = re.compile(r"^[\w-]+$")
ID_LEN = 250
_GROUP_LENGTH = 200


def validate_key(k: str, max_length: int = ID_LEN) -> None:
    """Raise an error for what cannot be an id."""
    _validate(k, max_length, _KEY, 'letters, digits, "_", "-" and "."')


def validate_group_key(k: str, max_length: int = _GROUP_LENGTH) -> None:
    """Raise an error for what cannot be a task group's id."""
    _validate(k, max_length, _GROUP_KEY, 'letters, digits, "_" and "-"')


def _validate(key: str, longest: int, pattern: re.Pattern[str], allowed: str) -> None:
    if not isinstance(key, str):
        raise TypeError(f"A key is text, not {type(key).__name__}: {key!r}.")
    if len(key) > longest:
        raise CoutureError(f"A key has at most {longest} characters; this one has {len(key)}.")
    if not pattern.match(key):
        raise CoutureError(f"The key {key!r} may hold {allowed}, and nothing else.")


def to_boolean(astring: str | None) -> bool:
    """Whether a text means yes: ``true``, ``t``, ``yes``, ``y``, ``on`` or ``1``."""
    return astring is not None and astring.strip().lower() in ("true", "t", "yes", "y", "on", "1")


def get_random_string(length: int = 8, choices: str = string.ascii_letters + string.digits) -> str:
    """A text nobody can guess."""
    return "".join(secrets.choice(choices) for _ in range(length))


def convert_camel_to_snake(camel_str: str) -> str:
    """``MyName`` as ``my_name``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", camel_str).lower()


def parse_template_string(template_string: str) -> tuple[str | None, jinja2.Template | None]:
    """The text and nothing, or nothing and the template that it is."""
    if "{{" in template_string:
        return None, jinja2.Template(template_string)
    return template_string, None


def render_template(template: Any, context: Mapping[str, Any], *, native: bool) -> Any:
    """What a template gives: text, or with ``native`` a value of its own type."""
    if not native:
        return template.render(**context)
    from jinja2.nativetypes import native_concat

    made = template.root_render_func(template.new_context(dict(context)))
    return native_concat(made)


def render_template_to_string(template: jinja2.Template, context: Mapping[str, Any]) -> str:
    """What a template gives, as text."""
    return str(template.render(**context))


def render_template_as_native(template: jinja2.Template, context: Mapping[str, Any]) -> Any:
    """What a template gives, as a value of its own type."""
    return render_template(template, context, native=True)
