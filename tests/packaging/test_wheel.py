"""The wheel in an empty environment is the whole product."""

from __future__ import annotations

import contextlib
import json
import subprocess
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

DEADLINE = 120.0


def test_the_wheel_holds_what_it_should_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".data/" not in name and ".dist-info/" not in name}
    assert tops == {"couture_jupyter", "couture_scheduler", "couture_server", "couture_hub"}
    data = {name.split(".data/data/", 1)[1] for name in names if ".data/data/" in name}
    assert "share/jupyter/labextensions/couture-jupyter/package.json" in data
    assert "etc/jupyter/jupyter_server_config.d/couture_server.json" in data
    assert any(name.startswith("share/jupyter/couture/examples/dags/") for name in data)
    assert [name for name in names if name.endswith((".map", ".pyc")) or "/node_modules/" in name] == []
    assert any(name.startswith("couture_scheduler/store/migrations/versions/") for name in names)
    assert "couture_server/openapi.yaml" in names


def test_jupyter_finds_both_extensions(installation: Any) -> None:
    server = installation.run("jupyter", "server", "extension", "list")
    assert "couture_server" in server
    assert "enabled" in server.split("couture_server", 1)[1]
    lab = installation.run("jupyter", "labextension", "list")
    line = next(line for line in lab.splitlines() if "couture-jupyter" in line)
    assert "enabled" in line
    assert "OK" in line


def test_the_command_line_is_there(installation: Any, tmp_path: Path) -> None:
    assert "couture" in installation.run("couture", "--version")
    assert "Usage" in installation.run("jupyter", "couture", "--help")


def test_the_demo_of_the_wheel_succeeds(installation: Any, tmp_path: Path) -> None:
    output = installation.run("python", "-m", "couture_server.demo", "--workspace", str(tmp_path / "demo"))
    assert "All of it succeeded." in output
    assert "No process is left." in output


def test_jupyter_lab_serves_the_front_end(installation: Any, tmp_path: Path) -> None:
    with running_lab(installation, tmp_path) as (url, token):
        page = fetch(f"{url}lab?token={token}")
        settings = json.loads(
            page.split('id="jupyter-config-data" type="application/json">', 1)[1].split("</script>")[0]
        )
        ours = next(each for each in settings["federated_extensions"] if each["name"] == "couture-jupyter")
        entry = fetch(f"{url}lab/extensions/couture-jupyter/{ours['load']}?token={token}")
        assert "couture-jupyter" in entry


@contextlib.contextmanager
def running_lab(installation: Any, workspace: Path) -> Iterator[tuple[str, str]]:
    """``jupyter lab`` as a person starts it, without the browser."""
    token = "packaging"
    options = ["--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1", f"--IdentityProvider.token={token}"]
    quiet = ["--CoutureApp.autostart_engine=False"]
    process = subprocess.Popen(
        [str(installation.folder / "bin" / "jupyter"), "lab", *options, *quiet],
        cwd=workspace, env=installation.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield wait_for_url(process, installation.folder / "person" / "runtime"), token
    finally:
        process.terminate()
        process.wait(60)


def wait_for_url(process: subprocess.Popen[bytes], runtime: Path) -> str:
    """The address that the server writes down, once it answers there: it writes a moment before it listens."""
    for _ in range(int(DEADLINE * 10)):
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, urllib.error.URLError):
                url = str(json.loads(file.read_text(encoding="utf-8"))["url"])
                fetch(f"{url}api")
                return url
        assert process.poll() is None
        Event().wait(0.1)
    return pytest.fail("jupyter lab did not start")


def fetch(url: str) -> str:
    """The text at an address."""
    with urllib.request.urlopen(url, timeout=60) as response:
        return str(response.read().decode())
