"""When a cell is slow, and how long a notebook still takes."""

from __future__ import annotations

import pytest
from couture_scheduler.comparing.cell_times import estimate, pace, slow_down, span, usual


@pytest.mark.parametrize(
    ("earlier", "seconds", "is_slow"),
    [
        ([4.0, 4.1, 3.9, 4.0, 4.2], 12.3, True),
        ([4.0, 4.1, 3.9, 4.0, 4.2], 4.9, False),  # not a quarter more
        ([4.0, 4.0, 4.0, 4.0], 40.0, False),  # too few to call anything usual
        ([0.01, 0.01, 0.01, 0.01, 0.01], 0.3, False),  # nobody minds
        ([1.0, 9.0, 2.0, 8.0, 5.0], 12.0, False),  # it varies as much as that
        ([4.0, 4.0, 60.0, 4.0, 4.0, 4.0], 30.0, True),  # one bad day does not count
    ],
)
def test_slow_is_what_stands_out(earlier: list[float], seconds: float, is_slow: bool) -> None:
    assert bool(slow_down(seconds, usual(earlier))) is is_slow


def test_the_sentence_says_what_is_usual() -> None:
    assert slow_down(12.3, usual([4.0] * 5)) == (
        "Slow: 12 s, usually 4.0 s (the median of 5 earlier runs of the same source)."
    )


def test_what_is_left_is_what_is_usual_at_this_runs_pace() -> None:
    usually = {"a": 10.0, "b": 20.0, "c": 30.0}
    found = estimate(["c"], {"a": 20.0}, usually, ("b", 5.0))
    assert found is not None
    assert (found.seconds, found.at_least) == (2 * 20 - 5 + 2 * 30, False)


def test_a_cell_that_never_ran_makes_it_a_least() -> None:
    found = estimate(["new", "c"], {}, {"c": 3.0}, None)
    assert found is not None
    assert (found.seconds, found.at_least) == (3.0, True)
    assert estimate(["new"], {}, {"c": 3.0}, None) is None
    late = estimate([], {}, {"c": 3.0}, ("c", 100.0))
    assert late is not None
    assert late.seconds == 0.0


def test_quick_cells_say_nothing_about_the_pace() -> None:
    assert pace({"a": 0.5}, {"a": 0.01}) == 1.0
    assert pace({"a": 1000.0}, {"a": 10.0}) == 4.0


def test_spans_read_well() -> None:
    assert [span(each) for each in (0.02, 0.44, 12.9, 185, 7800)] == [
        "20 ms",
        "0.4 s",
        "12 s",
        "3 min 05 s",
        "2 h 10 min",
    ]
