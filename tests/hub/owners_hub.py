"""A Hub that runs as root with a service user, and two people with users of the system. Needs root.

The Python that runs the tests may lie where other users cannot look: a copy runs this Hub.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from couture_hub.deployment import Deployment
from hub_process import DEADLINE, FIRST, PROXY, ROOT, HubProcess, Person, free_port, wait_for
from nbformat.v4 import new_code_cell, new_notebook

SERVICE, ADA, BOB = "cjtservice", "cjtada", "cjtbob"
LEFT_OUT = shutil.ignore_patterns("site-packages", "test", "__pycache__", "*.a", "share")


@contextlib.contextmanager
def system_users() -> Iterator[None]:
    """The three of them, for as long as they are needed."""
    subprocess.run(["useradd", "--system", SERVICE], check=True)
    try:
        for name in (ADA, BOB):
            subprocess.run(["useradd", "--create-home", "--groups", SERVICE, name], check=True)
            os.chmod(pwd.getpwnam(name).pw_dir, 0o700)
        yield
    finally:
        for name in (ADA, BOB, SERVICE):
            subprocess.run(["userdel", "--remove", "--force", name], check=False, capture_output=True)


def readable_python(folder: Path) -> Path:
    """A copy of our Python for everybody, with what is installed here."""
    shutil.copytree(sys.base_prefix, folder, ignore=LEFT_OUT, symlinks=True)
    for name in ("etc", "share"):
        (folder / name).symlink_to(Path(sys.prefix, name))
    program = (folder / "bin" / f"python3.{sys.version_info.minor}").resolve()
    content, closed = program.read_bytes(), f"{sys.base_prefix}/lib\0".encode()
    program.write_bytes(content.replace(closed, b"$ORIGIN/../lib\0".ljust(len(closed), b"\0")))  # of its library
    server = folder / "bin" / "jupyterhub-singleuser"
    server.write_text(f'#!/bin/sh\nexec "{program}" -m jupyterhub.singleuser "$@"\n')
    server.chmod(0o755)
    return program


def environment(python: Path) -> dict[str, str]:
    """Of the Hub; where packages are goes to people's pools, too."""
    sources = [sysconfig.get_path("purelib"), *(str(ROOT / each) for each in ("hub_config", "scheduler", "server_ext"))]
    return {
        "PATH": os.pathsep.join((str(PROXY), str(python.parent), os.environ["PATH"])),
        "PYTHONPATH": os.pathsep.join((*sources, str(ROOT))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COUTURE_SUPERADMIN_PASSWORD": FIRST,
        "HOME": os.environ.get("HOME", "/"),
    }


@dataclass
class Place:
    """The Hub and who is in it."""

    hub: HubProcess
    ada: Person
    bob: Person
    admin: Person

    def write(self, name: str, *cells: str) -> str:
        """A file of ada's, which the service can read: a notebook of these cells, or a script."""
        path = self.hub.workspace / name
        if path.suffix == ".ipynb":
            notebook = new_notebook(cells=[new_code_cell(each) for each in cells])
            notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
            nbformat.write(notebook, path)
        else:
            path.write_text("\n".join(cells))
        shutil.chown(path, ADA, SERVICE)
        path.chmod(0o640)
        return name

    def schedule(self, name: str, notebook: str, **form: Any) -> str:
        """Schedule it as ada; the DAG's id."""
        asked = {"name": name, "notebook": notebook, "when": {"kind": "manual"}, **form}
        made = self.ada.ask("POST", "notebookSchedules", json=asked)
        assert made.status_code == 201, made.text
        return str(made.json()["dag_id"])

    def start(self, dag_id: str) -> str:
        """Begin a run; its address."""
        runs = f"dags/{dag_id}/dagRuns"
        return f"{runs}/{self.ada.ask('POST', runs, json={'logical_date': None}).json()['dag_run_id']}"

    def end(self, run: str) -> tuple[str, str]:
        """Wait for its end: the state, and the logs of all runs."""
        wait_for(lambda: self.ada.get(run)["state"] in ("success", "failed"))
        logs = (each.read_text(encoding="utf-8") for each in self.runs(run.split("/")[1]).rglob("*.log"))
        return self.ada.get(run)["state"], "".join(logs)

    def run_again(self, dag_id: str) -> tuple[str, str]:
        """Both."""
        return self.end(self.start(dag_id))

    def run(self, name: str, notebook: str, **form: Any) -> tuple[str, str]:
        """Schedule it, and run it to its end."""
        return self.run_again(self.schedule(name, notebook, **form))

    def runs(self, dag_id: str) -> Path:
        """The folder with the runs of a DAG."""
        return self.hub.folder / "couture" / "runs" / dag_id

    def git(self, *arguments: str) -> str:
        """As ada, in the workspace."""
        who = pwd.getpwnam(ADA)
        name = ("-c", "user.name=ada", "-c", "user.email=ada@example.org")
        done = subprocess.run(
            ["git", *name, *arguments], cwd=self.hub.workspace / "repository", check=True, capture_output=True,
            text=True, user=who.pw_uid, group=who.pw_gid, extra_groups=[], env={"HOME": who.pw_dir, "PATH": os.defpath},
        )  # fmt: skip
        return done.stdout.strip()


def outcome_as(name: str, program: str, *arguments: object) -> str:
    """What a program of Python says as this user of the system, errors last. It imports nothing that is not imported
    here, before it becomes that user: our Python may be closed to them."""
    who = pwd.getpwnam(name)
    become = f"import os, pathlib, socket, sys\nos.initgroups({name!r}, {who.pw_gid})\n"
    become += f"os.setgid({who.pw_gid}); os.setuid({who.pw_uid})\n"
    command = [sys.executable, "-c", become + program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@contextlib.contextmanager
def running_as_root(folder: Path) -> Iterator[HubProcess]:
    """The Hub."""
    folder.chmod(0o711)
    port, log = free_port(), folder / "hub.log"
    python = readable_python(folder / "python")
    command = [str(python), "-m", "couture_scheduler", "hub", str(folder / "hub"), "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--service-user", SERVICE],
            cwd=folder, env=environment(python), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    hub = HubProcess(f"http://127.0.0.1:{port}/", folder / "hub", process, log)

    def runs() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8")[-5000:]
        return "JupyterHub is now running" in log.read_text(encoding="utf-8")

    try:
        wait_for(runs, DEADLINE)
        yield hub
    finally:
        for name in (ADA, BOB):
            subprocess.run(["pkill", "-KILL", "-u", name], check=False)  # kernel pools would wait for more work
        hub.stop()
        shutil.rmtree(Deployment(hub.folder, hub.workspace).account_pools, ignore_errors=True)
