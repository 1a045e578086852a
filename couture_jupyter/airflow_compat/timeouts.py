"""``airflow.utils.timeout``: a time limit around a piece of code."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from types import FrameType, TracebackType

from couture_jupyter.airflow_compat.errors import AirflowTaskTimeout


class timeout:  # noqa: N801 - Airflow's spelling
    """``with timeout(seconds=5): …`` raises ``AirflowTaskTimeout`` when the block takes longer.

    It needs the main thread and an alarm signal.
    """

    def __init__(self, seconds: float | timedelta = 1, error_message: str = "Timeout") -> None:
        self.seconds = seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)
        self.error_message = f"{error_message}, PID: {os.getpid()}"

    def handle_timeout(self, signum: int, frame: FrameType | None) -> None:
        """The time is up."""
        raise AirflowTaskTimeout(self.error_message)

    def __enter__(self) -> timeout:
        self._before = signal.signal(signal.SIGALRM, self.handle_timeout)
        self._rest = signal.setitimer(signal.ITIMER_REAL, self.seconds)[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, self._rest)
        signal.signal(signal.SIGALRM, self._before)
