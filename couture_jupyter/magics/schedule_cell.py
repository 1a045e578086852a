"""``%%notebook_schedule``: the schedule form as a cell."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath
from typing import Any

from IPython.core.error import UsageError

from couture_jupyter.magics.arguments import Parser
from couture_jupyter.magics.workbench import Workbench

SCHEDULE_LINE = Parser("%%notebook_schedule")
SCHEDULE_LINE.add_argument("notebook", nargs="?")
_when = SCHEDULE_LINE.add_mutually_exclusive_group()
_when.add_argument("--cron")
_when.add_argument("--at", metavar="MOMENT")
_when.add_argument("--manual", action="store_true")
SCHEDULE_LINE.add_argument("--timezone")
SCHEDULE_LINE.add_argument("--name")
SCHEDULE_LINE.add_argument("--retries", type=int, default=0)
SCHEDULE_LINE.add_argument("--output", metavar="PATH")
SCHEDULE_LINE.add_argument("--paused", action="store_true")


def schedule_notebook(bench: Workbench, line: str, cell: str) -> str:
    """Make the schedule, and say what it is called."""
    given = SCHEDULE_LINE.read(line)
    notebook = given.notebook or _this_notebook(bench)
    body = {
        "name": given.name or PurePosixPath(notebook).stem,
        "notebook": notebook,
        "when": _when_of(given),
        "parameters": parameters_of(cell),
        "timezone": given.timezone,
        "output_path": given.output,
        "retries": given.retries,
        "paused": given.paused,
    }
    made = bench.client.post("notebookSchedules", body)
    bench.current = made["dag_id"]
    return f"{notebook} is scheduled as {made['dag_id']}. Run it now with: %dag run {made['dag_id']}"


def parameters_of(cell: str) -> dict[str, Any]:
    """The values of ``name = value`` lines. Only plain values: nothing of the cell is run."""
    found = {}
    try:
        body = ast.parse(cell).body
    except SyntaxError as error:
        raise UsageError(f"Line {error.lineno} of the cell: {error.msg}") from None
    for node in body:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if not isinstance(node, ast.Assign) or not isinstance(target, ast.Name):
            raise UsageError(f"Line {node.lineno} of the cell is not of the form name = value: {ast.unparse(node)}")
        try:
            found[target.id] = ast.literal_eval(node.value)
        except ValueError:
            raise UsageError(f"The value of {target.id} is no plain value: {ast.unparse(node.value)}") from None
    return found


def _when_of(given: Any) -> dict[str, Any]:
    if given.cron:
        return {"kind": "cron", "cron": given.cron}
    if given.at:
        return {"kind": "once", "at": given.at}
    if given.manual:
        return {"kind": "manual"}
    raise UsageError("Say when: --cron '0 9 * * *', --at 2026-12-31T09:00, or --manual.")


def _this_notebook(bench: Workbench) -> str:
    """This notebook's path in the workspace."""
    if bench.notebook is None:
        raise UsageError("Which notebook? Jupyter did not say which one this is: name its path in the workspace.")
    workspace = Path(bench.client.get("workspace")["workspace"])
    try:
        return bench.notebook.resolve().relative_to(workspace).as_posix()
    except ValueError:
        raise UsageError(f"This notebook lies outside of the workspace {workspace}: move it there.") from None
