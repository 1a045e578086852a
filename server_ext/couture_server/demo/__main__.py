"""``python -m couture_server.demo``: the main job from beginning to end, without a browser."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from couture_server.demo.api import Api
from couture_server.demo.server import end_processes, running_server
from couture_server.demo.watching import Watcher
from couture_server.demo.workspace import DemoError, make_workspace

NOTEBOOK = "welcome.ipynb"
PIPELINE = "hello_pipeline"
SCHEDULE = {
    "name": "Welcome every morning",
    "notebook": NOTEBOOK,
    "parameters": {"country": "SE", "rows": 40},
    "when": {"kind": "cron", "cron": "0 9 * * *"},
    "timezone": "Europe/Helsinki",
    "output_path": "outputs/{notebook}-{date}.ipynb",
    "exports": ["html"],
    "tags": ["demo"],
    "description": "Made by the demo with the request that the form sends.",
}


def main() -> int:
    """The demo, or with ``--lab`` JupyterLab on its workspace; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m couture_server.demo", description=__doc__)
    parser.add_argument("--workspace", type=Path, default=Path("demo-workspace"), help="folder to work in")
    parser.add_argument("--lab", action="store_true", help="open JupyterLab on the workspace")
    arguments = parser.parse_args()
    console = Console()
    try:
        workspace = make_workspace(arguments.workspace, anew=not arguments.lab)
        if arguments.lab:
            open_lab(workspace)
        return 0 if run_demo(workspace, console) else 1
    except DemoError as error:
        console.print(f"[red]{error}[/]")
        return 1


def open_lab(workspace: Path) -> None:
    """Become JupyterLab."""
    os.execv(sys.executable, lab_command(workspace))  # noqa: S606


def lab_command(workspace: Path) -> list[str]:
    """What opens JupyterLab on the workspace, in a development tree and where the wheel is installed."""
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace}", *root]


def run_demo(workspace: Path, console: Console) -> bool:
    """Start everything, do the main job, end everything; whether all of it went well."""
    console.print(f"Workspace [bold]{workspace}[/]")
    with running_server(workspace) as server:
        console.print(f"Jupyter Server on {server.url}")
        api = Api(server)
        try:
            states = main_job(api, Watcher(api, console), console, workspace)
        finally:
            with contextlib.suppress(DemoError):  # what went wrong before matters more
                api.ask("POST", "engine/stop", {})
    left = end_processes(server.mark)
    console.print("No process is left." if not left else f"[red]Still there, and ended by force:[/] {left}")
    went_well = not left and all(state == "success" for state in states.values())
    console.print("[green]All of it succeeded.[/]" if went_well else "[red]Not all of it succeeded.[/]")
    console.print("Open the same workspace in JupyterLab with:")
    console.print(shlex.join(lab_command(workspace)), style="bold", soft_wrap=True)
    return went_well


def main_job(api: Api, watcher: Watcher, console: Console, workspace: Path) -> dict[str, str]:
    """Schedule the notebook, run it and the example DAG, show both; the runs' last states."""
    schedule = api.ask("POST", "notebookSchedules", SCHEDULE)
    dag_id = schedule["dag_id"]
    console.print(
        f"Scheduled [bold]{NOTEBOOK}[/] as {dag_id}: daily at 09:00 in Helsinki, country=SE, rows=40", soft_wrap=True
    )
    watcher.until_visible(PIPELINE)
    runs = {
        dag_id: api.ask("POST", f"notebookSchedules/{dag_id}/run", {})["dag_run_id"],
        PIPELINE: api.ask("POST", f"dags/{PIPELINE}/dagRuns", {})["dag_run_id"],
    }
    states = watcher.until_finished(runs)
    console.print("Outputs:")
    for path in sorted(outputs(watcher.tasks)):
        console.print(f"  {os.path.relpath(workspace / path)}", soft_wrap=True)
    return states


def outputs(tasks: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The files that the tasks say they wrote."""
    return {each["path"] for run in tasks.values() for task in run for each in task.get("outputs") or []}


if __name__ == "__main__":
    sys.exit(main())
