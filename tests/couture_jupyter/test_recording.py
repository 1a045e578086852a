"""What can be recorded: JSON, and small pictures and tables as data that cannot run."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.display import HTML
from matplotlib.figure import Figure
from PIL import Image

from couture_jupyter import record
from couture_jupyter.recorded_displays import IMAGES, KIND, picture_in, plain, without_picture
from couture_jupyter.recording import VARIABLE


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Records a value as a script does, and answers what is in its file."""
    file = tmp_path / "records.jsonl"
    monkeypatch.setenv(VARIABLE, str(file))

    def ask(value: Any) -> Any:
        record(it=value)
        return json.loads(file.read_text(encoding="utf-8").splitlines()[-1])["it"]

    return ask


def test_a_plot_and_its_axes_become_a_png(recorded: Any) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2, 3])
    for value in (figure, axes):
        media_type, picture = picture_in(recorded(value)) or ("", b"")
        assert media_type == "image/png"
        assert picture.startswith(IMAGES["image/png"])


def test_an_image_keeps_its_format_and_says_its_size(recorded: Any) -> None:
    image = Image.new("RGB", (30, 20), "red")
    found = recorded(image)
    assert (found[KIND], found["media_type"], found["text"]) == ("image", "image/png", "Image, 30 × 20")
    assert Image.open(io.BytesIO(base64.b64decode(found["data"]))).size == (30, 20)
    file = io.BytesIO()
    image.save(file, "JPEG")
    assert recorded(Image.open(file))["media_type"] == "image/jpeg"
    assert "data" not in without_picture(found)


def test_a_frame_becomes_a_table(recorded: Any) -> None:
    frame = pd.DataFrame({"n": [1, 2], "at": pd.to_datetime(["2026-01-02", None])})
    found = recorded(frame)
    assert found["columns"] == ["n", "at"]
    assert found["rows"] == [[1, "2026-01-02T00:00:00.000"], [2, None]]
    assert found["text"] == "2 rows × 2 columns"
    assert recorded(frame.set_index("n"))["columns"] == ["", "at"]


def test_html_becomes_its_text(recorded: Any) -> None:
    assert recorded(HTML("<b>5 <i>ok</i></b><script>alert(1)</script><style>b{}</style> x&amp;y")) == "5 ok x&y"


@pytest.mark.parametrize(
    ("value", "error", "sentence"),
    [
        (Image.effect_noise((600, 600), 90), ValueError, "The picture it is too large .* of at most 72,000"),
        (pd.DataFrame({"n": range(30_000)}), ValueError, r"it is too large .*frame.head\(50\)"),
        ("x" * 200_000, ValueError, "it is too large to be recorded: 200,002 characters of at most 100,000"),
        (object(), TypeError, "Record numbers, texts, lists, dicts, plots, images or data frames"),
        (HTML, TypeError, "cannot be recorded"),
    ],
)
def test_what_cannot_be_recorded_says_why(recorded: Any, value: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        recorded(value)


@pytest.mark.parametrize(
    "value",
    [
        {KIND: "image", "media_type": "image/svg+xml", "data": base64.b64encode(b"<svg onload='x()'/>").decode()},
        {KIND: "image", "media_type": "image/png", "data": base64.b64encode(b"<script>").decode()},
        {KIND: "image", "media_type": "image/png", "data": "no base64"},
        {KIND: "image", "media_type": ["image/png"], "data": None},
        {KIND: "table", "columns": [], "rows": []},
        "text",
    ],
)
def test_nothing_but_a_png_or_jpeg_is_a_picture(value: Any) -> None:
    assert picture_in(value) is None


def test_texts_stand_for_pictures_and_tell_them_apart() -> None:
    one, other = ({KIND: "image", "media_type": "image/png", "data": data, "text": "Figure"} for data in "ab")
    assert plain(one) != plain(other)
    assert plain(one).startswith("Figure (#")
    assert plain({"a": 1}) == {"a": 1}
