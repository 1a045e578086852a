"""What people do in a browser at the Hub."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from hub_process import API, DEADLINE, OWN, SERVICE, HubProcess
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

COLOURS = os.environ.get("COUTURE_COLOURS", "light")  # or dark: what the browsers prefer


@contextmanager
def visitors(browser: Browser, hub: HubProcess) -> Iterator[Callable[[], Page]]:
    """Opens browsers of people who share nothing, at the Hub's door."""
    contexts: list[BrowserContext] = []

    def come() -> Page:
        looks: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": COLOURS}
        contexts.append(browser.new_context(**looks, locale="en-GB", ignore_https_errors=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(DEADLINE * 1000)
        expect.set_options(timeout=DEADLINE * 1000)
        page.goto(hub.url)
        return page

    yield come
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    """A picture, when somebody asked for pictures."""
    if folder := os.environ.get("COUTURE_SCREENSHOTS"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=f"{folder}/hub-{name}-{COLOURS}.png", animations="disabled")


def choose(page: Page, menu: str, *entries: str) -> None:
    """From JupyterLab's menus; what opens another menu has no role there."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    for entry in entries:
        page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()


def sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the login page."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def stop_own_server(page: Page, hub: HubProcess) -> None:
    """On the Hub's home page. Its button does nothing until the page's script, which comes last, has found it."""
    page.goto(f"{hub.url}hub/home")
    page.wait_for_function("() => Object.keys(document.getElementById('stop')).some(key => key.startsWith('jQuery'))")
    page.get_by_role("button", name="Stop My Server").click()
    expect(page.get_by_role("button", name="Start My Server")).to_be_visible()


def choose_password(page: Page, until_now: str) -> None:
    """Fill in the form that comes before the first session."""
    page.get_by_label("Password until now").fill(until_now)
    page.get_by_label("New password").fill(OWN)
    page.get_by_label("The same again").fill(OWN)
    page.get_by_role("button", name="Change the password").click()


def wait_for_lab(page: Page, at: str) -> None:
    """Wait until JupyterLab is there, at the service or in somebody's own server."""
    page.wait_for_url(re.compile(f"{re.escape(at)}lab"))
    page.locator("#jp-main-dock-panel").wait_for()
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def open_page(page: Page, hub: HubProcess, *target: str) -> None:
    """One of our pages at the service."""
    page.goto(f"{hub.url}{SERVICE}lab?couture={quote('/'.join(quote(part, safe='') for part in target), safe='')}")
    wait_for_lab(page, SERVICE)


def ask(page: Page, hub: HubProcess, method: str, path: str, body: Any = None) -> int:
    """What the service answers to a request with this browser's cookies: the status."""
    return answer(page, hub, method, path, body).status


def answer(page: Page, hub: HubProcess, method: str, path: str, body: Any = None) -> APIResponse:
    """The same, with the body."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies() if each["path"] == f"/{SERVICE}"}
    headers = {"X-XSRFToken": cookies["_xsrf"]}
    return page.context.request.fetch(
        hub.url + SERVICE + API + path, method=method, data=body, headers=headers, timeout=DEADLINE * 1000
    )
