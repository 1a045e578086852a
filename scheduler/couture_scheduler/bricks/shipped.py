"""The bricks that come with the product: one TOML file each in ``collection/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from couture_scheduler.bricks.model import BrickContent

FOLDER = Path(__file__).parent / "collection"
PREFIX = "shipped."


@cache
def shipped() -> Mapping[str, BrickContent]:
    """The shipped bricks by id."""
    return {PREFIX + path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> BrickContent:
    return BrickContent.from_json(tomllib.loads(path.read_text(encoding="utf-8")))
