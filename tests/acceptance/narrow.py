"""A narrow window: nothing of what can be used is cut off, unless it scrolls into sight."""

from __future__ import annotations

from .conftest import Screen

WIDTH = 600
_CUT = """() => {
  const isShown = each => each.checkVisibility() && each.getClientRects().length > 0;
  const shown = selector => [...document.querySelectorAll(selector)].filter(isShown);
  const within = (inner, outer) => inner.left > outer.left - 2 && inner.right < outer.right + 2;
  const cutting = (each, root) => {
    const box = each.getBoundingClientRect();
    for (let around = each.parentElement; around; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') {
        return null;
      }
      const isEdge = overflowX === 'hidden' || overflowX === 'clip' || around === root;
      if (isEdge && !within(box, around.getBoundingClientRect())) {
        return around.className;
      }
      if (around === root) {
        return null;
      }
    }
    return null;
  };
  const usable = 'a[href], button, input, select, textarea, [role=tab], h1, h2';
  const found = [];
  for (const root of shown('.couture-Widget, .jp-Dialog-content')) {
    if (!within(root.getBoundingClientRect(), { left: 0, right: innerWidth })) {
      found.push(`${root.className} is wider than the window`);
    }
    for (const each of [...root.querySelectorAll(usable)].filter(isShown)) {
      const by = cutting(each, root);
      if (by !== null) {
        const name = each.getAttribute('aria-label') ?? each.textContent.trim().slice(0, 40);
        found.push(`${each.tagName.toLowerCase()} "${name}" is cut off by ${by}`);
      }
    }
  }
  return found;
}"""


def troubles(screen: Screen, where: str) -> list[str]:
    """What of that which is in front is cut off in a narrow window."""
    usual = screen.page.viewport_size
    assert usual is not None
    screen.page.set_viewport_size({"width": WIDTH, "height": usual["height"]})
    screen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[str] = screen.page.evaluate(_CUT)
    screen.page.set_viewport_size(usual)
    return [f"{where}, {WIDTH} pixels wide: {each}" for each in found]
