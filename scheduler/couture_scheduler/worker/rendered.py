"""The rendered template fields of a try, as people may see them: secrets hidden, long texts cut."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from couture_jupyter import sensitive
from couture_scheduler.errors import DiskFullError
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.layout import RENDERED_NAME
from couture_scheduler.kernels.masks import Masks

log = logging.getLogger(__name__)

LONGEST = 4096  # characters of one text, as Airflow's max_templated_field_length
MOST = 200  # items of one list or dict
DEEPEST = 6  # lists and dicts within each other


def for_people(operator: Any, masks: Masks) -> dict[str, Any] | None:
    """The fields that say something, as JSON; ``None`` when none does."""
    fields = {name: getattr(operator, name, None) for name in operator.template_fields}
    told = {name: _plain(value, DEEPEST) for name, value in fields.items() if not _is_empty(value)}
    return masks.hide_in(sensitive.hide(told)) if told else None


def show_rendered(folder: Path, operator: Any, masks: Masks) -> None:
    """Leave the fields in the try's folder: people see them while the task runs, which does not fail for it."""
    told = for_people(operator, masks)
    if told is None:
        return
    try:
        write_atomically(folder / RENDERED_NAME, json.dumps(told))
    except (OSError, DiskFullError) as error:
        log.warning("The rendered template fields cannot be shown while the task runs: %s", error)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | Mapping | list | tuple) and not value)


def _plain(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return _cut(value)
    if depth == 0:
        return _cut(_text(value))
    if isinstance(value, Mapping):
        shown = {str(key): _plain(each, depth - 1) for key, each in list(value.items())[:MOST]}
        return shown | ({"…": f"{len(value) - MOST} more"} if len(value) > MOST else {})
    if isinstance(value, list | tuple | set | frozenset):
        items = list(value)
        more = [f"… {len(items) - MOST} more"] if len(items) > MOST else []
        return [_plain(each, depth - 1) for each in items[:MOST]] + more
    return _cut(_text(value))


def _text(value: Any) -> str:
    """``str(value)``; an object that cannot tell what it is does not end the try."""
    try:
        return str(value)
    except Exception as error:
        return f"<{type(value).__name__}: its text cannot be shown: {type(error).__name__}>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters)"
