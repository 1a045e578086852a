"""The bases of all models at the HTTP edge, and the answers that are not JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Json = Any
Moment = AwareDatetime


class Answer(BaseModel):
    """An answer. Every field is always there, so the schema marks all as required."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class Body(BaseModel):
    """What a request brings as JSON. Unknown fields are refused, so that a misspelt one is not lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Patch(Body):
    """Changes of one thing. ``update_mask`` in the query string may name those that count; ``OPTIONS`` are fields that
    say how it is done, and count in any case."""

    OPTIONS: ClassVar[frozenset[str]] = frozenset()


class Query(BaseModel):
    """What a request brings in its query string. What it does not name is refused, see ``reading``."""

    model_config = ConfigDict(extra="ignore", frozen=True)


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file, streamed; ``download`` asks the browser to save it under ``filename``. A temporary one is removed as soon
    as it is open."""

    path: Path
    filename: str
    media_type: str
    download: bool = False
    is_temporary: bool = False


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Plain text; ``headers`` go with it."""

    text: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One of several lines of JSON."""

    content: bytes
    is_last: bool


@dataclass(frozen=True, slots=True)
class LinesAnswer:
    """Lines of JSON that come one by one, ``interval`` seconds between them, until the last one or until nobody listens
    any more. A model beside it in the route's annotation says what each line is. ``media_type`` is not told where the
    answer is Airflow's: its client reads it then."""

    first: Line
    look: Callable[[], Line]
    interval: float
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """A table to take away, as CSV: ``parts`` are its rows, some at a time, each made in a thread when those before
    are sent."""

    filename: str
    head: Sequence[str]
    parts: Iterable[Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class ImageAnswer:
    """A picture."""

    content: bytes
    media_type: str


class Problem(Answer):
    """One thing wrong with the input, as FastAPI writes it: where (``["body", "output_path"]``), what, which kind."""

    loc: list[str | int]
    msg: str
    type: str


class ErrorBody(Answer):
    """An error: one sentence."""

    detail: str


class FileChangedBody(ErrorBody):
    """A file is not the one that was seen last; the hash of what it holds now, null when it is gone."""

    current_hash: str | None


class ValidationErrorBody(Answer):
    """What is wrong with the input, field by field."""

    detail: list[Problem]


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Item = TypeVar("Item")
Several = Annotated[list[Item], BeforeValidator(_one_as_list)]
"""A query parameter that may be given several times."""


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain a NUL character")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
"""Text that every database can store."""

Number = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""A whole number that every database can store."""

Words = Several[Text]
"""The same, of texts."""


def _in_range(moment: datetime) -> datetime:
    """Room for every time zone and for adding durations, at both ends of what Python can count."""
    if not 1900 <= moment.year <= 9000:
        raise ValueError("must be between the years 1900 and 9000")
    return moment


GivenMoment = Annotated[AwareDatetime, AfterValidator(_in_range)]
"""A moment that a request names."""

FormMoment = Annotated[datetime, AfterValidator(_in_range)]
"""A moment in a form: without an offset it is meant in the form's time zone."""


def _short_parts(path: str) -> str:
    if any(len(part.encode("utf-8", "replace")) > MAX_FILE_NAME for part in path.split("/")):
        raise ValueError(f"has a part of more than {MAX_FILE_NAME} bytes, which no file name can be")
    return path


MAX_FILE_NAME = 255  # bytes, on every file system in use

FilePath = Annotated[Text, Field(max_length=1000), AfterValidator(_short_parts)]
"""A path that a request names."""
