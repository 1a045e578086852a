"""Streams as a terminal shows them, with a bound."""

from __future__ import annotations

import pytest
from couture_scheduler.kernels.stream_text import StreamText


def collect(*pieces: str, limit: int = 1000) -> str:
    stream = StreamText(limit)
    for piece in pieces:
        stream.append(piece)
    return stream.text


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (("a", "b\n", "c"), "ab\nc"),
        (("10%\r", "20%\r", "30%"), "30%"),
        (("10%\r", "done\n", "next"), "done\nnext"),
        (("a\r\nb\r\n",), "a\nb\n"),
        (("a\r", "\nb"), "a\nb"),
        (("only\r",), "only\r"),
        (("\r 1%", "\r 2%", "\nend\n"), " 2%\nend\n"),
        (("x\ry\rz\nw",), "z\nw"),
        ((), ""),
    ],
)
def test_what_was_overwritten_is_not_kept(pieces: tuple[str, ...], shown: str) -> None:
    assert collect(*pieces) == shown


def test_head_and_tail_are_kept_and_the_gap_is_told() -> None:
    text = collect(*(f"{n:03}\n" for n in range(100)), limit=40)
    assert text.startswith("000\n001\n002\n003\n004\n\n[… 360 characters left out here")
    assert text.endswith("095\n096\n097\n098\n099\n")


def test_text_is_not_put_together_until_it_is_asked_for() -> None:
    """100 MB in small pieces; quadratic work would take hours."""
    stream = StreamText()
    for _ in range(100_000):
        stream.append("x" * 999 + "\n")
    assert stream.dropped == 100_000_000 - 10_000_000


def test_a_line_without_an_end_stays_cheap() -> None:
    stream = StreamText()
    for _ in range(20_000):
        stream.append("x" * 1000)
    assert len(stream.text) > 10_000_000
