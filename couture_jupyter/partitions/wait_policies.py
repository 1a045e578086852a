"""How many partitions of a window must have come before a run starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from couture_jupyter.exceptions import TimetableError


class WaitPolicy:
    """Says when enough has come."""

    def is_satisfied(self, matched: int, expected: int) -> bool:
        """Whether ``matched`` of the ``expected`` keys are enough."""
        raise NotImplementedError

    def is_unreachable(self, expected: int) -> bool:
        """Whether ``expected`` keys can never be enough."""
        return False

    def arguments(self) -> dict[str, Any]:
        """How to make it anew, JSON."""
        return {}


@dataclass(frozen=True)
class WaitForAll(WaitPolicy):
    """All of them."""

    def is_satisfied(self, matched: int, expected: int) -> bool:
        """All have come."""
        return matched == expected


@dataclass(frozen=True)
class MinimumCount(WaitPolicy):
    """``MinimumCount(2)``: two of them; ``MinimumCount(-1)``: all but one."""

    n: int

    def __post_init__(self) -> None:
        if self.n == 0:
            raise TimetableError("MinimumCount(0) would wait for nothing. Use WaitForAll(), or a number that is not 0.")

    def is_satisfied(self, matched: int, expected: int) -> bool:
        """So many have come, or no more than so many are missing."""
        return matched >= (self.n if self.n > 0 else max(0, expected + self.n))

    def is_unreachable(self, expected: int) -> bool:
        """More are asked for than there are."""
        return self.n > expected

    def arguments(self) -> dict[str, Any]:
        """The number."""
        return {"n": self.n}
