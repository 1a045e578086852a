"""Every example of docs/magics.md runs, in the order of the page, in a real kernel."""

from __future__ import annotations

import re
from pathlib import Path

from change_listener import ChangeListener
from jupyter_process import JupyterProcess
from notebook_session import Notebook

PAGE = Path(__file__).parents[2] / "docs" / "magics.md"


def test_every_example_of_the_page_runs(server: JupyterProcess, changes: ChangeListener) -> None:
    cells = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    notebook = Notebook(server, "page.ipynb")
    said = {cell: notebook.run(cell).text for cell in cells}
    assert "schedule='@daily'" in notebook.run("%dag code shop").text  # it was saved with one
    notebook.close()
    assert len(cells) >= 14
    assert "FI: 15.5 EUR in 2 orders" in said[next(cell for cell in cells if cell.startswith("%%task report"))]
    assert "The DAG shop is there" in said["%dag save shop --schedule @daily\n"]
    assert "2 of 2 tasks have ended" in said["%dag run nightly\n"]
    assert "check · try 1" in said["%dag logs nightly\n"]
