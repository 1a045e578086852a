"""The triggerer: one process in which all triggers of deferred tasks wait together, with ``asyncio``.

    python -m couture_scheduler.worker.triggerer <descriptor> <dags folder>

The engine says ``{"wait": {"launch": …, "class": …, "kwargs": …}}`` and ``{"forget": <launch id>}``; the answer to a
wait is ``{"id": <launch id>, "told": …}`` as in ``EventFired``. When the engine is gone this process ends: the next
engine makes all triggers again.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import os
import queue
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from couture_jupyter import xcom
from couture_jupyter.runtime import current_task
from couture_jupyter.state_stores import AssetStateStore
from couture_jupyter.triggers import BaseTrigger
from couture_jupyter.triggers.base import BaseEventTrigger
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.environment import look_here_last
from couture_scheduler.files.layout import LOG_NAME
from couture_scheduler.files.processes import TASK_SCORE, offer_to_oom_killer
from couture_scheduler.worker.blocked_loop import BlockedLoopWatch
from couture_scheduler.worker.context import WorkerContext
from couture_scheduler.worker.news import News
from couture_scheduler.worker.trigger_logs import MASKS, log_to_tasks, task_log

AT_ONCE = 50  # messages taken before the triggers have their turn
LAST_WORDS = 5.0  # seconds for triggers to clean up when the engine is gone

log = logging.getLogger("couture.triggerer")


class Waits:
    """All that is waited for. Lives in the event loop's thread."""

    def __init__(self, commands: Connection) -> None:
        self._commands = commands
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._classes: dict[str, type[BaseTrigger]] = {}
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._over = asyncio.Event()

    async def serve(self) -> None:
        """Until the engine is gone."""
        loop = asyncio.get_running_loop()
        # Answers leave from a thread: while the engine is busy sending, this process must still read.
        threading.Thread(target=self._answer, daemon=True, name="answers").start()
        BlockedLoopWatch(loop).start()
        loop.add_reader(self._commands.fileno(), self._read)
        await self._over.wait()
        loop.remove_reader(self._commands.fileno())
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=LAST_WORDS)

    def _read(self) -> None:
        try:
            for _ in range(AT_ONCE):
                if not self._commands.poll():
                    return
                self._hear(json.loads(self._commands.recv_bytes()))
        except (EOFError, OSError):
            self._over.set()

    def _hear(self, command: dict[str, Any]) -> None:
        if "forget" in command:
            task = self._tasks.get(command["forget"])
            if task is not None:
                task.cancel()
            return
        launch = Launch.from_json(command["wait"]["launch"])
        asset = command["wait"].get("asset")  # of a watcher's trigger
        work = self._wait(launch, command["wait"]["class"], command["wait"]["kwargs"], asset)
        task = asyncio.get_running_loop().create_task(work, name=f"{command['wait']['class']} of {launch.task_id}")
        self._tasks[launch.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(launch.id, None))

    async def _wait(self, launch: Launch, path: str, kwargs: Any, asset: str | None) -> None:
        """One wait, in a context of its own. The edge of people's code: whatever it raises fails its task alone."""
        context = WorkerContext(launch, News(-1))
        context.secrets.masks = MASKS
        current_task.set(context)
        task_log.set(Path(launch.folder) / LOG_NAME)
        try:
            told = await self._told(path, kwargs, AssetStateStore(context, {"name": asset}) if asset else None)
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            told = {"failed": f"The trigger {path} was cancelled by its own code.", "traceback": traceback.format_exc()}
        except BaseException as error:
            told = {"failed": f"The trigger {path} failed: {_sentence(error)}", "traceback": traceback.format_exc()}
        if "failed" in told:
            told = {name: MASKS.hide(text) for name, text in told.items()}
        self._answers.put(json.dumps({"id": launch.id, "told": told}).encode())

    async def _told(self, path: str, kwargs: Any, store: AssetStateStore | None) -> dict[str, Any]:
        if path not in self._classes:
            self._classes[path] = await asyncio.to_thread(_find, path)  # an import may take long
        trigger = self._classes[path](**xcom.decode(kwargs))
        if isinstance(trigger, BaseEventTrigger):
            trigger.asset_state_store = store
        try:
            return await _first_event(trigger, path)
        finally:
            try:
                await trigger.cleanup()
            except Exception:
                log.exception("The trigger %s could not clean up.", path)

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                self._commands.send_bytes(self._answers.get())


async def _first_event(trigger: BaseTrigger, path: str) -> dict[str, Any]:
    events = trigger.run()
    try:
        async for event in events:
            return {"event": xcom.encode(event.payload, f"the event of {path}")}
    finally:
        close = getattr(events, "aclose", None)
        if close is not None:
            await close()
    return {"failed": f"The trigger {path} ended without an event.", "traceback": ""}


def _find(path: str) -> type[BaseTrigger]:
    module, _, name = path.rpartition(".")
    found = getattr(import_module(module), name)
    if not (inspect.isclass(found) and issubclass(found, BaseTrigger)):
        raise TypeError(f"{path} is no trigger: a trigger is a class that extends BaseTrigger.")
    return found


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _sentence(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def main(arguments: list[str]) -> int:
    """Serve until the engine is gone."""
    from couture_jupyter.airflow_compat import install, places

    commands = Connection(int(arguments[0]))
    os.set_inheritable(commands.fileno(), False)
    look_here_last()
    log_to_tasks()
    offer_to_oom_killer(TASK_SCORE)
    sys.path.insert(0, arguments[1])
    places.enter(Path(arguments[1]))
    install()
    asyncio.run(Waits(commands).serve())
    return 0


if __name__ == "__main__":
    status = main(sys.argv[1:])
    logging.shutdown()
    os._exit(status)  # a trigger's thread that still works must not keep this process alive
