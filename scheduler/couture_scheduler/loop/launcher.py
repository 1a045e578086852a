"""Starts an engine as a process of its own that outlives whoever started it."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from couture_scheduler.config import Settings
from couture_scheduler.errors import EngineUnavailableError
from couture_scheduler.files.environment import safe_path, without_secrets
from couture_scheduler.files.workspace import make_home
from couture_scheduler.loop.client import EngineClient

START_DEADLINE = 60.0
LOG_NAME = "engine.log"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """A running engine; ``started`` is false when it was there already."""

    pid: int
    started: bool


def start_engine(settings: Settings, *, idle_exit: float | None = None) -> EngineInfo:
    """Make sure that an engine runs, and wait until it answers.

    ``idle_exit`` (seconds, default from the settings) lets it end itself when no server is connected and nothing is
    scheduled; 0 keeps it for ever. Raises ``EngineUnavailableError`` with the end of its log when it does not come up.
    """
    client = EngineClient(settings)
    if client.is_running():
        return EngineInfo(client.status()["pid"], started=False)
    make_home(settings.home)
    with (settings.home / LOG_NAME).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "couture_scheduler", "engine", "run"],
            cwd=settings.workspace,
            env=_environment(settings, idle_exit),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            close_fds=True,
        )
    _wait_until_it_answers(client, process, settings)
    return EngineInfo(client.status()["pid"], started=True)


def _environment(settings: Settings, idle_exit: float | None) -> dict[str, str]:
    environment = {**without_secrets(), **safe_path()}
    for field in dataclasses.fields(settings):
        environment[f"COUTURE_{field.name.upper()}"] = str(getattr(settings, field.name))
    if idle_exit is not None:
        environment["COUTURE_IDLE_EXIT"] = str(idle_exit)
    return environment


def _wait_until_it_answers(client: EngineClient, process: subprocess.Popen[bytes], settings: Settings) -> None:
    deadline = time.monotonic() + START_DEADLINE
    pause = threading.Event()
    while time.monotonic() < deadline:
        if client.is_running():
            return
        if process.poll() not in (None, 0):
            break
        pause.wait(0.05)
    raise EngineUnavailableError(
        f"The engine did not start. The end of {settings.home / LOG_NAME} says:\n{_end_of_log(settings)}"
    )


def _end_of_log(settings: Settings) -> str:
    text = (settings.home / LOG_NAME).read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-15:])
