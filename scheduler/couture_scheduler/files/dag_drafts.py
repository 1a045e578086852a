"""Texts of DAG files that people have not saved yet: one file a person and DAG file, in our own folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from couture_scheduler.files.atomic import write_atomically

MOST = 500  # of one person; the oldest go


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, and the file that it was made from: ``base_hash`` is of that; ``None``: there was no such file."""

    path: str
    content: str
    base_hash: str | None
    at: datetime


def keep(home: Path, person: str, draft: Draft) -> None:
    """Write the draft in the place of an earlier one."""
    place = _place(home, person, draft.path)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    document = {**asdict(draft), "at": draft.at.isoformat()}
    write_atomically(place, json.dumps(document), mode=0o600)
    for old in sorted(place.parent.glob("*.json"), key=_age)[:-MOST]:
        old.unlink(missing_ok=True)


def get(home: Path, person: str, path: str) -> Draft | None:
    """The person's draft of the file."""
    return _read(_place(home, person, path))


def listing(home: Path, person: str) -> list[Draft]:
    """All drafts of the person, the newest first."""
    found = [_read(place) for place in _folder(home, person).glob("*.json")]
    return sorted((each for each in found if each is not None), key=lambda each: each.at, reverse=True)


def forget(home: Path, person: str, path: str) -> bool:
    """Remove the draft; whether there was one."""
    try:
        _place(home, person, path).unlink()
    except FileNotFoundError:
        return False
    return True


def _read(place: Path) -> Draft | None:
    try:
        document = json.loads(place.read_text(encoding="utf-8"))
        return Draft(**{**document, "at": datetime.fromisoformat(document["at"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None  # none, or one of another version


def _age(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _folder(home: Path, person: str) -> Path:
    return home / "drafts" / hashlib.sha256(person.encode()).hexdigest()[:32]


def _place(home: Path, person: str, path: str) -> Path:
    return _folder(home, person) / f"{hashlib.sha256(path.encode()).hexdigest()[:32]}.json"
