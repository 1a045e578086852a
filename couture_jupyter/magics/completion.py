"""What the Tab key offers: behind ``%dag`` its words, then ids of DAGs, runs and tasks; else the options."""

from __future__ import annotations

from typing import Any

from couture_jupyter.client import Client, part
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.magics.arguments import Parser
from couture_jupyter.magics.commands import COMMANDS
from couture_jupyter.magics.workbench import Workbench

PATIENCE = 3.0  # seconds that a person waits at the Tab key
_WITH_RUN = ("graph", "watch", "logs")
_OPTIONS = {
    "trigger": ["--conf"],
    "run": ["--conf"],
    "test": ["--conf"],
    "runs": ["--limit"],
    "logs": ["--try", "--map-index"],
    "save": ["--schedule", "--overwrite"],
}


def completions(bench: Workbench, text: str) -> list[str]:
    """What may come next in the line up to the cursor."""
    words = text.split()
    done = words[1:] if text[-1:].isspace() else words[1:-1]
    begun = "" if text[-1:].isspace() else words[-1]
    if not done:
        return list(COMMANDS)
    if begun.startswith("-"):
        return _OPTIONS.get(done[0], [])
    try:
        return _ids(bench, done)
    except CoutureError:  # no server: the words are all there is to offer
        return [*bench.notebook_dags, *bench.cell_dags] if len(done) == 1 else []


def _ids(bench: Workbench, done: list[str]) -> list[str]:
    client = Client(bench.client.server, PATIENCE)
    if len(done) == 1 and done[0] != "list":
        here = [*bench.notebook_dags, *bench.cell_dags]
        found = client.get("dagSummaries", limit=1000)["dags"]
        return list(dict.fromkeys([*here, *(each["dag_id"] for each in found)]))
    if done[0] not in _WITH_RUN:
        return []
    path = f"dags/{part(done[1])}/dagRuns"
    if len(done) == 2:
        return [each["dag_run_id"] for each in client.get(path, limit=20, order_by="-start_date")["dag_runs"]]
    if len(done) == 3 and done[0] == "logs":
        tasks = client.get(f"{path}/{part(done[2])}/taskInstances", limit=1000)["task_instances"]
        return list(dict.fromkeys(each["task_id"] for each in tasks))
    return []


def options(parser: Parser, text: str) -> list[str]:
    """The options of a cell magic that are not in its line yet."""
    given = text.split()
    return [each for action in parser._actions for each in action.option_strings if each not in given[:-1]]


def after_dag(bench: Workbench) -> Any:
    """The hook for IPython behind ``%dag``."""

    def hook(shell: Any, event: Any) -> list[str]:
        return completions(bench, event.text_until_cursor)

    return hook


def after_cell_magic(parser: Parser) -> Any:
    """The hook for IPython behind a cell magic."""

    def hook(shell: Any, event: Any) -> list[str]:
        return options(parser, event.text_until_cursor)

    return hook
