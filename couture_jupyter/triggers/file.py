"""Triggers that wait for files."""

from __future__ import annotations

import asyncio
import glob
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from couture_jupyter.triggers.base import BaseEventTrigger, BaseTrigger, TriggerEvent


def find_file(pattern: str, recursive: bool = False) -> str | None:
    """A file that the pattern names, or the first folder that it names with a file somewhere in it."""
    for found in glob.iglob(pattern, recursive=recursive):
        if os.path.isfile(found) or any(files for _, _, files in os.walk(found)):
            return found
    return None


class FileTrigger(BaseTrigger):
    """Fires with ``True`` when a file that ``filepath`` names is there; it may hold wildcards."""

    def __init__(self, filepath: str, recursive: bool = False, poke_interval: float = 5.0, **kwargs: Any) -> None:
        super().__init__()
        self.filepath, self.recursive, self.poke_interval = str(filepath), recursive, poke_interval

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Its arguments."""
        path = f"{type(self).__module__}.{type(self).__name__}"
        kwargs = {"filepath": self.filepath, "recursive": self.recursive, "poke_interval": self.poke_interval}
        return path, kwargs

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look now and then, in a thread: disks may be slow."""
        while await asyncio.to_thread(find_file, self.filepath, self.recursive) is None:
            await asyncio.sleep(self.poke_interval)
        yield TriggerEvent(True)


class FileDeleteTrigger(BaseEventTrigger):
    """Fires when the file is there, and takes it away: for assets that a file's arrival updates."""

    def __init__(self, filepath: str, poke_interval: float = 5.0, **kwargs: Any) -> None:
        super().__init__()
        self.filepath, self.poke_interval = str(filepath), poke_interval

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Its arguments."""
        path = f"{type(self).__module__}.{type(self).__name__}"
        return path, {"filepath": self.filepath, "poke_interval": self.poke_interval}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look now and then."""
        while not await asyncio.to_thread(_take, self.filepath):
            await asyncio.sleep(self.poke_interval)
        yield TriggerEvent(True)


class DirectoryFileDeleteTrigger(BaseEventTrigger):
    """Fires with ``{"filepath": …}`` when ``filename`` is in ``directory``, and takes the file away."""

    def __init__(self, *, directory: str, filename: str, poke_interval: float = 5.0) -> None:
        super().__init__()
        self.directory, self.filename, self.poke_interval = str(directory), str(filename), poke_interval

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Its arguments."""
        path = f"{type(self).__module__}.{type(self).__name__}"
        kwargs = {"directory": self.directory, "filename": self.filename, "poke_interval": self.poke_interval}
        return path, kwargs

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look now and then. A folder that is no folder, or closed to us, is an error."""
        path = str(Path(self.directory) / self.filename)
        while not await asyncio.to_thread(_take, path):
            await asyncio.sleep(self.poke_interval)
        yield TriggerEvent({"filepath": path})


def _take(path: str) -> bool:
    try:
        Path(path).unlink()
    except FileNotFoundError:
        return False
    return True
