"""Every command of ours: named, in the palette, with a shortcut if wanted; and never nothing without arguments."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from playwright.sync_api import expect

from .conftest import Lab
from .every_page import COUNT_REQUESTS, leave, settle

# They need a place on the screen, or are the pages behind commands of the palette.
ELSEWHERE = {"couture:open-menu", "couture:notebooks-page", "couture:split-page"}
ABOUT = """() => {
  const { commands } = window.jupyterapp;
  const ours = commands.listCommands().filter(id => id.startsWith('couture'));
  return Object.fromEntries(ours.map(id => [id, {
    label: commands.label(id), caption: commands.caption(id), isEnabled: commands.isEnabled(id)
  }]));
}"""
PALETTE = """() => {
  const items = [...document.querySelectorAll('.lm-CommandPalette-item')];
  return items.map(each => each.dataset.command).filter(id => id?.startsWith('couture'));
}"""
# What a person sees of a command: a page, a dialog, a menu, a message.
SEEN = """() => JSON.stringify([
  window.jupyterapp.shell.currentWidget?.id,
  [...window.jupyterapp.shell.widgets('left')].filter(each => each.isVisible).map(each => each.id),
  document.querySelector('.jp-Dialog')?.textContent,
  document.querySelectorAll('.lm-Menu').length,
  [...document.querySelectorAll('.Toastify__toast')].map(each => each.id)
])"""
RUN = "id => void window.jupyterapp.commands.execute(id).catch(error => { window.trouble = String(error.stack); })"


def test_each_command_is_named_and_those_that_need_nothing_are_in_the_palette(screen: Any) -> None:
    screen.open()
    about = screen.page.evaluate(ABOUT)
    assert [name for name, each in about.items() if not each["label"] or not each["caption"]] == []

    missing: set[str] = set()

    def is_whole() -> bool:
        # JupyterLab closes the palette with each command that is executed, also by itself while it is still starting.
        if not screen.page.locator(".lm-CommandPalette-item:visible").count():
            screen.page.keyboard.press("Control+Shift+C")
        nonlocal missing
        enabled = {name for name, each in screen.page.evaluate(ABOUT).items() if each["isEnabled"]}
        missing = enabled - set(screen.page.evaluate(PALETTE))
        return missing == ELSEWHERE

    with contextlib.suppress(AssertionError):
        screen.lab.wait_until(is_whole)  # it is drawn bit by bit
    assert missing == ELSEWHERE


def test_no_command_does_nothing_without_arguments(screen: Any) -> None:
    screen.page.context.add_init_script(COUNT_REQUESTS)
    screen.open()
    page = screen.page
    about = page.evaluate(ABOUT)
    assert len(about) > 100
    silent, troubles = [], {}
    for name in [name for name, each in about.items() if each["isEnabled"]]:
        leave(screen)
        before = page.evaluate(SEEN)
        page.evaluate("() => { delete window.trouble; }")
        page.evaluate(RUN, name)
        settle(screen)
        trouble = page.evaluate("() => window.trouble")
        if trouble:
            troubles[name] = trouble
        elif before == page.evaluate(SEEN):
            silent.append(name)
    assert (silent, troubles) == ([], {}), json.dumps(troubles, indent=1)


def test_our_shortcuts_are_in_the_settings_editor(screen: Any) -> None:
    screen.open()
    page = screen.page
    screen.execute("settingeditor:open", query="Keyboard Shortcuts")
    shown = page.locator(".jp-Shortcuts-Row").filter(has_text="Review & Save")
    expect(shown.first).to_contain_text("Ctrl")


def test_a_shortcut_that_a_person_changed_works_as_they_said_and_no_more_as_before(lab: Lab, screen: Any) -> None:
    ours = {"command": "couture:review-dag-file", "selector": ".couture-DagEditorPage"}
    before, after = {**ours, "keys": ["Accel S"], "disabled": True}, {**ours, "keys": ["Accel Alt 9"]}
    lab.set_up("shortcuts-extension:shortcuts", shortcuts=[before, after])
    try:
        screen.page.context.add_init_script(COUNT_REQUESTS)
        screen.open()
        screen.execute("couture:edit-dag-file", path="choose_a_way.py")
        page = screen.page
        text = page.locator(".couture-DagEditor-text .cm-content:visible")
        text.click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text("# by the keyboard\n")
        review = page.locator(".cm-mergeView:visible, .cm-merge-b:visible").first
        page.keyboard.press("Control+s")
        settle(screen)
        expect(review).to_have_count(0)
        page.keyboard.press("Control+Alt+9")
        expect(review).to_be_visible()
    finally:
        lab.set_up("shortcuts-extension:shortcuts")
        lab.ask("DELETE", "dagFiles/draft?path=choose_a_way.py")


# Of the main menu "Couture" with its submenus: the commands, and whether each can be chosen.
MAIN_MENU = """() => {
  const found = [];
  const walk = menu => menu.items.forEach(({ type, submenu, command, isEnabled, isVisible }) =>
    type === 'submenu' ? walk(submenu) : type === 'command' && isVisible && found.push([command, isEnabled]));
  for (const bar of window.jupyterapp.shell.widgets('menu')) {
    const others = bar.overflowMenu?.items.map(each => each.submenu) ?? [];
    [...(bar.menus ?? []), ...others].filter(each => each?.id === 'jp-mainmenu-couture').forEach(walk);
  }
  return found;
}"""
OPEN_MENU = """() => [...document.querySelectorAll('.lm-Menu-item[data-command^=couture]')]
  .map(({ dataset, classList }) => [dataset.command, !classList.contains('lm-mod-disabled')])"""


def test_each_entry_of_the_menu_couture_and_of_files_can_be_chosen(screen: Any) -> None:
    screen.open()
    page = screen.page
    entries = dict(page.evaluate(MAIN_MENU))
    assert {"couture:open-dags", "couture:open-runs", "couture:open-roles", "couture:manage-dags"} <= set(entries)
    screen.show_files()
    for file in ("welcome.ipynb", "dags"):
        page.locator("#filebrowser .jp-DirListing-item").filter(has_text=file).first.click(button="right")
        page.locator(".lm-Menu-item[data-command^=couture]:visible").first.wait_for()
        entries |= dict(page.evaluate(OPEN_MENU))
        page.keyboard.press("Escape")
    assert {"couture:schedule-notebook", "couture:split-notebook", "couture:run-folder"} <= set(entries)
    assert [name for name, can_be_chosen in entries.items() if not can_be_chosen] == []
