"""Texts that must not be seen: ``***`` stands in their place in outputs, logs and errors.

A secret is looked for as it is, line by line when it has several, and in the forms in which Python, JSON, HTML, URLs,
base64 (alone or within a longer text, as in ``Authorization: Basic``) and hexadecimal numbers write it. Texts of fewer
than four characters are left alone: they would hide half of every page. So are pictures: four characters of base64 come
about by chance, and a picture with a hole is none.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from couture_jupyter.sensitive import HIDDEN

SHORTEST = 4  # characters
SHORTEST_CODED = 8  # of a base64 or hexadecimal form
_PICTURE = re.compile(r"(image|audio|video)/(?!svg)[\w.+-]+|application/pdf")  # as base64, in a notebook


class Masks:
    """The secrets of one try. Threads may add while others hide."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._texts: tuple[str, ...] = ()  # the longest first
        self._inner: frozenset[str] = frozenset()  # characters after which a secret may go on
        self._pattern: re.Pattern[str] | None = None
        for each in secrets:
            self.add(each)

    def __bool__(self) -> bool:
        return self._pattern is not None

    def add(self, secret: str) -> None:
        """Hide ``secret`` from now on."""
        texts = {*self._texts, *_forms(secret)}
        if not texts:
            return
        self._texts = tuple(sorted(texts, key=len, reverse=True))
        self._inner = frozenset(character for each in texts for character in each[:-1])
        self._pattern = re.compile("|".join(map(re.escape, self._texts)))

    def hide(self, text: str) -> str:
        """``text`` without the secrets."""
        return text if self._pattern is None else self._pattern.sub(HIDDEN, text)

    def hide_in(self, value: Any) -> Any:
        """JSON-like data without the secrets, in place where it can be."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, dict):
            for key in list(value):
                value[self.hide(key)] = value.pop(key) if _PICTURE.fullmatch(key) else self.hide_in(value.pop(key))
        elif isinstance(value, list):
            value[:] = [self.hide_in(each) for each in value]
        elif isinstance(value, int | float) and str(value) in self._texts:
            return HIDDEN
        return value

    def split(self, text: str) -> tuple[str, str]:
        """What of a growing text can be shown, hidden where needed, and the rest: it may be the start of a secret."""
        if self._pattern is None:
            return text, ""
        end = self._open_end(text, 0)
        for found in self._pattern.finditer(text):
            if found.start() < end < found.end():
                end = self._open_end(text, found.end())
        return self.hide(text[:end]), text[end:]

    def _open_end(self, text: str, start: int) -> int:
        """Where, from ``start`` on, the first secret begins that the end of the text has cut off."""
        end = len(text)
        if text[-1:] not in self._inner:  # such as a line end: most pieces of text end so
            return end
        for secret in self._texts:
            at = text.find(secret[0], max(start, len(text) - len(secret) + 1))
            while 0 <= at < end:
                if secret.startswith(text[at:]):
                    end = at
                at = text.find(secret[0], at + 1)
        return end


class Tail:
    """A text that comes in pieces; a secret may lie across two of them."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._rest = ""

    def feed(self, text: str) -> str:
        """What can be shown after this piece."""
        shown, self._rest = self._masks.split(self._rest + text)
        return shown

    def flush(self) -> str:
        """No more comes: what was held back."""
        shown, self._rest = self._masks.hide(self._rest), ""
        return shown


def _forms(secret: str) -> set[str]:
    lines = [line.strip() for line in secret.splitlines()]
    plain = [each for each in (secret, secret.strip(), *lines) if len(each.strip()) >= SHORTEST]
    written = [form for each in plain for form in (repr(each)[1:-1], json.dumps(each)[1:-1], html.escape(each))]
    quoted = [form for each in plain[:1] for form in (quote(each, safe=""), quote(each), quote_plus(each))]
    coded = [form for each in plain[:1] for form in _coded(each) if len(form) >= SHORTEST_CODED]
    return {*plain, *written, *quoted, *coded}


def _coded(text: str) -> Iterator[str]:
    """In hexadecimal numbers and in base64. The latter writes three bytes as four characters, so it depends on how many
    bytes come before: of each of the three ways, what the neighbours do not change."""
    content = text.encode("utf-8", "surrogatepass")
    yield content.hex()
    for before in range(3):
        start, end = -(-before * 8 // 6), (before + len(content)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * before + content).decode("ascii")[start:end]
