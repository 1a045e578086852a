"""Logging as classes of Airflow have it, values that the log must not show, and measurements."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from couture_jupyter.runtime import current_task
from couture_jupyter.sensitive import hide, sensitive_texts


class LoggingMixin:
    """Gives a class ``self.log``, whose lines go to the task's log."""

    _log: logging.Logger | None = None

    def __init__(self, context: Any = None) -> None:
        super().__init__()

    @property
    def log(self) -> logging.Logger:
        """The logger of this class."""
        return logging.getLogger(f"couture.task.{type(self).__name__}")

    @classmethod
    def logger(cls) -> logging.Logger:
        """The same, of the class."""
        return logging.getLogger(f"couture.task.{cls.__name__}")


def mask_secret(secret: Any, name: str | None = None) -> None:
    """From now on this value appears as ``***`` in the task's log; of a dict or list what stands under sensitive names,
    or all of it without a ``name``."""
    task = current_task.get(None)
    if task is None or not secret:
        return
    for text in [secret] if isinstance(secret, str) else sensitive_texts(secret, name or ""):
        task.hide(text)


def redact(value: Any, name: str | None = None, max_depth: int | None = None) -> Any:
    """``value`` with ``***`` in place of what stands under sensitive names."""
    return hide(value, name or "")


class Stats:
    """Airflow's measurements. Nobody collects them here: the engine measures tasks by itself."""

    @staticmethod
    def incr(stat: str, count: int = 1, rate: float = 1, **rest: Any) -> None:
        """Count."""

    @staticmethod
    def decr(stat: str, count: int = 1, rate: float = 1, **rest: Any) -> None:
        """Count down."""

    @staticmethod
    def gauge(stat: str, value: float, rate: float = 1, delta: bool = False, **rest: Any) -> None:
        """A level."""

    @staticmethod
    def timing(stat: str, dt: Any, **rest: Any) -> None:
        """A length of time."""

    @staticmethod
    @contextmanager
    def timer(*args: Any, **rest: Any) -> Iterator[None]:
        """Around what is to be measured."""
        yield
