"""How often Python looks for garbage in processes that answer many people."""

from __future__ import annotations

import gc


def collect_less() -> None:
    """Look for unreachable cycles more rarely, and never again among what is loaded by now: an answer of ten thousand
    cells makes ten thousands of tuples, none of them garbage, and Python would look through all of them many times."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
