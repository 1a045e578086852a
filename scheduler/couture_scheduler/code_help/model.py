"""What is asked about a text, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is in a text. ``line`` counts from 1, ``column`` from 0, in characters."""

    content: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the text is: ``file`` need not exist. ``home`` is where what was learned of libraries is kept."""

    file: Path
    dags_folder: Path
    home: Path


@dataclass(frozen=True, slots=True)
class Completion:
    """One way in which the word at the cursor can go on. ``kind`` is jedi's word for what it is; ``detail`` is short:
    the default of an argument."""

    name: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """The best first. They take the place of the ``prefix`` characters before the cursor."""

    prefix: int
    items: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a name is: its signature or the like, and its documentation."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The call that the cursor is in. ``current`` is the index of the argument that is being written, if known."""

    name: str
    parameters: tuple[str, ...]
    current: int | None
    text: str
