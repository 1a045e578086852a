"""Other formats of an executed notebook, made by nbconvert in a process of its own: it is slow, it may hang, and what
it cannot do is a warning on the run, never its failure.

The process is this module; it prints one line of JSON for each format: the file it made, or what is wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TIMEOUT = 180.0  # seconds that one format may take
SUFFIXES = {"html": ".html", "html_no_code": ".no-code.html", "pdf": ".pdf", "markdown": ".md"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
_MARK = b"couture-export: "
_QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")


class ExportFailed(Exception):
    """Why a format could not be made, a sentence with what to do."""


def export(
    executed: Path, kinds: Sequence[str], folder: Path, stem: str, *, timeout: float = TIMEOUT
) -> dict[str, Path | str]:
    """Make the formats in ``folder``, as ``stem`` with each format's ending. For each kind the file, or a sentence that
    says why there is none. ``timeout`` is the seconds that one may take."""
    arguments = (str(executed), str(folder), stem, *kinds)
    command = [sys.executable, "-m", "couture_jupyter.operators.notebook_exports", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True)
    patience = timeout * len(kinds)
    missing = "nbconvert ended without a word; the log may say more."
    try:
        told = process.communicate(timeout=patience)[0]
    except subprocess.TimeoutExpired as late:
        told, missing = late.output or b"", f"It took longer than {patience:g} seconds."
    finally:
        _end(process)
    found: dict[str, Path | str] = dict.fromkeys(kinds, missing)
    for line in told.splitlines():
        if line.startswith(_MARK):
            answer = json.loads(line.removeprefix(_MARK))
            found[answer["kind"]] = answer.get("problem") or folder / answer["file"]
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything it started: a browser is several processes."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def main(executed: str, target: str, stem: str, *kinds: str) -> None:
    """Runs in the process of its own."""
    for kind in kinds:
        answer = {"kind": kind, **_answer(Path(executed), kind, stem, Path(target))}
        sys.stdout.write(f"\n{_MARK.decode()}{json.dumps(answer)}\n")
        sys.stdout.flush()


def _answer(executed: Path, kind: str, stem: str, folder: Path) -> dict[str, str]:
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as draft:
            name = _convert(executed, kind, stem, Path(draft))
            for each in sorted(Path(draft).iterdir()):
                _move(each, folder / each.name)
        return {"file": name}
    except ExportFailed as failure:
        return {"problem": str(failure)}
    except OSError as error:
        return {"problem": f"{error.strerror or error}."}


def _move(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    source.replace(target)


def _convert(executed: Path, kind: str, stem: str, draft: Path) -> str:
    try:
        return _make(executed, kind, stem, draft)
    except (ExportFailed, OSError):
        raise
    except Exception as error:  # nbconvert's own errors and those of its templates have no common base
        raise ExportFailed(f"nbconvert: {type(error).__name__}: {error}") from error


def _make(executed: Path, kind: str, stem: str, draft: Path) -> str:
    """Write the format into ``draft``; the name of its main file."""
    if kind == "pdf":
        return _make_pdf(executed, stem, draft)
    exporter = _exporter(kind)
    resources = {"unique_key": stem, "output_files_dir": f"{stem}_files"}
    page, found = exporter.from_filename(str(executed), resources=resources)
    name = stem + SUFFIXES.get(kind, found.get("output_extension") or ".txt")
    (draft / name).write_text(page, encoding="utf-8")
    for path, content in (found.get("outputs") or {}).items():
        (draft / path).parent.mkdir(parents=True, exist_ok=True)
        (draft / path).write_bytes(content)
    return name


def _exporter(kind: str) -> Any:
    nbconvert = _nbconvert()
    match kind:
        case "html":
            return nbconvert.HTMLExporter()
        case "html_no_code":
            return nbconvert.HTMLExporter(exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True)
        case "markdown":
            return nbconvert.MarkdownExporter()
        case "script":
            return nbconvert.ScriptExporter()
    raise ExportFailed(f"There is no format {kind!r}.")


def _nbconvert() -> Any:
    """Slow to import, and without types."""
    import nbconvert

    return nbconvert


def _make_pdf(executed: Path, stem: str, draft: Path) -> str:
    """By a browser, which prints what people see; else by LaTeX."""
    nbconvert = _nbconvert()
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    target = draft / f"{stem}.pdf"
    if browser is not None:
        page, _ = nbconvert.HTMLExporter(template_name="webpdf").from_filename(str(executed))
        with tempfile.TemporaryDirectory() as place:
            source = Path(place, "page.html")
            source.write_text(page, encoding="utf-8")
            _print(browser, source, target, place)
    elif shutil.which("xelatex") and shutil.which("pandoc"):
        content, _ = nbconvert.PDFExporter().from_filename(str(executed))
        target.write_bytes(content)
    else:
        raise ExportFailed(
            "A PDF needs Chromium, Chrome or Edge, or xelatex and pandoc; none of them is installed. "
            "On Debian or Ubuntu: apt install chromium"
        )
    return target.name


def _print(browser: str, source: Path, target: Path, place: str) -> None:
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [
        *(browser, "--headless", *root, *_QUIET, f"--user-data-dir={place}/profile", "--no-pdf-header-footer"),
        *("--virtual-time-budget=10000", f"--print-to-pdf={target}", source.as_uri()),
    ]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0 or not target.is_file():
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ExportFailed(f"{Path(browser).name} could not print the page: {told[-1] if told else 'no reason given'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
