"""Every page, form and dialog: axe-core finds nothing serious, Tab leads through it, a narrow window cuts nothing off,
each text can be translated; pictures when asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from . import keyboard, narrow, pictures, shop, translated
from .axe import violations
from .conftest import Lab, Screen
from .every_page import (
    COUNT_REQUESTS,
    PLACES,
    Place,
    choose_section,
    leave,
    pages_without_a_place,
    sections,
    settle,
    show,
)


@pytest.fixture(scope="module")
def run(lab: Lab) -> Iterator[str]:
    """A run of the shop with a failed task."""
    with shop.opened(lab) as made:
        yield made


@pytest.fixture(scope="module")
def window(lab: Lab, run: str, browser: Browser) -> Iterator[Screen]:
    """One JupyterLab for all places: opening it takes longer than to look at any of them."""
    context = browser.new_context(
        viewport={"width": 1120, "height": 680}, locale="en-GB", timezone_id="Europe/Helsinki"
    )
    context.add_init_script(COUNT_REQUESTS)
    context.add_init_script(path=translated.SCRIPT)
    window = Screen(context.new_page(), lab)
    with translated.marked(lab):
        window.open()
        yield window
    context.close()
    assert [error for error in window.errors if "removeChild" not in error or "couture" in error] == []


@pytest.fixture(autouse=True)
def alone(window: Screen) -> None:
    """Nothing else is open."""
    leave(window)


def look(window: Screen, name: str) -> list[str]:
    """What is wrong with what is in front."""
    found = violations(window, name, lambda theme: pictures.keep(window, name + ("-dark" if "Dark" in theme else "")))
    found += translated.troubles(window, name)
    return found + keyboard.troubles(window, name) + narrow.troubles(window, name)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_places(run: str, window: Screen, place: Place) -> None:
    show(window, place, run)
    found = look(window, place.name)
    assert found == [], "\n".join(found)


def test_pages_that_have_no_place_yet(run: str, window: Screen) -> None:
    found: list[str] = []
    for name in pages_without_a_place(window):
        window.page.evaluate("async id => { await window.jupyterapp.commands.execute(id, {}); }", name)
        settle(window)
        found += look(window, name)
    assert found == [], "\n".join(found)


def test_every_section_of_a_dag(run: str, window: Screen) -> None:
    show(window, Place("dag", "couture:open-dag", {"dagId": shop.DAG_ID}), run)
    page = window.page.locator(".couture-DagPage:visible").last
    looked_at(window, page, "dag")


def test_every_section_of_a_run(run: str, window: Screen) -> None:
    show(window, Place("run", "couture:open-run", {"dagId": shop.DAG_ID, "runId": run, "taskId": "check"}), run)
    looked_at(window, window.run_page, "run")


def looked_at(window: Screen, page: Locator, word: str) -> None:
    """Look at each section; those in the documentation are among them."""
    found: list[str] = []
    names = {f"{word}-{translated.plain(name).lower().replace(' ', '-')}": name for name in sections(page)}
    for name, section in names.items():
        choose_section(window, page, section)
        found += look(window, name)
    assert found == [], "\n".join(found)
    assert {name for name in elsewhere() if name.startswith(f"{word}-")} <= set(names)


def elsewhere() -> set[str]:
    """The pictures in the documentation that no place gives."""
    return {name.removesuffix("-dark") for name in pictures.asked_for()} - {place.name for place in PLACES}


def test_every_picture_in_the_documentation_is_taken_here() -> None:
    assert [name for name in elsewhere() if not name.startswith(("dag-", "run-"))] == []
