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
from pathlib import Path

from couture_hub.deployment import Deployment
from hub_process import DEADLINE, FIRST, PROXY, ROOT, HubProcess, free_port, wait_for

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
        subprocess.run(["pkill", "-KILL", "-u", ADA], check=False)  # her kernel pool would wait for more work
        hub.stop()
        shutil.rmtree(Deployment(hub.folder, hub.workspace).account_pools, ignore_errors=True)
