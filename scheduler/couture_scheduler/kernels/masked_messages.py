"""A kernel's messages with the secrets hidden, before anything else looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from couture_scheduler.kernels.masks import Masks, Tail

_HOLDS_BACK = frozenset({"status", "display_data", "execute_result", "error", "clear_output"})  # these end a text


class MaskedMessages:
    """Hides in messages. What may be the beginning of a secret at the end of printed text waits for the next piece, or
    for the end of the text."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._tails: dict[tuple[str, str], tuple[Tail, Any]] = {}  # (request, stream) -> tail and a message to copy

    def of(self, msg: Any) -> Iterator[Any]:
        """What ``msg`` becomes: none, one or several messages."""
        if not self._masks:
            yield msg
            return
        request = msg["parent_header"].get("msg_id", "")
        if msg["msg_type"] == "stream":
            yield from self._text(msg, request)
            return
        if msg["msg_type"] in _HOLDS_BACK:
            yield from self.rest(request)
        yield self.hidden(msg)

    def hidden(self, msg: Any) -> Any:
        """The message, with its content hidden."""
        if self._masks:
            self._masks.hide_in(msg["content"])
        return msg

    def rest(self, request: str | None = None) -> Iterator[Any]:
        """What was held back for this request, or for all."""
        for key in [each for each in self._tails if request in (None, each[0])]:
            tail, like = self._tails.pop(key)
            text = tail.flush()
            if text:
                yield _with_text(like, text)

    def _text(self, msg: Any, request: str) -> Iterator[Any]:
        key = (request, msg["content"]["name"])
        tail, _ = self._tails.setdefault(key, (Tail(self._masks), msg))
        text = tail.feed(msg["content"]["text"])
        if text:
            yield _with_text(msg, text)


def _with_text(msg: Any, text: str) -> Any:
    return {**msg, "content": {**msg["content"], "text": text}}
