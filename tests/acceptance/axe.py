"""axe-core in the page: what keeps people with a screen reader, a keyboard or weak eyes from using our widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .conftest import ROOT, Screen

SCRIPT = ROOT / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
# Only what is ours and in front; the rest is JupyterLab's own.
OURS = ".couture-Widget, .jp-Dialog-content:has([class*='couture-'])"
_RUN = """async ([selector, rules]) => {
  const shown = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
  if (shown.length === 0) {
    throw new Error('nothing of ours is in front');
  }
  const found = await axe.run({ include: shown }, {
    runOnly: rules,
    resultTypes: ['violations']
  });
  return found.violations
    .filter(each => each.impact === 'serious' || each.impact === 'critical')
    .flatMap(each => each.nodes.map(node => {
      const why = [...node.any, ...node.all, ...node.none].map(check => check.message).join(' ');
      return [each.id, node.target.join(' '), node.html.slice(0, 200), why];
    }));
}"""


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast"]


def violations(screen: Screen, where: str, seen: Callable[[str], None] = lambda theme: None) -> list[str]:
    """What is serious or critical in front, a line each, which ``where`` begins; of the other theme its colours.

    ``seen`` may look on in each theme.
    """
    if not screen.page.evaluate("() => 'axe' in window"):
        screen.page.add_script_tag(path=SCRIPT)
    is_light = screen.page.locator("body[data-jp-theme-light='true']").count() > 0
    found: list[str] = []
    # The theme that is shown comes first: to change it takes a while.
    for theme, rules in zip(THEMES if is_light else THEMES[::-1], (RULES, COLOURS), strict=True):
        screen.use_theme(theme)
        seen(theme)
        lines: list[list[Any]] = screen.page.evaluate(_RUN, [OURS, rules])
        found += [f"{where} ({theme}): {'; '.join(str(each) for each in line)}" for line in lines]
    return found
