"""The pictures in the documentation: ``test_every_page`` takes those that its pages name."""

from __future__ import annotations

import getpass
import io
import os
import re
from pathlib import Path

from PIL import Image

from .conftest import ROOT, Screen

COLOURS = 64
_PICTURE = re.compile(r"images/([\w-]+)\.png\)")
# What tells of the machine that took the pictures, as anybody's would read; and for who looks next, as it was.
_AT_HOME = """([home, host, user]) => {
  window.toldHere = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const told = node.nodeValue;
    const said = { [user]: 'ada', [host]: 'laptop' }[told.trim()] ?? told;
    const text = said.replaceAll(home, '/srv/ada');
    if (text !== told) {
      window.toldHere.push([node, told]);
      node.nodeValue = text;
    }
  }
}"""
_AS_IT_WAS = "() => window.toldHere.forEach(([node, told]) => { node.nodeValue = told; })"


def asked_for() -> frozenset[str]:
    """The names of the pictures in the documentation."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return frozenset(name for page in pages for name in _PICTURE.findall(page.read_text(encoding="utf-8")))


def keep(screen: Screen, name: str) -> None:
    """Keep a small picture of the window, when somebody asked for pictures and the documentation shows it."""
    folder = os.environ.get("COUTURE_PICTURES")
    if not folder or name not in asked_for():
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    screen.page.evaluate(_AT_HOME, [str(screen.lab.workspace.parent), os.uname().nodename, getpass.getuser()])
    shot = screen.page.screenshot(animations="disabled", caret="hide")
    screen.page.evaluate(_AS_IT_WAS)
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(Path(folder) / f"{name}.png", optimize=True)
