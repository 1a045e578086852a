"""The notebook of a part: its own cells, and around them what it copies, takes and leaves.

Values go through files, one for each, in the folder that the parameter ``handover`` names: the run's own, which goes
with the run, or a folder beside the notebooks when a person runs them by hand.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import nbformat

from couture_scheduler.notebook_dags.flows import PartPlan

PARAMETER = "handover"
BY_HAND = "handover"  # the folder beside the notebooks

_TAKE = """\
# What earlier tasks left for this one.
import pickle
from pathlib import Path

for _place in {places}:
    _file = Path({parameter}) / f"{{_place}}.pickle"
    if not _file.exists():
        raise FileNotFoundError(f"{{_file}} is missing: run the task {{_place.partition('.')[0]}} first.")
    globals()[_place.partition(".")[2]] = pickle.loads(_file.read_bytes())"""

_LEAVE = """\
# What later tasks take from this one.
import pickle
from pathlib import Path

Path({parameter}).mkdir(parents=True, exist_ok=True)
for _name in {names}:
    try:
        _content = pickle.dumps(globals()[_name])
    except Exception as error:
        raise TypeError(f"{{_name}} cannot be handed on to the next task: {{error}}") from error
    _file = Path({parameter}) / f"{task_id}.{{_name}}.pickle"
    _file.with_suffix(".part").write_bytes(_content)
    _file.with_suffix(".part").replace(_file)"""


def part_notebook(document: dict[str, Any], plan: PartPlan) -> dict[str, Any]:
    """The notebook of one part of the notebook ``document``, as JSON."""
    cells = document["cells"]
    parameters = next((cell for cell in cells if "parameters" in _tags(cell)), None)
    source = _text(parameters) if parameters is not None and plan.parameters else ""
    exchange = plan.takes or plan.leaves
    made: list[dict[str, Any]] = []
    if source or exchange:
        lines = [source] if source else []
        if exchange:
            lines.append(f"{PARAMETER} = {BY_HAND!r}  # where the tasks leave values for each other")
        made.append(_code("\n".join(lines), "parameters"))
    if plan.copies:
        made.append(_code("\n\n".join(each.source for each in plan.copies), "copied"))
    if plan.takes:
        places = [f"{task_id}.{name}" for name, task_id in sorted(plan.takes.items())]
        made.append(_code(_TAKE.format(places=_listed(places), parameter=PARAMETER), "handover"))
    made += [_cleared(cells[index]) for index in plan.part.cells if cells[index] is not parameters]
    if plan.leaves:
        text = _LEAVE.format(names=_listed(plan.leaves), parameter=PARAMETER, task_id=plan.part.task_id)
        made.append(_code(text, "handover"))
    notebook = {key: value for key, value in document.items() if key != "cells"}
    return {**copy.deepcopy(notebook), "cells": made}


def as_text(notebook: dict[str, Any]) -> str:
    """The notebook as it is written into a file; cells without an id get one."""
    return str(nbformat.writes(nbformat.from_dict(notebook)))  # type: ignore[no-untyped-call]


def _listed(names: list[str]) -> str:
    return json.dumps(names)


def _code(source: str, tag: str) -> dict[str, Any]:
    return dict(nbformat.v4.new_code_cell(source, metadata={"tags": [tag]}))  # type: ignore[no-untyped-call]


def _cleared(cell: dict[str, Any]) -> dict[str, Any]:
    kept = copy.deepcopy(cell)
    if kept.get("cell_type") == "code":
        kept.update(outputs=[], execution_count=None)
    return kept


def _tags(cell: dict[str, Any]) -> list[Any]:
    return list((cell.get("metadata") or {}).get("tags") or ())


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source") or ""
    return "".join(source) if isinstance(source, list) else str(source)
