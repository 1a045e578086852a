"""What is understood as recorded in an executed notebook, beside our own: what scrapbook glued."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.files.layout import NOTEBOOK_NAME
from couture_scheduler.files.records import read_records
from nbformat.v4 import new_code_cell, new_notebook, new_output

from couture_jupyter.recorded_displays import IMAGES, KIND

PNG = base64.b64encode(IMAGES["image/png"] + b"rest").decode()


def read(folder: Path, data: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    output = new_output("display_data", data, metadata=metadata)
    notebook = new_notebook(cells=[new_code_cell("", outputs=[output])])
    nbformat.write(notebook, folder / NOTEBOOK_NAME)
    return read_records(folder)


def glued(name: object = "it", *, display: bool = True) -> dict[str, Any]:
    return {"scrapbook": {"name": name, "data": not display, "display": display}}


def test_a_scrap_of_data_is_taken(tmp_path: Path) -> None:
    scrap = {"application/scrapbook.scrap.json+json": {"name": "it", "data": [1], "encoder": "json", "version": 1}}
    assert read(tmp_path, scrap, glued(display=False)) == {"it": [1]}


def test_a_picture_that_was_glued_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, {"image/png": PNG, "text/plain": "<Figure>", "text/html": "<script>"}, glued())
    assert found == {"it": {KIND: "image", "media_type": "image/png", "data": PNG, "text": "<Figure>"}}


@pytest.mark.parametrize(
    ("data", "metadata", "expected"),
    [
        ({"text/html": "<script>x()</script>", "text/plain": "a frame"}, glued(), {"it": "a frame"}),
        ({"image/png": "no picture", "text/plain": "instead"}, glued(), {"it": "instead"}),
        ({"image/svg+xml": "<svg/>"}, glued(), {}),
        ({"text/plain": "x"}, glued(5), {}),
        ({"text/plain": "x"}, {"scrapbook": "none"}, {}),
    ],
)
def test_what_was_glued_to_be_shown_is_a_text_otherwise(
    tmp_path: Path, data: dict[str, Any], metadata: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert read(tmp_path, data, metadata) == expected
