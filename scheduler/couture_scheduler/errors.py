"""Every error of ours that may reach a person. One table in the server maps them to HTTP.

SchedulerError
├── NotFoundError          no such thing, or not yours to see            404
├── ConflictError          the thing is in a state that forbids this     409
│   └── FileChangedError   a file is another one than was seen last
├── InvalidInputError      what was given is wrong; names the field      422
├── ForbiddenError         you may not do this                           403
│   └── SignInRefused        name and password do not let you in
├── UnavailableError       something we need is not there now            503
│   ├── DatabaseUnavailableError
│   ├── DiskFullError
│   └── EngineUnavailableError
└── LeaseLostError         this engine may not write any more            (never leaves the engine)
"""

from dataclasses import dataclass


class SchedulerError(Exception):
    """Base of all our errors. The message is a sentence for a person: what happened and what to do."""


class NotFoundError(SchedulerError):
    """There is no such thing, or it is not yours to see."""


class ConflictError(SchedulerError):
    """The thing is in a state that forbids this, or it exists already."""


class FileChangedError(ConflictError):
    """A file is not the one that was seen last, so it is not overwritten. ``current_hash`` is of its content now;
    ``None``: there is no such file."""

    def __init__(self, message: str, current_hash: str | None) -> None:
        super().__init__(message)
        self.current_hash = current_hash


class ForbiddenError(SchedulerError):
    """The person lacks the permission."""


class SignInRefused(ForbiddenError):
    """Name and password do not let anybody in. The sentence does not tell whether there is such a person."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with the input: the path of the field and a sentence."""

    field: tuple[str | int, ...]
    message: str


class InvalidInputError(SchedulerError):
    """What was given is wrong; each problem names its field."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def at(cls, field: str, message: str) -> "InvalidInputError":
        """An error with one problem at the top-level field ``field``."""
        return cls(FieldProblem((field,), message))


class UnavailableError(SchedulerError):
    """Something we need is not there now; trying again later may help."""


class DatabaseUnavailableError(UnavailableError):
    """The database does not answer, is locked, or has not been upgraded."""


class DiskFullError(UnavailableError):
    """There is no space left for what must be written."""


class EngineUnavailableError(UnavailableError):
    """No engine answers."""


class LeaseLostError(SchedulerError):
    """Another engine took over: this one must stop writing."""
