"""Makes virtual environments for functions, with uv where it is there and pip elsewhere; keeps them in a cache."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from couture_jupyter.exceptions import TaskError

_MARK = "complete.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an environment consists of."""

    requirements: tuple[str, ...] = ()
    python_version: str | None = None
    system_site_packages: bool = True
    options: tuple[str, ...] = ()
    index_urls: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same recipe on this Python."""
        document = json.dumps([asdict(self), sys.version], sort_keys=True)
        return hashlib.sha256(document.encode()).hexdigest()[:12]


def make(folder: Path, recipe: Recipe, log: logging.Logger) -> Path:
    """A new environment in ``folder``; its interpreter."""
    python, uv = folder / "bin" / "python", shutil.which("uv")
    site = ["--system-site-packages"] if recipe.system_site_packages else []
    if uv:
        wanted = recipe.python_version or sys.executable
        _run([uv, "venv", "--quiet", "--python", wanted, *site, str(folder)], log)
    else:
        _run([_interpreter(recipe.python_version), "-I", "-m", "venv", *site, str(folder)], log)
    requirements = [line for line in recipe.requirements if line.strip()]
    if requirements:
        listed = folder / "requirements.txt"
        listed.write_text("\n".join(requirements), encoding="utf-8")
        install = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-I", "-m", "pip", "install"]
        log.info("Installing: %s", ", ".join(requirements))
        _run([*install, "--quiet", *_indexes(recipe.index_urls), *recipe.options, "-r", str(listed)], log)
    return python


def cached(folder: Path, recipe: Recipe, log: logging.Logger) -> Path:
    """The interpreter of the environment for ``recipe`` in the cache; made by whoever comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"venv-{recipe.key}"
    with _alone(folder / f"{target.name}.lock"):
        if (target / _MARK).exists():
            log.info("Using the environment %s.", target)
            return target / "bin" / "python"
        if target.exists():  # somebody was ended while making it
            shutil.rmtree(target)
        python = make(target, recipe, log)
        (target / _MARK).write_text(json.dumps(asdict(recipe)), encoding="utf-8")
        return python


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _interpreter(version: str | None) -> str:
    if version is None or version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    found = shutil.which(f"python{version}")
    if found is None:
        raise TaskError(f"There is no Python {version} here: install it, or uv, which fetches it.")
    return found


def _indexes(urls: tuple[str, ...]) -> list[str]:
    """The first is the index, the others come in addition."""
    if not urls:
        return []
    return ["--index-url", urls[0], *(part for url in urls[1:] for part in ("--extra-index-url", url))]


def _run(command: list[str], log: logging.Logger) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="backslashreplace", check=False)
    for line in (done.stdout + done.stderr).splitlines():
        log.info("%s", line)
    if done.returncode:
        step = "made" if "venv" in command else "filled"
        raise TaskError(f"The environment could not be {step} (exit code {done.returncode}). The reason is in the log.")
