"""Builds the wheel once and installs it into an empty environment for each Python that is on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = 11, 16


def pythons() -> list[str]:
    """The interpreters 3.11 and newer that start: this one, those on the path, those that pyenv keeps."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {sys.version_info.minor: sys.executable}
    for minor in range(OLDEST, NEWEST):
        for program in (f"python3.{minor}", *map(str, sorted(pyenv.glob(f"3.{minor}.*/bin/python")))):
            if minor not in found and starts(program):
                found[minor] = program
    return [found[minor] for minor in sorted(found)]


def starts(program: str) -> bool:
    """Whether the interpreter is one that works."""
    try:
        return subprocess.run([program, "-c", "import ssl, venv"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and what it depends on, and nothing else."""

    folder: Path

    def run(self, *command: str, cwd: Path | None = None) -> str:
        """Run one of its programs; its output. Fails with the output when the program fails."""
        done = subprocess.run(
            [str(self.folder / "bin" / command[0]), *command[1:]],
            cwd=cwd or self.folder, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def environment(self) -> dict[str, str]:
        """The environment of a person who has activated it."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("COUTURE_", "JUPYTER"))}
        return {
            **own,
            "VIRTUAL_ENV": str(self.folder),
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_CONFIG_DIR": str(self.folder / "person" / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "person" / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "person" / "runtime"),
        }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with the front end that the set-up built."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, env={**os.environ, "SKIP_JUPYTER_BUILDER": "1"})
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session", params=pythons(), ids=lambda path: Path(path).resolve().name)
def installation(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in an empty environment."""
    folder = tmp_path_factory.mktemp("installation") / "venv"
    subprocess.run([request.param, "-m", "venv", str(folder)], check=True)
    uv = Path(sys.executable).with_name("uv")
    python = str(folder / "bin" / "python")
    if uv.exists():
        subprocess.run([str(uv), "pip", "install", "--quiet", "--python", python, str(wheel)], check=True)
    else:
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return Installation(folder)
