"""A Hub for the tests of a file, and the people they need."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hub_browser import visitors
from hub_process import FIRST, GIVEN, OWN, HubProcess, Person, running
from playwright.sync_api import Browser, Page

NEED_ROOT = ["test_owners.py"]  # they make users of the system
collect_ignore = [] if os.geteuid() == 0 else NEED_ROOT


def pytest_report_header() -> str:
    """Say what is not run."""
    return f"left out, as they need root: {', '.join(collect_ignore) or 'none'}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A running Hub."""
    with running(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture(scope="module")
def superadmin(hub: HubProcess) -> Person:
    """The first Admin, who has changed the first password."""
    person = Person(hub, "superadmin")
    person.fill("hub/change-password", username="superadmin", password=FIRST, new=OWN, again=OWN)
    assert person.is_signed_in()
    return person


@pytest.fixture(scope="module")
def person(hub: HubProcess, superadmin: Person) -> Callable[..., Person]:
    """Enters people with their roles, and signs them in."""

    def enter(name: str, *roles: str) -> Person:
        made = superadmin.ask("POST", "users", json={"username": name, "roles": roles})
        assert made.status_code == 201, made.text
        given = superadmin.ask("PUT", f"users/{name}/password", json={"password": GIVEN})
        assert given.status_code == 204, given.text
        entered = Person(hub, name)
        entered.fill("hub/change-password", username=name, password=GIVEN, new=OWN, again=OWN)
        assert entered.is_signed_in()
        return entered

    return enter


@pytest.fixture
def visitor(browser: Browser, hub: HubProcess) -> Iterator[Callable[[], Page]]:
    """Opens browsers of people who share nothing."""
    with visitors(browser, hub) as come:
        yield come
