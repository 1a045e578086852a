"""Notebook schedules run as their owner: as root with a service user, on a Hub of their own."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest
from couture_hub.deployment import Deployment
from hub_process import FIRST, GIVEN, OWN, HubProcess, Person, wait_for
from owners_hub import ADA, BOB, SERVICE, Place, outcome_as, running_as_root, system_users
from people_notebooks import KernelChannel

WHO = "import getpass, os; print(getpass.getuser(), os.environ['HOME'])"
MAKE = "open('made.txt', 'w').write('by the run')"
LARGE = """
import time
taken = []
for _ in range(600):
    taken.append(b"x" * 2**20)
    time.sleep(0.01)
"""
TRAP = "import os\nopen({!r}, 'a').write(__name__)\n"
DAG_FILE = """
import getpass
from couture_jupyter import DAG, task

@task
def look():
    found = []
    for each in ("include_me", "plug_in"):
        try:
            found.append(__import__(each))
        except ImportError:
            pass
    print(f"runs as {getpass.getuser()}, nothing beside it: {not found}")

with DAG("whose", schedule=None, is_paused_upon_creation=False):
    look()
"""
MANUAL = {"kind": "manual"}
CONNECT = "[socket.socket(socket.AF_UNIX).connect(each) for each in sys.argv[1:]]"
# Waits until it is let go on, with the secret and the way to it in hand.
SECRET = """
import os
from pathlib import Path
from couture_jupyter import Variable
value = Variable.get("owners_token", secret=True)
Path.home().joinpath("told").write_text(f"{os.getpid()} {os.environ['COUTURE_CHANNEL'].rpartition(' ')[0]}")
with open(Path.home() / "go") as go:
    go.read()
print(len(value), "characters,", value)
"""
LOOK = """
def look(path):
    try:
        return os.listdir(path) if os.path.isdir(path) else open(path).read(9)
    except PermissionError:
        return "closed"
print([look(each) for each in {paths}], [each for each in os.environ if each.startswith("JUPYTERHUB")])
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    # pytest closes its own folder to others, again whenever another pytest begins.
    with TemporaryDirectory(prefix="couture-owners-") as folder, system_users(), running_as_root(Path(folder)) as hub:
        superadmin = Person(hub, "superadmin")
        superadmin.fill("hub/change-password", username="superadmin", password=FIRST, new=OWN, again=OWN)
        superadmin.sign_in(OWN)
        people = [Person(hub, ADA), Person(hub, BOB)]
        for each in people:
            superadmin.ask("POST", "users", json={"username": each.name, "roles": ["Developer"]})
            superadmin.ask("PUT", f"users/{each.name}/password", json={"password": GIVEN})
            each.fill("hub/change-password", username=each.name, password=GIVEN, new=OWN, again=OWN)
        superadmin.ask("POST", "variables", json={"key": "owners_token", "value": "a value that nobody sees"})
        yield Place(hub, *people, superadmin)


def test_a_notebook_runs_as_its_owner_and_its_output_is_theirs(place: Place) -> None:
    closed = [str(place.hub.folder / "couture"), str(place.hub.folder / "hub"), pwd.getpwnam(BOB).pw_dir]
    name = place.write("who.ipynb", WHO, LOOK.format(paths=closed))
    state, log = place.run("who", name, output_path="out/who.ipynb")
    assert state == "success", log
    assert f"{ADA} {pwd.getpwnam(ADA).pw_dir}" in log
    assert "['closed', 'closed', 'closed'] []" in log
    assert (place.hub.workspace / "out" / "who.ipynb").owner() == ADA
    kept = json.loads(next(place.runs("who").rglob("environment.json")).read_bytes())
    assert "ipykernel" in kept["packages"]


def test_dag_files_are_saved_through_the_service_and_in_no_other_way(place: Place) -> None:
    """They run as the service; what people put beside the DAG folder is not imported by it."""
    folder = place.hub.workspace / "dags"
    assert (folder.owner(), stat.S_IMODE(folder.stat().st_mode)) == (SERVICE, 0o750)
    trap = place.hub.workspace / "trap.txt"
    for name in ("include_me.py", "plugins/plug_in.py"):
        path = place.hub.workspace / name
        write = (
            f"p = pathlib.Path({str(path)!r}); p.parent.mkdir(exist_ok=True); p.write_text({TRAP.format(str(trap))!r})"
        )
        assert outcome_as(ADA, write) == ""
    content = base64.b64encode(DAG_FILE.encode()).decode()
    saved = place.ada.ask("POST", "dagFiles/upload", json={"path": "team/whose.py", "content": content})
    assert saved.status_code == 201, saved.text
    file = folder / "team" / "whose.py"
    assert (file.owner(), stat.S_IMODE(file.stat().st_mode)) == (SERVICE, 0o644)
    wait_for(lambda: place.ada.ask("GET", "dags/whose").status_code == 200)
    state, log = place.run_again("whose")
    assert state == "success", log
    assert f"runs as {SERVICE}, nothing beside it: True" in log
    for change, path in (
        ("open(sys.argv[1], 'a')", file),
        ("os.unlink(sys.argv[1])", file),
        ("open(sys.argv[1] + '/new.py', 'x')", folder),
        ("open(sys.argv[1] + '/new.py', 'x')", file.parent),
        ("os.rename(sys.argv[1], sys.argv[1] + '-')", folder),
        ("os.chmod(sys.argv[1], 0o777)", folder),
    ):
        assert "Error: [Errno" in outcome_as(ADA, change, path), change
    assert not trap.exists()


def test_nobody_else_reaches_the_pool(place: Place) -> None:
    pool = Deployment(place.hub.folder, place.hub.workspace).account_pools / ADA / "pool"
    assert outcome_as(SERVICE, CONNECT, pool, pool.with_name("runner"), pool.parent.with_name("starter")) == ""
    for path in (
        pool,
        pool.with_name("runner"),
        pool.parent.with_name("starter"),
        next(pool.parent.glob("kernel-*-1")),
    ):
        assert "PermissionError" in outcome_as(BOB, CONNECT, path)


def test_a_secret_reaches_the_owners_kernel_and_nobody_else(place: Place) -> None:
    home = Path(pwd.getpwnam(ADA).pw_dir)
    os.mkfifo(home / "go")
    shutil.chown(home / "go", ADA, ADA)
    name = place.write("secret.ipynb", SECRET)
    run = place.start(place.schedule("secret", name))
    go: list[int] = []
    wait_for(lambda: go.extend(opened(home / "go")) or go)
    pid, address = (home / "told").read_text().split()
    assert "PermissionError" in outcome_as(BOB, CONNECT, address)
    for path in (address, f"/proc/{pid}/environ", f"/proc/{pid}/mem", Path(address).parent / "made"):
        assert "PermissionError" in outcome_as(BOB, "open(sys.argv[1], 'rb').read(1)", path)
    for change in ("os.rename(sys.argv[1], sys.argv[1] + '-')", "open(sys.argv[1] + '-', 'x')"):
        assert "PermissionError" in outcome_as(ADA, change, address), "a link could be put there"
    os.close(go[0])
    state, log = place.end(run)
    assert state == "success", log
    assert "24 characters, ***" in log


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


def test_a_snapshot_runs_in_its_owners_home(place: Place) -> None:
    name = place.write("frozen.ipynb", "import os; print('ran in', os.getcwd(), open('beside.txt').read())", MAKE)
    place.write("beside.txt", "as it was")
    frozen = {"kind": "snapshot", "files": ["beside.txt"]}
    made = place.schedule("frozen", name, code=frozen)
    place.write("frozen.ipynb", "raise ValueError('today')")
    state, log = place.run_again(made)
    assert state == "success", log
    work = next(Path(pwd.getpwnam(ADA).pw_dir, ".cache", "couture", "work").iterdir())
    assert f"ran in {work} as it was" in log
    assert [each.name for each in work.iterdir()] == ["made.txt"]
    assert (work.owner(), stat.S_IMODE(work.stat().st_mode)) == (ADA, 0o700)


def test_a_commit_runs_as_its_owner_and_so_does_all_that_git_starts(place: Place) -> None:
    """The repository's own settings name a program: the service must not be who starts it."""
    folder = place.hub.workspace / "repository"
    folder.mkdir()
    shutil.chown(folder, ADA, SERVICE)
    place.git("init", "-q", "-b", "main")
    place.write("repository/spy.sh", "#!/bin/sh", f"id -un >> {folder / 'spied.txt'}")
    (folder / "spy.sh").chmod(0o755)
    name = place.write("repository/kept.ipynb", "import os; print('ran', open('data.txt').read())")
    place.write("repository/data.txt", "committed")
    place.git("add", "kept.ipynb", "data.txt")
    place.git("commit", "-qm", "first")
    place.git("config", "core.fsmonitor", str(folder / "spy.sh"))
    place.write("repository/data.txt", "today")
    refs = place.ada.get(f"notebooks/gitRefs?path={name}")
    assert ([each["name"] for each in refs["refs"]], refs["because"]) == (["main"], None)
    made = place.schedule("kept", name, code={"kind": "git", "ref": "main"})
    state, log = place.run_again(made)
    assert state == "success", log
    assert "ran committed" in log
    place.write("repository/kept.ipynb", "1")
    made = place.schedule("as it is", name)
    assert place.run_again(made)[0] == "success"
    found = json.loads(next(place.runs(made).rglob("code.json")).read_bytes())
    assert (found["commit"], found["dirty"]) == (place.git("rev-parse", "HEAD"), True)
    assert set((folder / "spied.txt").read_text().split()) == {ADA}


def test_a_kernelspec_of_the_owners_is_found_and_the_memory_limit_holds(place: Place) -> None:
    spec = Path(pwd.getpwnam(ADA).pw_dir, ".local", "share", "jupyter", "kernels", "mine", "kernel.json")
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    made = f"p = pathlib.Path({str(spec)!r}); p.parent.mkdir(parents=True); p.write_text(input())"
    content = json.dumps({"argv": argv, "display_name": "Mine", "language": "python", "env": {"MINE": "hers"}})
    assert outcome_as(ADA, made.replace("input()", repr(content))) == ""
    name = place.write("mine.ipynb", "import os; print('the spec is', os.environ['MINE'])")
    state, log = place.run("mine", name, kernel_name="mine")
    assert state == "success", log
    assert "the spec is hers" in log
    refused = place.bob.ask(
        "POST", "notebookSchedules", json={"name": "b", "notebook": name, "when": MANUAL, "kernel_name": "mine"}
    )
    assert (refused.status_code, "There is no kernel 'mine' here" in refused.text) == (422, True)
    name = place.write("large.ipynb", LARGE)
    state, log = place.run("large", name, environment={"memory_megabytes": 256})
    assert state == "failed"
    assert "256 MB" in log


def test_a_retry_goes_on_with_the_owners_kernel(place: Place) -> None:
    fails_once = (
        "import os\nif not os.path.exists('was.here'):\n    open('was.here', 'w')\n    raise ValueError('once')"
    )
    name = place.write("again.ipynb", "kept = 41", fails_once, "print('kept', kept + 1)")
    state, log = place.run("again", name, retries=1, retry_delay=1, resume_on_retry=True)
    assert state == "success", log
    assert "Going on at cell 2 of 3" in log
    assert "kept 42" in log


def test_the_owner_opens_the_kernel_of_a_failed_run_and_the_run_goes_on_with_it(place: Place) -> None:
    ada = place.ada
    run = place.start(
        place.schedule("broken", place.write("broken.ipynb", "kept = 20", "kept / 0", "print('kept', kept)"))
    )
    assert place.end(run)[0] == "failed"
    task, one = f"{run}/taskInstances/notebook", held_kernel(ada, run)
    assert "in your own JupyterLab" in ada.get(one)["cannot_open"]
    assert ada.ask("POST", f"{one}/attach", json={}).status_code == 409
    ada.start_server()
    attached = ada.ask("POST", f"{one}/attach", base=ada.own, json={})
    assert attached.status_code == 200, attached.text
    kernel, copy = attached.json()["kernel_id"], place.hub.workspace / attached.json()["path"]
    assert copy.owner() == ADA
    channel = KernelChannel(ada, kernel)
    channel.tell("kept += 1; print('begun', flush=True)\nimport threading; threading.Event().wait()", value="kept")
    assert channel.hear("stream")["text"] == "begun\n"
    address = f"{place.hub.url}{ada.own}api/kernels/{kernel}/interrupt"
    assert ada.session.post(address, headers={"X-XSRFToken": ada.xsrf(f"/{ada.own}")}).status_code == 204
    assert channel.hear("execute_reply")["ename"] == "KeyboardInterrupt"
    channel.tell("kept += 1", value="kept")
    assert channel.hear("execute_reply")["user_expressions"]["value"]["data"]["text/plain"] == "22"
    channel.close()
    place.write(copy.name, "kept = 20", "kept += 20", "print('kept', kept)")
    shutil.chown(copy, BOB)
    refused = ada.ask("POST", f"{task}/resume", base=ada.own, json={"notebook": "copy", "accept_changes": True})
    assert (refused.status_code, f"is not a file of {ADA}" in refused.text) == (409, True), "it would run as ada"
    shutil.chown(copy, ADA)
    resumed = ada.ask("POST", f"{task}/resume", base=ada.own, json={"notebook": "copy", "accept_changes": True})
    assert resumed.status_code == 200, resumed.text
    state, log = place.end(run)
    assert state == "success", log
    assert "kept 42" in log
    wait_for(lambda: ada.get(one)["because"] == "Try 2 went on with it.")


def test_nobody_else_opens_an_owners_kernel(place: Place) -> None:
    run = place.start(place.schedule("hers", place.write("hers.ipynb", "1 / 0"), hold_on_failure=600))
    assert place.end(run)[0] == "failed"
    found: list[Any] = []
    wait_for(
        lambda: found.append(place.bob.get(f"{run}/taskInstances/notebook/heldKernel")["held_kernel"]) or found[-1]
    )
    one = f"heldKernels/{found[-1]['id']}"
    for person in (place.bob, place.admin):
        assert f"only {ADA} can" in person.get(one)["cannot_open"]
        for what in ("attach", "open"):
            refused = person.ask("POST", f"{one}/{what}", json={}, headers={"Couture-Own-Server": "1"})
            assert (refused.status_code, f"only {ADA} can" in refused.text) == (403, True), refused.text
    told = place.ada.ask("POST", f"{one}/open", json={}, headers={"Couture-Own-Server": "1"}).json()["place"]
    for other in (BOB, SERVICE):
        assert "PermissionError" in outcome_as(other, "open(sys.argv[1])", told["connection_file"])
    assert place.bob.ask("PATCH", one, json={"seconds": 3600}).json()["account"] == ADA
    assert place.bob.ask("DELETE", one).status_code == 204
    assert "let it go" in place.ada.get(one)["because"]


def test_who_changes_a_schedule_is_whom_it_runs_as_from_then_on(place: Place) -> None:
    dag_id = place.schedule("handed over", place.write("handed.ipynb", WHO))
    first = place.start(dag_id)
    assert place.end(first)[0] == "success"
    changed = place.bob.ask("PATCH", f"notebookSchedules/{dag_id}", json={"tags": ["his"]})
    assert changed.status_code == 200, changed.text
    state, log = place.run_again(dag_id)
    assert state == "success", log
    assert f"{BOB} {pwd.getpwnam(BOB).pw_dir}" in log
    cleared = place.ada.ask("POST", f"{first}/clear", json={"dry_run": False, "only_failed": False})
    assert cleared.status_code == 200, cleared.text
    state, log = place.end(first)
    assert state == "failed", "what ada had saved runs as bob"
    assert f"it does not run as {BOB}" in log


def test_a_starter_that_was_killed_is_started_again(place: Place) -> None:
    """The Hub sees to that; pools that run are used meanwhile."""
    name = place.write("after.ipynb", WHO)
    assert place.run("before the end", name)[0] == "success"
    before = starter_of(place.hub)
    assert before is not None
    before.kill()
    assert place.run("between", name)[0] == "success"
    wait_for(lambda: starter_of(place.hub) not in (None, before))
    address = Deployment(place.hub.folder, place.hub.workspace).account_pools / "starter"
    wait_for(lambda: outcome_as(SERVICE, CONNECT, address) == "")
    subprocess.run(["pkill", "-KILL", "-u", ADA], check=True)
    wait_for(lambda: not has_processes(ADA))
    state, log = place.run("anew", name)
    assert state == "success", log


def starter_of(hub: HubProcess) -> psutil.Process | None:
    """The starter of this Hub, if it runs."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in psutil.Process(hub.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if "couture_hub.starter" in each.cmdline():
                    return each
    return None


def held_kernel(person: Person, run: str) -> str:
    """The address of the kernel that this run has left, as soon as it is told of."""
    found: list[Any] = []
    wait_for(lambda: found.append(person.get(f"{run}/taskInstances/notebook/heldKernel")["held_kernel"]) or found[-1])
    return f"heldKernels/{found[-1]['id']}"


def has_processes(name: str) -> bool:
    """Whether anything runs as this user of the system."""
    found = psutil.process_iter(["username", "status"])
    return any(each.info["username"] == name and each.info["status"] != psutil.STATUS_ZOMBIE for each in found)


def opened(fifo: Path) -> list[int]:
    """The writing end, as soon as somebody reads; that ends when it is closed."""
    try:
        return [os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)]
    except OSError:
        return []
