"""Cut very large outputs of a notebook, so that a browser can show it; the file keeps all.

Text keeps its head and its tail with a sentence between them; data that cannot be cut (an image, a widget's state) is
replaced by a sentence.
"""

from __future__ import annotations

from typing import Any

TEXT_LIMIT = 200_000  # characters of one output
DATA_LIMIT = 5_000_000
DOCUMENT_LIMIT = 30_000_000  # characters of all outputs together: from there on only small ones are kept
SMALL = 2_000

Notebook = dict[str, Any]


class Shortener:
    """Shortens one notebook in place; ``count`` says how many outputs were cut."""

    def __init__(self) -> None:
        self.count = 0
        self._kept = 0

    def shorten(self, notebook: Notebook) -> None:
        """Cut what is too large."""
        for cell in notebook.get("cells", []):
            for output in cell.get("outputs", []):
                self._output(output)

    def _output(self, output: dict[str, Any]) -> None:
        before = self.count
        if "text" in output:
            output["text"] = self._text(output["text"])
        if "traceback" in output:
            output["traceback"] = [self._text(line) for line in output["traceback"]]
        for kind, value in list(output.get("data", {}).items()):
            self._data(output["data"], kind, value)
        self.count = min(self.count, before + 1)

    def _text(self, value: Any) -> str:
        text = _joined(value)
        limit = TEXT_LIMIT if self._kept < DOCUMENT_LIMIT else SMALL
        if len(text) > limit:
            self.count += 1
            half = limit // 2
            text = f"{text[:half]}\n… {len(text) - 2 * half:,} characters are left out here …\n{text[-half:]}"
        self._kept += len(text)
        return text

    def _data(self, data: dict[str, Any], kind: str, value: Any) -> None:
        if kind == "text/plain":
            data[kind] = self._text(value)
            return
        size = len(_joined(value)) if isinstance(value, str | list) else len(str(value))
        limit = DATA_LIMIT if self._kept < DOCUMENT_LIMIT else SMALL
        if size <= limit:
            self._kept += size
            return
        self.count += 1
        del data[kind]
        data.setdefault("text/plain", f"An output of {size:,} characters ({kind}) is too large to be shown here.")


def _joined(value: Any) -> str:
    """nbformat allows a text to be a list of its lines."""
    return "".join(str(each) for each in value) if isinstance(value, list) else str(value)
