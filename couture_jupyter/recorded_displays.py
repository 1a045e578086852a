"""What is recorded of a plot, an image, a data frame or an HTML display: a small picture, a small table, or a text.

Never HTML: nothing that was recorded can run in a browser.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from html.parser import HTMLParser
from typing import Any

KIND = "couture_display"  # the key by which such a value is told from other dicts
LARGEST_IMAGE = 72_000  # bytes: with base64 what a value may take
IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}  # how such a file begins


def display_of(name: str, value: Any) -> Any:
    """A value that is no JSON as one that is; ``None`` when it has no picture, no table and no HTML.

    Raises ``ValueError`` for a picture that is too large.
    """
    if callable(getattr(value, "to_json", None)) and hasattr(value, "columns"):
        return _table(json.loads(value.to_json(orient="split", date_format="iso")))
    if callable(getattr(value, "write_json", None)) and hasattr(value, "columns"):  # Polars
        rows = json.loads(value.write_json())
        return _table({"columns": value.columns, "data": [list(row.values()) for row in rows]})
    for media_type, picture in _pictures(value):
        if picture:
            return _image(name, media_type, picture, _text(value))
    html = _shown_by(value, "_repr_html_")
    return _text_in(html) if isinstance(html, str) else None


def image_of(media_type: str, picture: bytes, text: str) -> dict[str, Any] | None:
    """A picture as a value; ``None`` for what is no PNG or JPEG, or too large."""
    begin = IMAGES.get(media_type)
    if begin is None or not picture.startswith(begin) or len(picture) > LARGEST_IMAGE:
        return None
    return {KIND: "image", "media_type": media_type, "data": base64.b64encode(picture).decode(), "text": text}


def picture_in(value: Any) -> tuple[str, bytes] | None:
    """The media type and the bytes of a recorded picture; ``None`` for any other value, whoever wrote it."""
    if not isinstance(value, dict) or value.get(KIND) != "image":
        return None
    media_type, data = value.get("media_type"), value.get("data")
    if not isinstance(media_type, str) or not isinstance(data, str):
        return None
    try:
        picture = base64.b64decode(data)
    except ValueError:
        return None
    return (media_type, picture) if image_of(media_type, picture, "") else None


def without_picture(value: Any) -> Any:
    """For long lists of values: a picture without its bytes."""
    if not isinstance(value, dict) or value.get(KIND) != "image":
        return value
    return {name: each for name, each in value.items() if name != "data"}


def plain(value: Any) -> Any:
    """For terminals, spreadsheets and comparing: a text in place of a picture or a table, another for each."""
    if not isinstance(value, dict) or KIND not in value:
        return value
    mark = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
    return f"{value.get('text') or value[KIND]} (#{mark})"


def _table(split: dict[str, Any]) -> dict[str, Any]:
    columns, rows = [str(each) for each in split["columns"]], split["data"]
    index = split.get("index", [])
    if index and index != list(range(len(rows))):
        columns, rows = ["", *columns], [[at, *row] for at, row in zip(index, rows, strict=True)]
    text = f"{len(rows):,} rows × {len(split['columns']):,} columns"
    return {KIND: "table", "columns": columns, "rows": rows, "text": text}


def _image(name: str, media_type: str, picture: bytes, text: str) -> dict[str, Any]:
    if len(picture) > LARGEST_IMAGE:
        raise ValueError(
            f"The picture {name} is too large to be recorded: {len(picture):,} bytes of at most {LARGEST_IMAGE:,}. "
            "Make it smaller (fewer dots per inch, fewer pixels), or save it as a file."
        )
    found = image_of(media_type, picture, text)
    if found is None:
        raise ValueError(f"The picture {name} cannot be recorded: it is no PNG or JPEG.")
    return found


def _pictures(value: Any) -> list[tuple[str, Any]]:
    """Matplotlib's figures are drawn; others, such as Pillow's images, say themselves how they look."""
    figure = value if callable(getattr(value, "savefig", None)) else getattr(value, "figure", None)
    if figure is not None and callable(getattr(figure, "savefig", None)):
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", bbox_inches="tight")
        return [("image/png", drawn.getvalue())]
    jpeg = ("image/jpeg", _shown_by(value, "_repr_jpeg_"))
    png = ("image/png", _shown_by(value, "_repr_png_"))
    return [jpeg, png] if getattr(value, "format", None) == "JPEG" else [png, jpeg]


def _shown_by(value: Any, method: str) -> Any:
    """What IPython would show; a class has such methods too, but nothing to show."""
    found = getattr(value, method, None)
    answer = found() if callable(found) and not isinstance(value, type) else None
    answer = answer[0] if isinstance(answer, tuple) else answer  # with metadata
    return base64.b64decode(answer) if isinstance(answer, str) and method != "_repr_html_" else answer


def _text(value: Any) -> str:
    """For those who do not see the picture."""
    size = getattr(value, "size", None)
    return f"Image, {size[0]} × {size[1]}" if isinstance(size, tuple) and len(size) == 2 else type(value).__name__


class _Reader(HTMLParser):
    """Collects the texts, without those of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts += data.split()


def _text_in(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(reader.texts)
