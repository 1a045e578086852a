"""The process that makes other formats of an executed notebook. Its argument is JSON, what ``notebook_exports.export``
was asked for; for each format it prints one line of JSON: the file it made, or what is wrong.
"""

from __future__ import annotations

import base64
import json
import mimetypes
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from couture_jupyter.export_formats import FORMATS, browser
from couture_jupyter.operators import page_server
from couture_jupyter.operators.notebook_exports import MARK

LARGEST_IMAGE = 20 * 1024 * 1024  # bytes
_QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
_IMAGE = re.compile(r"(!\[[^\]]*\]\()(?P<path>[^)\s]+)")
_PLAIN_NAME = re.compile(r"[^\w.-]+")
# On paper nobody can scroll to the end of a long line.
_ON_PAPER = "<style>pre { white-space: pre-wrap !important; overflow-wrap: anywhere !important; }</style>"
# For LaTeX where SVG cannot be converted: what is left of a figure is its other form, or its text.
_WITHOUT_SVG = ("text/latex", "application/pdf", "image/png", "image/jpeg", "text/markdown", "text/plain")


class ExportFailed(Exception):
    """Why a format could not be made, a sentence with what to do."""


def main(given: str) -> None:
    """Make all formats of the job."""
    job = json.loads(given)
    for kind in job["kinds"]:
        answer = {"kind": kind, **_answer(job, kind)}
        sys.stdout.write(f"\n{MARK.decode()}{json.dumps(answer)}\n")
        sys.stdout.flush()


def _answer(job: dict[str, Any], kind: str) -> dict[str, str]:
    folder = Path(job["folder"])
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as draft:
            name = _convert(job, kind, Path(draft))
            for each in sorted(Path(draft).iterdir()):
                _move(each, folder / each.name)
        return {"file": name}
    except ExportFailed as failure:
        return {"problem": str(failure)}
    except OSError as error:
        return {"problem": f"{error.strerror or error}."}


def _move(source: Path, target: Path) -> None:
    if not source.is_dir():
        source.replace(target)
        return
    target.mkdir(exist_ok=True)  # two formats may have their pictures in the same folder
    for each in source.iterdir():
        each.replace(target / each.name)


def _convert(job: dict[str, Any], kind: str, draft: Path) -> str:
    """Write the format into ``draft``; the name of its main file."""
    if kind not in FORMATS:
        raise ExportFailed(f"There is no format {kind!r}.")
    if missing := FORMATS[kind].missing():
        raise ExportFailed(missing)
    try:
        notebook = _read(job)
        return _make_pdf(notebook, job["stem"], draft) if kind == "pdf" else _make(notebook, kind, job["stem"], draft)
    except (ExportFailed, OSError):
        raise
    except Exception as error:  # nbconvert's own errors and those of its templates have no common base
        raise ExportFailed(f"nbconvert: {type(error).__name__}: {error}") from error


def _read(job: dict[str, Any]) -> Any:
    """The notebook, with the pictures of its text inside it: the pages are made elsewhere than it stood."""
    import nbformat

    notebook = nbformat.read(job["executed"], as_version=4)  # type: ignore[no-untyped-call]
    if job["images"] and job["within"]:
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                _take_in(cell, Path(job["images"]), Path(job["within"]))
    return notebook


def _take_in(cell: Any, images: Path, within: Path) -> None:
    """Make attachments of the pictures that the text of a cell names by a relative path."""

    def attached(match: re.Match[str]) -> str:
        path = match["path"]
        kind = mimetypes.guess_type(path)[0] or ""
        if "://" in path or path.startswith(("/", "attachment:", "data:")) or not kind.startswith("image/"):
            return match[0]
        content = _picture(images / path, within)
        if content is None:
            return match[0]
        name = _PLAIN_NAME.sub("_", path)
        cell.setdefault("attachments", {})[name] = {kind: base64.b64encode(content).decode()}
        return f"{match[1]}attachment:{name}"

    cell.source = _IMAGE.sub(attached, cell.source)


def _picture(path: Path, within: Path) -> bytes | None:
    """The content of an ordinary file inside ``within``. The opened file is asked where it is: between a look at its
    path and its opening somebody could put a link there, to what only we may read."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            opened = Path(f"/proc/self/fd/{file.fileno()}")
            place = (opened if opened.exists() else path).resolve()
            is_ours = place.is_relative_to(within) and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            content = file.read(LARGEST_IMAGE + 1) if is_ours else b""
    except OSError:
        return None
    return content if is_ours and len(content) <= LARGEST_IMAGE else None


def _without_waiting(path: str, flags: int) -> int:
    """For a pipe, into which nobody may ever write."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _make(notebook: Any, kind: str, stem: str, draft: Path) -> str:
    plain = _PLAIN_NAME.sub("_", stem)  # pages link to it: blanks and brackets would break the links
    exporter = _EXPORTERS[kind]()
    _register_attachments(exporter, kind)
    resources = {"unique_key": plain, "output_files_dir": f"{plain}_files", "metadata": {"name": stem}}
    page, found = exporter.from_notebook_node(notebook, resources=resources)
    name = stem + (FORMATS[kind].ending or found.get("output_extension") or ".txt")
    (draft / name).write_text(page, encoding="utf-8")
    for path, content in (found.get("outputs") or {}).items():
        (draft / path).parent.mkdir(parents=True, exist_ok=True)
        (draft / path).write_bytes(content)
    return name


def _register_attachments(exporter: Any, kind: str) -> None:
    """nbconvert takes attachments out for Markdown only by itself."""
    if kind in ("latex", "rst", "asciidoc"):
        exporter.register_preprocessor("nbconvert.preprocessors.ExtractAttachmentsPreprocessor", enabled=True)


def _nbconvert() -> Any:
    """Slow to import, and without types."""
    import nbconvert

    return nbconvert


def _without_code() -> Any:
    return _nbconvert().HTMLExporter(exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True)


def _latex() -> Any:
    return _nbconvert().LatexExporter(config=_latex_config())


def _latex_config() -> Any:
    from traitlets.config import Config

    if shutil.which("inkscape"):
        return Config()
    return Config(
        {
            "SVG2PDFPreprocessor": {"enabled": False},
            "NbConvertBase": {"display_data_priority": list(_WITHOUT_SVG)},
        }
    )


_EXPORTERS: dict[str, Callable[[], Any]] = {
    "html": lambda: _nbconvert().HTMLExporter(),
    "html_no_code": _without_code,
    "markdown": lambda: _nbconvert().MarkdownExporter(),
    "script": lambda: _nbconvert().ScriptExporter(),
    "slides": lambda: _nbconvert().SlidesExporter(),
    "latex": _latex,
    "rst": lambda: _nbconvert().RSTExporter(),
    "asciidoc": lambda: _nbconvert().ASCIIDocExporter(),
}


def _make_pdf(notebook: Any, stem: str, draft: Path) -> str:
    """By a browser, which prints what people see; else by LaTeX."""
    program = browser()
    target = draft / f"{stem}.pdf"
    if program is None:
        content, _ = _nbconvert().PDFExporter(config=_latex_config()).from_notebook_node(notebook)
        target.write_bytes(content)
        return target.name
    resources = {"metadata": {"name": stem}}
    page, _ = _nbconvert().HTMLExporter(template_name="webpdf").from_notebook_node(notebook, resources=resources)
    printed = page.replace("</head>", f"{_ON_PAPER}</head>", 1)
    with tempfile.TemporaryDirectory() as place, page_server.serve(printed) as address:
        _print(program, address, target, place)
    return target.name


def _print(program: str, address: str, target: Path, place: str) -> None:
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [
        *(program, "--headless", *root, *_QUIET, f"--user-data-dir={place}/profile", "--no-pdf-header-footer"),
        *("--virtual-time-budget=10000", f"--print-to-pdf={target}", address),
    ]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0 or not target.is_file():
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ExportFailed(f"{Path(program).name} could not print the page: {told[-1] if told else 'no reason given'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
