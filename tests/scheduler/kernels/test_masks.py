"""No secret gets past a mask, however its text is cut into pieces."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from couture_scheduler.kernels.masks import Masks, Tail
from hypothesis import given
from hypothesis import strategies as st

KEY = "-----BEGIN KEY-----\nMIIB+/=\n  abcd'\"<&\n-----END KEY-----\n"


@pytest.mark.parametrize("form", [str, repr, json.dumps, html.escape, quote, lambda text: quote(text, safe="")])
def test_a_secret_is_hidden_in_the_forms_in_which_programs_write_it(form: object) -> None:
    masks = Masks([KEY, "s3cret & <b>"])
    shown = masks.hide(f"a {form(KEY)} b {form('s3cret & <b>')} c")  # type: ignore[operator]
    assert "MIIB" not in shown
    assert "s3cret" not in shown
    assert "***" in shown
    assert masks.hide(quote_plus("s3cret & <b>")) == "***"


def test_lines_of_a_long_secret_are_hidden_one_by_one() -> None:
    assert Masks([KEY]).hide("> MIIB+/=\n> abcd") == "> ***\n> abcd"


def test_short_and_empty_texts_are_left_alone() -> None:
    masks = Masks(["", "abc", "  "])
    assert not masks
    assert masks.hide("abc") == "abc"


def test_data_is_hidden_at_any_depth() -> None:
    content = {"data": {"text/html": ["<b>s3cret</b>", 1, None]}, "s": "s3cret"}
    assert Masks(["s3cret"]).hide_in(content) == {"data": {"text/html": ["<b>***</b>", 1, None]}, "s": "***"}


def test_names_and_numbers_of_data_are_hidden_and_pictures_stay_whole() -> None:
    content = {"s3cret": 1, "a": 987654, "b": 98765, "c": True, "image/png": "iVBs3cret", "image/svg+xml": "<s3cret/>"}
    assert Masks(["s3cret", "987654"]).hide_in(content) == {
        **{"***": 1, "a": "***", "b": 98765, "c": True, "image/png": "iVBs3cret", "image/svg+xml": "<***/>"}
    }
    assert list(content) == ["***", "a", "b", "c", "image/png", "image/svg+xml"]


@given(st.text(min_size=8, max_size=20), st.text(max_size=7), st.text(max_size=7))
def test_a_secret_is_hidden_in_base64_whatever_stands_around_it(secret: str, before: str, after: str) -> None:
    masks = Masks([secret])
    if not masks:  # nothing but white space
        return
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(f"{before}{secret}{after}".encode("utf-8", "surrogatepass")).decode()
        assert "***" in masks.hide(text)
    assert masks.hide(secret.encode("utf-8", "surrogatepass").hex()) == "***"


SECRETS = st.lists(st.from_regex(r"[abc][ab\nc]{2,5}[abc]", fullmatch=True), min_size=1, max_size=3)


@given(SECRETS, st.lists(st.text("ab\ncx", max_size=6), max_size=8), st.data())
def test_pieces_show_no_secret_and_lose_nothing_else(secrets: list[str], noise: list[str], data: st.DataObject) -> None:
    text = "".join(part for each in noise for part in (each, data.draw(st.sampled_from([*secrets, ""]))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    tail = Tail(Masks(secrets))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    shown = "".join(tail.feed(piece) for piece in pieces) + tail.flush()
    assert not any(secret in shown for secret in secrets)
    if not Masks(secrets).hide(text).count("***"):
        assert shown == text


def test_what_cannot_be_a_secret_is_shown_at_once() -> None:
    tail = Tail(Masks(["s3cret"]))
    assert tail.feed("hello s") == "hello "
    assert tail.feed("3cre") == ""
    assert tail.feed("t!") == "***!"
    assert tail.feed("s3") == ""
    assert tail.flush() == "s3"
    assert re.fullmatch(r"(\*\*\*)+", tail.feed("s3crets3cret"))
