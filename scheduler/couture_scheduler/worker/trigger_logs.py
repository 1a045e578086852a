"""Logs of triggers: what is logged while one waits goes to the log of its task, all else to the triggerer's own."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from pathlib import Path

from couture_scheduler.files.logs import append_line
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.worker.run import LOG_FORMAT

MASKS = Masks()  # one for the process: what is secret for one trigger no other one shows either
task_log: ContextVar[Path] = ContextVar("task_log")


class TaskLogHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes each record where it belongs, with its secrets hidden."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        return MASKS.hide(super().format(record))

    def emit(self, record: logging.LogRecord) -> None:
        """To the log of the task whose trigger speaks, if it is one."""
        path = getattr(record, "task_log", None) or task_log.get(None)
        if path is None:
            super().emit(record)
            return
        try:
            append_line(path, self.format(record))
        except OSError:
            self.handleError(record)


def log_to_tasks() -> None:
    """From now on."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT, handlers=[TaskLogHandler(sys.stderr)], force=True)
