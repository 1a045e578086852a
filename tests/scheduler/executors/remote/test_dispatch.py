"""What goes to a real broker, and what cannot."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from couture_scheduler.config import load
from couture_scheduler.executors.remote.celery_app import make_app, queue_of
from couture_scheduler.executors.remote.dispatch import Dispatch, Message

DEADLINE = 90.0


def test_what_cannot_be_sent_holds_up_nothing_else(
    tmp_path: Path, rabbitmq: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(load(tmp_path, executor="celery", broker_url=rabbitmq))
    dispatch = Dispatch(app)
    dispatch.start()
    dispatch.put(Message("1.1.1", "/runs/one", "a name that is too long for the protocol" * 9))
    dispatch.put(Message("2.1.1", "/runs/two", "default"))
    until, pause = time.monotonic() + DEADLINE, threading.Event()
    with app.connection_for_read() as connection:
        queue = queue_of("default")(connection.default_channel)
        queue.declare()
        while (message := queue.get(no_ack=True)) is None:
            assert time.monotonic() < until, caplog.text
            pause.wait(0.1)
    dispatch.stop()
    assert message.headers["id"] == "2.1.1"
    assert "Launch 1.1.1 cannot be sent" in caplog.text
    assert "2.1.1" not in caplog.text
