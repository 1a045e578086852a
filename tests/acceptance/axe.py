"""axe-core in the page: what keeps people with a screen reader, a keyboard or weak eyes from using our widgets."""

from __future__ import annotations

from typing import Any

from .conftest import ROOT, Screen

SCRIPT = ROOT / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
# Only what is ours and in front; the rest is JupyterLab's own.
OURS = ".couture-Widget, .jp-Dialog-content:has([class*='couture-'])"
_RUN = """async selector => {
  const shown = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
  if (shown.length === 0) {
    throw new Error('nothing of ours is in front');
  }
  const found = await axe.run({ include: shown }, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations']
  });
  return found.violations
    .filter(each => each.impact === 'serious' || each.impact === 'critical')
    .flatMap(each => each.nodes.map(node => {
      const why = [...node.any, ...node.all, ...node.none].map(check => check.message).join(' ');
      return [each.id, node.target.join(' '), node.html.slice(0, 200), why];
    }));
}"""


def violations(screen: Screen, where: str) -> list[str]:
    """What is serious or critical in what is in front, in light and dark, a line each; ``where`` begins each line."""
    if not screen.page.evaluate("() => 'axe' in window"):
        screen.page.add_script_tag(path=SCRIPT)
    found: list[str] = []
    for theme in THEMES:
        screen.use_theme(theme)
        seen: list[list[Any]] = screen.page.evaluate(_RUN, OURS)
        found += [f"{where} ({theme}): {'; '.join(str(each) for each in line)}" for line in seen]
    return found
