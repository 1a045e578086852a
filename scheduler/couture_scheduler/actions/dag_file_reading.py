"""Texts of DAG files that nobody has saved yet, read in child processes as the engine reads the files."""

from __future__ import annotations

import queue
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.parse_secrets import ParseSecrets
from couture_scheduler.errors import UnavailableError
from couture_scheduler.worker.parse import ParseResult
from couture_scheduler.worker.secret_channel import open_channel
from couture_scheduler.worker.zygote_client import ZygoteClient

AT_ONCE = 2
LONGEST = 10.0  # seconds that one text may take: somebody waits for it
PATIENCE = 30.0  # seconds that one may wait for its turn


@dataclass
class _Desk:
    """One warm parent and what it may know of secrets."""

    parser: ZygoteClient = field(default_factory=ZygoteClient)
    secrets: ParseSecrets | None = None
    channel: ExitStack = field(default_factory=ExitStack)


class DagFileReader:
    """Reads texts, ``AT_ONCE`` at a time; may be used from any thread. The warm parents end when nobody asks."""

    def __init__(self) -> None:
        self._free: queue.LifoQueue[_Desk] = queue.LifoQueue()  # the warm one first
        self._desks = [_Desk() for _ in range(AT_ONCE)]
        for desk in self._desks:
            self._free.put(desk)

    def read(self, ctx: ActionContext, path: str, content: bytes) -> ParseResult:
        """What the engine would make of ``content`` in the place of the file ``path``."""
        try:
            desk = self._free.get(timeout=PATIENCE)
        except queue.Empty:
            told = "Other DAG files are being read, and take long. The check is tried again at your next change."
            raise UnavailableError(told) from None
        try:
            return _read(desk, ctx, path, content)
        finally:
            self._free.put(desk)

    def close(self) -> None:
        """End the warm parents."""
        for desk in self._desks:
            desk.parser.close()
            desk.channel.close()


def _read(desk: _Desk, ctx: ActionContext, path: str, content: bytes) -> ParseResult:
    if desk.secrets is None:
        desk.secrets = _CheckSecrets(ctx.store, ctx.settings.home, ctx.clock)
        desk.parser.environment = desk.channel.enter_context(open_channel(desk.secrets))
    desk.secrets.begin(path)
    folder = ctx.settings.dags_folder
    with tempfile.NamedTemporaryFile(suffix=".py") as copy:
        copy.write(content)
        copy.flush()
        timeout = min(ctx.settings.parse_timeout, LONGEST)
        return desk.parser.parse(Path(copy.name), origin=folder / path, dags_folder=folder, timeout=timeout)


class _CheckSecrets(ParseSecrets):
    """The same text is read at each pause in the typing: what it asks for is noted once."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._noted: set[tuple[str, str, str]] = set()

    def note(self, kind: str, name: str) -> None:
        """Into the audit log, unless it is there."""
        if (self.file, kind, name) not in self._noted:
            self._noted.add((self.file, kind, name))
            super().note(kind, name)
