"""The process of a worker machine: Celery takes messages and holds a slot for each until its try has ended."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import EDITION
from couture_scheduler.executors.remote.celery_app import TASK, make_app, queue_of
from couture_scheduler.executors.remote.machine import Machine

log = logging.getLogger(__name__)


def run_worker(settings: Settings, name: str, queues: Sequence[str], slots: int) -> None:
    """Take and run tries until SIGTERM or SIGINT: the first waits for those that run, the second does not; then they go
    on, and the next process with this name adopts them. Raises ``UnavailableError`` or ``InvalidInputError``."""
    from celery import signals
    from celery.apps.worker import Worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = make_app(settings)
    app.conf.task_queues = [queue_of(each) for each in queues]
    machine = Machine(settings, name, queues, slots)

    app.task(name=TASK, ignore_result=True)(machine.do)

    def shutting_down(sig: str = "", how: str = "", **_: Any) -> None:
        if how.lower() != "warm":
            log.warning("The worker machine ends at once; its tries go on")
            os._exit(0)
        machine.end()

    signals.worker_shutting_down.connect(shutting_down, weak=False)
    machine.start()
    log.info("Worker machine %s takes tasks of %s, %d at once (%s)", name, ", ".join(queues), slots, EDITION)
    worker: Any = Worker(
        app=app,
        hostname=f"couture@{name}",
        pool="threads",
        concurrency=slots,
        without_gossip=True,
        without_mingle=True,
        loglevel="INFO",
        quiet=True,
    )
    try:
        worker.start()
    finally:
        machine.stop()
