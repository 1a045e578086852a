"""The formats that an executed notebook can be turned into, and what each of them needs on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """``ending`` is that of its file; ``missing`` says what has to be installed before it can be made, or nothing."""

    name: str
    title: str
    ending: str
    missing: Callable[[], str]


def browser() -> str | None:
    """The program that prints pages."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def can_typeset() -> bool:
    """Whether LaTeX can make a PDF."""
    return bool(shutil.which("xelatex") and shutil.which("pandoc"))


def _nothing() -> str:
    return ""


def _pandoc() -> str:
    if shutil.which("pandoc"):
        return ""
    return "It needs pandoc, which is not installed. On Debian or Ubuntu: apt install pandoc"


def _printer() -> str:
    if browser() or can_typeset():
        return ""
    return (
        "A PDF needs Chromium, Chrome or Edge, or xelatex and pandoc; none of them is installed. "
        "On Debian or Ubuntu: apt install chromium"
    )


FORMATS = {
    each.name: each
    for each in (
        ExportFormat("html", "HTML", ".html", _nothing),
        ExportFormat("html_no_code", "HTML without code", ".no-code.html", _nothing),
        ExportFormat("pdf", "PDF", ".pdf", _printer),
        ExportFormat("markdown", "Markdown", ".md", _nothing),
        ExportFormat("script", "Script", "", _nothing),  # its ending is that of the notebook's language
        ExportFormat("slides", "Slides", ".slides.html", _nothing),
        ExportFormat("latex", "LaTeX", ".tex", _pandoc),
        ExportFormat("rst", "reStructuredText", ".rst", _pandoc),
        ExportFormat("asciidoc", "AsciiDoc", ".asciidoc", _pandoc),
    )
}
