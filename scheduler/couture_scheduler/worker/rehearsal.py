"""A try that does nothing, done so that the real ones are quick.

A process that is forked shares its parent's memory until it writes to it, and CPython writes all the time: the first
calls of a function specialize its code (PEP 659), every look at an object counts a reference. Each page that is written
costs a fault of some microseconds. A parent that has rehearsed has its code specialized before the fork; a child that
waits for its launch and rehearses meanwhile has its own pages before they are wanted.
"""

from __future__ import annotations

import logging
import signal
import tempfile
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from couture_scheduler.engine.launch import Launch, TryOutcome
from couture_scheduler.files.claims import claim
from couture_scheduler.files.results import write_result
from couture_scheduler.worker.news import News
from couture_scheduler.worker.run import attempt, log

ENOUGH = 12  # times after which CPython has specialized what it will
NOBODY = News(-1)


def rehearse_often() -> None:
    """All of a try, in a folder of its own; for a parent that has time."""
    with tempfile.TemporaryDirectory(prefix="couture-") as folder:
        for number in range(ENOUGH):
            claim(Path(folder), number)
            outcome = rehearse()
            if outcome is not None:
                write_result(Path(folder), outcome)


def rehearse() -> TryOutcome | None:
    """What a try does in memory; it leaves no trace."""
    from couture_jupyter.operators.python import PythonOperator

    before = signal.getsignal(signal.SIGTERM)
    operator = PythonOperator(task_id="rehearsal", python_callable=_nothing)
    outcome = copy_context().run(attempt, _launch(), lambda launch: operator, NOBODY)
    signal.signal(signal.SIGTERM, before)
    _format_a_line()
    return outcome


def _nothing() -> None:
    pass


def _format_a_line() -> None:
    record = log.makeRecord(log.name, logging.INFO, __file__, 0, "Try %d begins.", (1,), None)
    for handler in logging.getLogger().handlers:
        handler.format(record)


def _launch() -> Launch:
    now = datetime.now(UTC).isoformat()
    moments = ("logical_date", "data_interval_start", "data_interval_end", "run_after", "start_date")
    run: dict[str, Any] = {"dag_id": "", "run_id": "", "run_type": "manual", **dict.fromkeys(moments, now)}
    return Launch(0, "", "", "rehearsal", -1, 1, 0, 1, "", "", "", folder="/rehearsal/of/a/try", workspace=".", run=run)
