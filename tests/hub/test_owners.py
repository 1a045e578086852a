"""Notebook schedules run as their owner: as root with a service user, on a Hub of their own."""

from __future__ import annotations

import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from couture_hub.deployment import Deployment
from hub_process import FIRST, GIVEN, OWN, HubProcess, Person, wait_for
from nbformat.v4 import new_code_cell, new_notebook
from owners_hub import ADA, BOB, SERVICE, running_as_root, system_users

WHO = "import getpass, os; print(getpass.getuser(), os.environ['HOME'])"
LOOK = """
def look(path):
    try:
        return os.listdir(path) if os.path.isdir(path) else open(path).read(9)
    except PermissionError:
        return "closed"
print([look(each) for each in {paths}], [each for each in os.environ if each.startswith("JUPYTERHUB")])
"""


@dataclass
class Place:
    """The Hub and who is in it."""

    hub: HubProcess
    ada: Person

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

    def run(self, name: str, notebook: str, **form: Any) -> tuple[str, str]:
        """Schedule it as ada and run it to its end: the state, and the log."""
        asked = {"name": name, "notebook": notebook, "when": {"kind": "manual"}, **form}
        made = self.ada.ask("POST", "notebookSchedules", json=asked)
        assert made.status_code == 201, made.text
        dag = f"dags/{made.json()['dag_id']}/dagRuns"
        run = self.ada.ask("POST", dag, json={"logical_date": None}).json()["dag_run_id"]
        wait_for(lambda: self.ada.get(f"{dag}/{run}")["state"] in ("success", "failed"))
        folder = self.hub.folder / "couture" / "runs" / made.json()["dag_id"]
        logs = "".join(each.read_text(encoding="utf-8") for each in folder.rglob("*.log"))
        return self.ada.get(f"{dag}/{run}")["state"], logs


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    # pytest closes its own folder to others, again whenever another pytest begins.
    with TemporaryDirectory(prefix="couture-owners-") as folder, system_users(), running_as_root(Path(folder)) as hub:
        superadmin = Person(hub, "superadmin")
        superadmin.fill("hub/change-password", username="superadmin", password=FIRST, new=OWN, again=OWN)
        superadmin.sign_in(OWN)
        superadmin.ask("POST", "users", json={"username": ADA, "roles": ["Developer"]})
        superadmin.ask("PUT", f"users/{ADA}/password", json={"password": GIVEN})
        ada = Person(hub, ADA)
        ada.fill("hub/change-password", username=ADA, password=GIVEN, new=OWN, again=OWN)
        yield Place(hub, ada)


def test_a_notebook_runs_as_its_owner_and_its_output_is_theirs(place: Place) -> None:
    closed = [str(place.hub.folder / "couture"), str(place.hub.folder / "hub"), pwd.getpwnam(BOB).pw_dir]
    name = place.write("who.ipynb", WHO, LOOK.format(paths=closed))
    state, log = place.run("who", name, output_path="out/who.ipynb")
    assert state == "success", log
    assert f"{ADA} {pwd.getpwnam(ADA).pw_dir}" in log
    assert "['closed', 'closed', 'closed'] []" in log
    assert (place.hub.workspace / "out" / "who.ipynb").owner() == ADA


def test_nobody_else_reaches_the_pool(place: Place) -> None:
    pool = Deployment(place.hub.folder, place.hub.workspace).account_pools / ADA / "pool"
    asked = "import os, socket, sys\nos.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[1]))\n"
    asked += "[socket.socket(socket.AF_UNIX).connect(each) for each in sys.argv[3:]]"

    def connect(name: str, *paths: Path) -> str:
        who = pwd.getpwnam(name)
        command = [sys.executable, "-c", asked, str(who.pw_uid), str(who.pw_gid), *map(str, paths)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    assert connect(SERVICE, pool, pool.with_name("runner"), pool.parent.with_name("starter")) == ""
    for path in (
        pool,
        pool.with_name("runner"),
        pool.parent.with_name("starter"),
        next(pool.parent.glob("kernel-*-1")),
    ):
        assert "PermissionError" in connect(BOB, path)


def test_a_script_and_its_packages_are_the_owners(place: Place) -> None:
    place.write("none.txt", "")
    script = place.write("who.py", WHO, "from couture_jupyter import record", "record(found=1)")
    state, log = place.run("script", script)
    assert state == "success", log
    assert f"{ADA} {pwd.getpwnam(ADA).pw_dir}" in log
    state, log = place.run(
        "built", place.write("built.ipynb", "import sys; print(sys.prefix)"), environment={"requirements": "none.txt"}
    )
    assert state == "success", log
    assert f"{pwd.getpwnam(ADA).pw_dir}/.cache/couture/environments/" in log


def test_an_output_goes_only_where_its_owner_may_write(place: Place) -> None:
    private = place.hub.folder / "couture"
    name = place.write("escape.ipynb", f"import os; os.symlink({str(private)!r}, 'away')")
    state, log = place.run("escape", name, output_path="away/found.ipynb")
    assert state == "failed"
    assert not (private / "found.ipynb").exists()
    assert f"{ADA} could not write" in log
