"""The DAG folder of a Hub whose service has a user of the system to itself. DAG files run as that user, so nobody else
may write there: people save them through the service, which looks at their permissions.

A new folder is made closed. One that is there keeps its files and whoever they belong to: the start says what other
users can write, and how to close it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

CLOSED = 0o750  # people may read
OTHERS = stat.S_IWGRP | stat.S_IWOTH
MOST_TOLD = 3


def make(folder: Path) -> None:
    """Make it where there is none, as who we are. Raises ``OSError``."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(CLOSED)


def warning(folder: Path, service: str, places: Iterable[Path]) -> str | None:
    """What to do where others can say what runs as ``service``: these are the ``open_places``."""
    found = list(islice(dict.fromkeys(places), MOST_TOLD + 1))
    if not found:
        return None
    told = ", ".join(map(str, found[:MOST_TOLD])) + (" and more" if len(found) > MOST_TOLD else "")
    return (
        f"Not only {service} can write the DAG folder {folder}, whose files run as {service}: {told}. Close it: "
        f"chown -R {service}: {folder} && chmod -R go-w {folder}; a folder above it needs chmod +t, or go-w. "
        "See docs/hub.md, The DAG folder."
    )


def open_places(folder: Path, trusted: Collection[int]) -> Iterator[Path]:
    """What others can write, or put something else in the place of: above the folder, itself, and in it."""
    yield from _open_above(folder, trusted)
    for place in _all(folder):
        if _is_open(place, trusted):
            yield place
        if place.is_symlink():
            target = Path(os.path.realpath(place))
            yield from _open_above(target, trusted)
            if _is_open(target, trusted):
                yield target


def _all(folder: Path) -> Iterator[Path]:
    yield folder
    for above, folders, files in os.walk(folder):
        yield from (Path(above, name) for name in sorted([*folders, *files]))


def _open_above(place: Path, trusted: Collection[int]) -> Iterator[Path]:
    """Of a folder as ``/tmp`` only the owner can exchange what belongs to somebody else."""
    above = [*reversed(place.parents), *reversed(Path(os.path.realpath(place)).parents)]
    yield from (each for each in dict.fromkeys(above) if _is_open(each, trusted, except_for=stat.S_ISVTX))


def _is_open(place: Path, trusted: Collection[int], except_for: int = 0) -> bool:
    try:
        found = place.lstat()
    except FileNotFoundError:  # gone by now
        return False
    others = 0 if stat.S_ISLNK(found.st_mode) or found.st_mode & except_for else OTHERS
    return found.st_uid not in trusted or bool(found.st_mode & others)
