"""The demo's workspace: a folder with the examples in it, made anew each time."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from couture_scheduler import config
from couture_scheduler.errors import EngineUnavailableError
from couture_scheduler.loop.client import EngineClient
from jupyter_core.paths import jupyter_path

MARK = ".couture-demo"


class DemoError(Exception):
    """The demo cannot go on; the message is a sentence for a person."""


def examples_folder() -> Path:
    """Where the examples are: in a checkout beside the packages, else where the wheel put them."""
    checkout = Path(__file__).resolve().parents[3] / "examples"
    for folder in (checkout, *(Path(each) / "examples" for each in jupyter_path("couture"))):
        if (folder / "dags").is_dir():
            return folder
    raise DemoError("The examples are missing. Install couture-jupyter again.")


def make_workspace(folder: Path, *, anew: bool) -> Path:
    """Fill ``folder`` with the examples. ``anew`` removes what an earlier demo left there; a folder that the demo
    did not make is never touched."""
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DemoError(f"{folder} is not empty and not a demo's. Name another folder with --workspace.")
    if anew and folder.exists():
        with contextlib.suppress(EngineUnavailableError):
            EngineClient(config.load(folder)).stop()
        shutil.rmtree(folder)
    shutil.copytree(examples_folder(), folder, dirs_exist_ok=True)
    (folder / MARK).write_text("Made by the demo of Couture Jupyter; it may remove this folder.\n", encoding="utf-8")
    return folder
