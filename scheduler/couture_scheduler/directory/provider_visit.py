"""What a browser takes along to an OpenID provider, and what it comes back with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Departure:
    """What one browser keeps while it is at the provider; nobody else's answer fits it."""

    state: str
    nonce: str
    verifier: str

    def to_text(self) -> str:
        """For a cookie."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Departure:
        """What ``to_text`` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the browser comes back with: the parameters of the address, and what it kept."""

    state: str
    code: str
    error: str
    departure: Departure | None
    callback: str
