"""Very large outputs of a notebook are cut for the browser, and say so."""

from __future__ import annotations

from typing import Any

from couture_server.http import shortening
from couture_server.http.shortening import Shortener


def _shorten(*outputs: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    notebook = {"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": list(outputs)}]}
    shortener = Shortener()
    shortener.shorten(notebook)
    return notebook["cells"][1]["outputs"], shortener.count  # type: ignore[return-value]


def test_what_is_small_stays_as_it_is() -> None:
    outputs, count = _shorten({"output_type": "stream", "text": ["a\n", "b"]}, {"data": {"image/png": "abc"}})
    assert outputs == [{"output_type": "stream", "text": "a\nb"}, {"data": {"image/png": "abc"}}]
    assert count == 0


def test_long_text_keeps_its_head_and_its_tail() -> None:
    outputs, count = _shorten({"text": "head" + "x" * 2 * shortening.TEXT_LIMIT + "tail"})
    text = outputs[0]["text"]
    assert text.startswith("head")
    assert text.endswith("tail")
    assert "characters are left out here" in text
    assert len(text) < shortening.TEXT_LIMIT + 200
    assert count == 1


def test_a_huge_image_becomes_a_sentence() -> None:
    outputs, count = _shorten({"data": {"image/png": "x" * (shortening.DATA_LIMIT + 1)}})
    assert "too large to be shown" in outputs[0]["data"]["text/plain"]
    assert count == 1


def test_many_large_outputs_are_bounded_together() -> None:
    one = {"text": "x" * shortening.TEXT_LIMIT}
    outputs, count = _shorten(*(dict(one) for _ in range(400)))
    total = sum(len(output["text"]) for output in outputs)
    assert total < shortening.DOCUMENT_LIMIT + 400 * 3 * shortening.SMALL
    assert count > 0
