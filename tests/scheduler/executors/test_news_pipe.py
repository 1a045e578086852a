"""The pipe of the workers: what is no news does not keep real news from being heard."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from couture_scheduler import config
from couture_scheduler.executors.local import LocalExecutor
from couture_scheduler.executors.news_pipe import NewsPipe
from couture_scheduler.worker.news import News


@pytest.fixture
def pipe() -> Iterator[NewsPipe]:
    made = NewsPipe()
    with contextlib.closing(made):
        yield made


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"[1]", b"{}", b'{"t":1}', b"[" * 4000, b"\xff"])
def test_rubbish_is_left_out(pipe: NewsPipe, rubbish: bytes) -> None:
    os.write(pipe.writer, rubbish + b"\n")
    assert News(pipe.writer).send(t="log", id="1.1.1", size=3)
    assert pipe.read() == [{"t": "log", "id": "1.1.1", "size": 3}]


def test_news_without_sense_do_not_stop_the_executor(tmp_path: Path) -> None:
    executor = LocalExecutor(config.load(tmp_path))
    try:
        for message in ({"t": "done"}, {"t": "done", "id": []}, {"t": "started", "id": {}}):
            News(executor._pipe.writer).send(**message)
        assert executor.drain() == []
    finally:
        executor.stop()
