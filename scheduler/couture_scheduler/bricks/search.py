"""Finding bricks: every word must be somewhere; where it is says how well a brick fits."""

from __future__ import annotations

from couture_scheduler.bricks.model import BrickContent

_TITLE, _TAG, _CATEGORY, _DESCRIPTION, _BODY = 100, 40, 20, 10, 1


def score(content: BrickContent, words: list[str]) -> int | None:
    """How well the brick fits; ``None`` when a word is nowhere in it. Without words all fit alike."""
    total = 0
    for word in words:
        found = _score_of(content, word.casefold())
        if not found:
            return None
        total += found
    return total


def _score_of(content: BrickContent, word: str) -> int:
    title = content.title.casefold()
    if word in title:
        begins = any(part.startswith(word) for part in title.split())
        return _TITLE + (_TAG if begins else 0)
    if any(word in tag.casefold() for tag in content.tags):
        return _TAG
    if word in content.category.casefold():
        return _CATEGORY
    if word in content.description.casefold():
        return _DESCRIPTION
    texts = (content.body, *content.imports)
    return _BODY if any(word in text.casefold() for text in texts) else 0
