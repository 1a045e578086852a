"""What is done, one after the other, when somebody else is asked who a person is; and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from couture_scheduler.errors import SchedulerError, UnavailableError


class StepName(StrEnum):
    """One step, in their order. Without a search account the password comes before the search."""

    KEYTAB = "keytab"
    CONNECT = "connect"
    ENCRYPT = "encrypt"
    BIND = "bind"
    SEARCH = "search"
    GROUPS = "groups"
    PASSWORD = "password"  # noqa: S105
    TICKET = "ticket"
    ISSUER = "issuer"
    KEYS = "keys"
    STATE = "state"
    TOKEN = "token"  # noqa: S105
    PERSON = "person"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Step:
    """How a step went: a sentence for an Admin. It holds no password."""

    name: StepName
    is_done: bool
    sentence: str


class DirectoryError(UnavailableError):
    """The directory, provider or KDC cannot be asked: it does not answer, or the settings do not fit it."""

    def __init__(self, step: StepName, sentence: str) -> None:
        super().__init__(sentence)
        self.step = step


class PersonRefusedError(SchedulerError):
    """Who was asked answers, and does not let this person in. The sentence is for an Admin: whoever signs in must not
    learn from it which names there are."""

    def __init__(self, step: StepName, sentence: str) -> None:
        super().__init__(sentence)
        self.step = step
