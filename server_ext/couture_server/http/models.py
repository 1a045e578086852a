"""The bases of all models at the HTTP edge, and the answers that are not JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict

Json = Any
Moment = AwareDatetime

FormMoment = datetime
"""A moment in a form: without an offset it is meant in the form's time zone."""


class Answer(BaseModel):
    """An answer. Every field is always there, so the schema marks all as required."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class Body(BaseModel):
    """What a request brings as JSON. Unknown fields are refused, so that a misspelt one is not lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Query(BaseModel):
    """What a request brings in its query string. Unknown names are ignored: Jupyter adds some of its own."""

    model_config = ConfigDict(extra="ignore", frozen=True)


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file, streamed; ``download`` asks the browser to save it under ``filename``."""

    path: Path
    filename: str
    media_type: str
    download: bool = False


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Plain text; ``headers`` go with it."""

    text: str
    headers: tuple[tuple[str, str], ...] = ()


class Problem(Answer):
    """One thing wrong with the input, as FastAPI writes it: where (``["body", "output_path"]``), what, which kind."""

    loc: list[str | int]
    msg: str
    type: str


class ErrorBody(Answer):
    """An error: one sentence."""

    detail: str


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

Words = Several[Text]
"""The same, of texts."""
