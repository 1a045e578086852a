"""Where a run's notebook goes: path templates such as ``reports/out/{name}-{run_id}.ipynb``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

# Placeholder -> what it stands for. ``{date}`` and ``{time}`` are those of the logical date in the DAG's time zone.
PLACEHOLDERS = {
    "run_id": "the run's id, characters that file systems refuse replaced by -",
    "dag_id": "the DAG's id",
    "task_id": "the task's id",
    "date": "the logical date as 2026-01-31",
    "time": "its time as 09-00-00",
    "notebook": "the notebook's file name without .ipynb",
    "name": "the same as dag_id: the schedule's name",
    "try_number": "1 for the first try",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def render_output_path(template: str, values: Mapping[str, str]) -> str:
    """``template`` with its placeholders replaced; slashes and the like inside values become ``-``.

    Raises:
        ValueError: a placeholder is not in ``values``.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        if name not in values:
            raise ValueError(_unknown(name))
        return _REFUSED.sub("-", str(values[name]))

    return _PLACEHOLDER.sub(replace, template)


def check_output_template(template: str) -> None:
    """Raise ``ValueError`` with a sentence when ``template`` cannot be an output path, whatever the run.

    Jinja (``{{ … }}``) is accepted and looked at only when the task runs.
    """
    if not template.strip():
        raise ValueError("The output path is empty.")
    plain = without_jinja(template)
    for name in _PLACEHOLDER.findall(plain):
        if name.strip() not in PLACEHOLDERS:
            raise ValueError(_unknown(name))
    rest = _PLACEHOLDER.sub("x", plain)
    if "{" in rest or "}" in rest:
        raise ValueError("The output path has a brace without its partner.")
    if ".." in PurePosixPath(rest).parts:
        raise ValueError("The output path must not contain '..': it has to stay inside the workspace.")
    if rest.endswith("/"):
        raise ValueError("The output path ends with a slash: it needs a file name.")


def without_jinja(template: str) -> str:
    """``template`` with a letter in place of what Jinja fills in."""
    return _JINJA.sub("x", template)


def output_values(
    *,
    run_id: str,
    dag_id: str,
    task_id: str,
    logical_date: datetime,
    notebook: str,
    try_number: int,
    timezone: str = "UTC",
) -> dict[str, str]:
    """The values of all placeholders for one try."""
    local = logical_date.astimezone(ZoneInfo(timezone))
    return {
        "run_id": run_id,
        "dag_id": dag_id,
        "task_id": task_id,
        "date": local.strftime("%Y-%m-%d"),
        "time": local.strftime("%H-%M-%S"),
        "notebook": PurePosixPath(notebook).stem,
        "name": dag_id,
        "try_number": str(try_number),
    }


def _unknown(name: str) -> str:
    known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
    return f"The output path has an unknown placeholder {{{name}}}. Placeholders are: {known}."
