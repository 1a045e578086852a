"""The result of looking at one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """``ok`` is ``None`` where there is nothing to judge yet; ``mend`` says what to do when it is false."""

    subject: str
    ok: bool | None
    sentence: str
    mend: str = ""
