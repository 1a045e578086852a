"""By keyboard alone: Tab leads through what is in front, to all that can be used, and each stop can be seen."""

from __future__ import annotations

from .conftest import Screen

MOST = 300
# What Tab can reach: of a set with one tab stop (tabs, menus, grids, radio buttons) the one that has it.
_BEGIN = """() => {
  const roots = [...document.querySelectorAll('.jp-Dialog, .couture-Widget')].filter(each => each.checkVisibility());
  const root = document.querySelector('.jp-Dialog') ?? roots.at(-1);
  const isReached = each =>
    each.tabIndex >= 0 && !each.disabled && !each.closest('[inert]') && each.getClientRects().length > 0 &&
    each.checkVisibility({ visibilityProperty: true }) &&
    (each.type !== 'radio' || each.checked || !root.querySelector(`input[name="${each.name}"]:checked`));
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const items = [...root.querySelectorAll(usable)].filter(isReached);
  const style = each => {
    const { outline, boxShadow, borderColor, backgroundColor, textDecoration, color, stroke } = getComputedStyle(each);
    return [outline, boxShadow, borderColor, backgroundColor, textDecoration, color, stroke].join('|');
  };
  // The mark may be drawn around what holds it, or on its neighbour, e.g. a row, a label, a switch.
  const look = each =>
    [each, each.parentElement, each.parentElement?.parentElement, each.nextElementSibling, each.firstElementChild]
      .filter(Boolean).map(style).join('||');
  // A dialog has given the focus to one of them; a page is entered from before its begin.
  const first = root.matches('.jp-Dialog') && root.contains(document.activeElement) ? [document.activeElement] : [];
  if (first.length === 0) {
    document.activeElement?.blur?.();
    root.tabIndex = -1;
    root.focus();
  }
  window.walk = { root, items, look, plain: new Map(items.map(each => [each, look(each)])), seen: first, unmarked: [] };
  return items.length;
}"""
_STEP = """() => {
  const { root, seen, plain, look, unmarked } = window.walk;
  const at = document.activeElement;
  if (!root.contains(at)) {
    return 'left';
  }
  if (seen.includes(at)) {
    return 'again';
  }
  seen.push(at);
  if (at !== root && plain.has(at) && look(at) === plain.get(at)) {
    unmarked.push(at);
  }
  return 'on';
}"""
_END = """() => {
  const { items, seen, unmarked } = window.walk;
  const name = each => {
    const words = (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().slice(0, 40);
    return `${each.tagName.toLowerCase()} "${words}" in ${each.closest('[class*=couture-]')?.getAttribute('class')}`;
  };
  const missed = items.filter(each => each.isConnected && !seen.includes(each) && !each.closest('.cm-editor'));
  return { 'not reached': missed.map(name), 'without a mark': unmarked.map(name) };
}"""


def troubles(screen: Screen, where: str) -> list[str]:
    """Press Tab until what is in front is left: what was missed, where it is a trap, and where no mark was seen."""
    count = screen.page.evaluate(_BEGIN)
    went = "on"
    for _ in range(min(count, MOST) + 20):
        screen.page.keyboard.press("Tab")
        went = screen.page.evaluate(_STEP)
        if went != "on":
            break
    is_dialog = screen.page.locator(".jp-Dialog").count() > 0
    if went != "left" and not is_dialog:
        return [f"{where}: Tab does not lead out"]
    found: dict[str, list[str]] = screen.page.evaluate(_END)
    return [f"{where}, {what}: {each}" for what, names in found.items() for each in names]
