"""Is everything installed, and do Jupyter Server and JupyterLab know about it?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from couture_jupyter.version import __version__
from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session

SERVER_EXTENSION = "couture_server"
LAB_EXTENSION = "couture-jupyter"
PARTS = (
    "jupyterlab",
    "jupyter-server",
    "papermill",
    "nbclient",
    "ipykernel",
    "sqlalchemy",
    "apscheduler",
    "watchfiles",
)


def look(_: Session) -> Iterator[Check]:
    """The installed versions, the server extension, the front end."""
    yield Check("python", True, f"Python {sys.version.split()[0]} at {sys.executable}")
    yield _parts()
    yield _server_extension()
    yield _front_end()


def _parts() -> Check:
    found = {name: _version(name) for name in ("couture-jupyter", *PARTS)}
    missing = [name for name, version in found.items() if version is None]
    if missing:
        return Check("packages", False, f"Missing: {', '.join(missing)}", "pip install --upgrade couture-jupyter")
    versions = ", ".join(f"{name} {version}" for name, version in found.items())
    if found["couture-jupyter"] != __version__:
        mend = "Restart what runs the old version; in a development tree run: pip install -e ."
        return Check("packages", False, f"Version {__version__} is running, but {versions} is installed", mend)
    return Check("packages", True, versions)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _server_extension() -> Check:
    mend = f"jupyter server extension enable {SERVER_EXTENSION}"
    enabled = None
    for folder in reversed(_config_path()):
        for file in sorted(
            [*folder.glob("jupyter_server_config.d/*.json"), *folder.glob("jupyter_server_config.json")]
        ):
            enabled = _server_app(file).get("jpserver_extensions", {}).get(SERVER_EXTENSION, enabled)
    if enabled is None:
        return Check("server extension", False, "Jupyter Server does not know the extension", mend)
    if not enabled:
        return Check("server extension", False, "The extension is disabled", mend)
    return Check("server extension", True, f"{SERVER_EXTENSION} is enabled")


def _config_path() -> list[Path]:
    from jupyter_core.paths import jupyter_config_path

    return [Path(folder) for folder in jupyter_config_path()]


def _server_app(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8")).get("ServerApp", {})
    except (OSError, ValueError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}


def _front_end() -> Check:
    from jupyter_core.paths import jupyter_path

    places = [Path(folder) / LAB_EXTENSION / "package.json" for folder in jupyter_path("labextensions")]
    package = next((place for place in places if place.exists()), None)
    if package is None:
        mend = "pip install --force-reinstall couture-jupyter (in a development tree: make lab)"
        return Check("front end", False, "JupyterLab does not find the extension's files", mend)
    version = json.loads(package.read_text(encoding="utf-8")).get("version", "?")
    disabled = _disabled_extensions()
    if any(name.split(":")[0] == LAB_EXTENSION for name in disabled):
        return Check("front end", False, "The extension is disabled", f"jupyter labextension enable {LAB_EXTENSION}")
    return Check("front end", True, f"{LAB_EXTENSION} {version} in {package.parent}")


def _disabled_extensions() -> list[str]:
    found: list[str] = []
    for folder in _config_path():
        try:
            page = json.loads((folder / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        disabled = page.get("disabledExtensions", {})
        found += [name for name, off in disabled.items() if off] if isinstance(disabled, dict) else disabled
    return found
