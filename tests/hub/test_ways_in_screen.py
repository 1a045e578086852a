"""How people sign in, set by an Admin in a browser, and used by people in theirs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hub_browser import choose, open_page, shoot, sign_in, wait_for_lab
from hub_process import DEADLINE, OWN, SERVICE, HubProcess, Person, running, wait_for
from kerberos_server import PASSWORDS, KerberosServer, kerberos_server
from playwright.sync_api import Browser, Locator, Page, expect
from provider_server import SECRET, provider_server

Visitor = Callable[[], Page]


@pytest.fixture(scope="module")
def realm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KerberosServer]:
    """A Kerberos realm, which the Hub is started in."""
    with kerberos_server(tmp_path_factory.mktemp("kdc")) as realm:
        yield realm


@pytest.fixture(scope="module")
def hub(realm: KerberosServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A running Hub."""
    with running(tmp_path_factory.mktemp("hub"), **realm.environment) as hub:
        yield hub


@pytest.fixture
def admin(hub: HubProcess, superadmin: Person, visitor: Visitor) -> Iterator[Page]:
    """The browser of an Admin who is at the page for it; afterwards passwords are kept here again."""
    page = visitor()
    sign_in(page, "superadmin", OWN)
    open_page(page, hub, "sign-in")
    yield page
    before = {"auth_type": "AUTH_DB", "auth_roles_mapping": {}, "auth_user_registration": False}
    answer = superadmin.ask("PATCH", "loginSettings", json=before)
    assert answer.status_code == 200, answer.text


def form_of(page: Page) -> Locator:
    """Its form."""
    return page.get_by_role("form", name="Sign-in")


def fill(form: Locator, values: dict[str, str]) -> None:
    """Type these, by the names of the settings."""
    for name, value in values.items():
        form.locator(f'[data-path="{name}"] input').fill(value)


def error_at(form: Locator, name: str) -> Locator:
    """What is wrong with a setting."""
    return form.locator(f'[data-path="{name}"] .couture-Field-error')


def enter_all_as_viewers(form: Locator) -> None:
    """Enter whoever is known there."""
    form.get_by_role("switch", name="Enter people at their first sign-in").click()
    form.get_by_label("Role of those who are entered").select_option("Viewer")


def save(page: Page, hub: HubProcess, form: Locator) -> None:
    """Save, and come back later."""
    with page.expect_response(re.compile(r"loginSettings\?")) as answered:
        form.get_by_role("button", name="Save").click()
    assert answered.value.status == 200, answered.value.text()
    open_page(page, hub, "sign-in")


OAUTH = {
    "auth_oauth_name": "Example",
    "auth_oauth_client_id": "couture",
    "auth_oauth_scope": "openid profile email",
    "auth_oauth_username_claim": "preferred_username",
    "auth_oauth_firstname_claim": "given_name",
    "auth_oauth_lastname_claim": "family_name",
    "auth_oauth_email_claim": "email",
    "auth_oauth_group_claim": "teams",
}


def test_an_admin_sets_a_provider_and_its_button_brings_people_in(
    hub: HubProcess, admin: Page, visitor: Visitor, tmp_path: Path
) -> None:
    form = form_of(admin)
    with provider_server(tmp_path) as provider:
        provider.enter("olga", given_name="Olga", email="olga@example.com", teams=["makers"])
        form.get_by_label("People sign in").select_option("AUTH_OAUTH")
        shoot(admin, "oauth-empty")
        form.get_by_role("button", name="Save").click()
        expect(error_at(form, "auth_oauth_issuer")).to_contain_text("Give the address of the provider")
        expect(error_at(form, "auth_oauth_client_id")).to_contain_text("Give the id")
        shoot(admin, "oauth-wrong")
        callback = f"{hub.url}hub/oauth_callback"
        fill(form, {**OAUTH, "auth_oauth_callback_url": callback, "auth_oauth_client_secret": SECRET})
        secret = form.get_by_label("Client secret")
        expect(secret).to_have_attribute("type", "password")
        trial = form.get_by_role("group", name="Try it")
        fill(form, {"auth_oauth_issuer": "http://login.example.com"})
        trial.get_by_role("button", name="Try it").click()
        expect(error_at(form, "auth_oauth_issuer")).to_contain_text("begins with https://")
        fill(form, {"auth_oauth_issuer": f"{provider.url}/"})
        trial.get_by_role("button", name="Try it").click()
        expect(trial).to_contain_text("make them the same")
        fill(form, {"auth_oauth_issuer": provider.url})
        enter_all_as_viewers(form)
        form.get_by_label("Roles of groups").fill("makers: Op")
        trial.get_by_role("button", name="Try it").click()
        expect(trial).to_contain_text("Keys that its tokens are signed with: 1.")
        expect(trial).to_contain_text("The provider can be used.")
        trial.scroll_into_view_if_needed()
        shoot(admin, "oauth-tried")
        save(admin, hub, form)
        for name, value in {**OAUTH, "auth_oauth_issuer": provider.url, "auth_oauth_callback_url": callback}.items():
            expect(form.locator(f'[data-path="{name}"] input')).to_have_value(value)
        expect(secret).to_have_value("")
        expect(secret).to_have_attribute("placeholder", "unchanged")
        shoot(admin, "oauth-kept")
        come_by_the_button(hub, visitor())


def come_by_the_button(hub: HubProcess, olga: Page) -> None:
    """Denied there first, then let in, to the page that was asked for."""
    olga.context.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())  # looks of the provider's page
    olga.goto(f"{hub.url}{SERVICE}lab?couture=pools")
    shoot(olga, "oauth-login")
    olga.get_by_role("button", name="Sign in with Example").click()
    olga.get_by_role("button", name="Deny").click()
    expect(olga.get_by_text("Signing in was not finished, or took too long. Begin again.")).to_be_visible()
    expect(olga.get_by_label("Username")).to_have_value("")
    shoot(olga, "oauth-denied")
    olga.goto(f"{hub.url}{SERVICE}lab?couture=pools")
    olga.get_by_role("button", name="Sign in with Example").click()
    olga.get_by_placeholder("sub").fill("id-olga")
    olga.get_by_role("button", name="Authorize").click()
    wait_for_lab(olga, SERVICE)
    expect(olga.get_by_role("heading", name="Pools")).to_be_visible()
    shoot(olga, "oauth-arrived")


@contextmanager
def browser_with(ticket: str, folder: Path, browser: Browser, chromium: dict[str, Any]) -> Iterator[Page]:
    """A browser of somebody who has a ticket. In a private window it would show none, so it has a profile."""
    options = {**chromium, "args": [*chromium["args"], "--auth-server-allowlist=localhost"]}
    start = browser.browser_type.launch_persistent_context
    environment = {**os.environ, "KRB5CCNAME": ticket}
    with start(folder, **options, env=environment, ignore_https_errors=True) as context:
        page = context.new_page()
        page.set_default_timeout(DEADLINE * 1000)
        yield page


def comes_by_ticket(page: Page, hub: HubProcess) -> None:
    """With its first page a browser may show no ticket: it is loaded until it does. Who has signed out is asked."""
    door = hub.url.replace("127.0.0.1", "localhost")  # the name that the ticket is for

    def is_let_in() -> bool:
        page.goto(door)
        return "/hub/login" not in page.url

    wait_for(is_let_in)
    wait_for_lab(page, SERVICE)
    page.goto(f"{door}hub/logout")
    expect(page.get_by_label("Username")).to_be_visible()


def test_an_admin_sets_kerberos_and_people_come_in_by_password_and_by_ticket(
    hub: HubProcess,
    admin: Page,
    realm: KerberosServer,
    visitor: Visitor,
    tmp_path: Path,
    browser: Browser,
    chromium: dict[str, Any],
) -> None:
    form = form_of(admin)
    form.get_by_label("People sign in").select_option("AUTH_KERBEROS")
    form.get_by_role("button", name="Save").click()
    expect(error_at(form, "auth_kerberos_keytab")).to_contain_text("Give the file on the server")
    expect(form.get_by_label("Our principal")).to_be_focused()
    fill(form, {"auth_kerberos_principal": "host", "auth_kerberos_keytab": "/nowhere.keytab"})
    form.get_by_role("button", name="Save").click()
    expect(error_at(form, "auth_kerberos_principal")).to_contain_text("HTTP/hub.example.com@EXAMPLE.COM")
    expect(error_at(form, "auth_kerberos_keytab")).to_contain_text("There is no file '/nowhere.keytab' on the server.")
    shoot(admin, "kerberos-wrong")
    values = {name: value for name, value in realm.settings.items() if name != "auth_type"}
    fill(form, {**values, "auth_kerberos_realms": "EXAMPLE.COM"})
    enter_all_as_viewers(form)
    trial = form.get_by_role("group", name="Try it")
    trial.get_by_label("Name").fill("ada")
    for password, told in (
        ("wrong", "The KDC refuses the password of ada@EXAMPLE.COM"),
        (PASSWORDS["ada"], "ada would get in."),
    ):
        trial.get_by_label("Password").fill(password)
        trial.get_by_role("button", name="Try it").click()
        expect(trial).to_contain_text(told)
    expect(trial).to_contain_text("The ticket is one for us.")
    trial.scroll_into_view_if_needed()
    shoot(admin, "kerberos-tried")
    save(admin, hub, form)
    for name, value in {**values, "auth_kerberos_realms": "EXAMPLE.COM"}.items():
        expect(form.locator(f'[data-path="{name}"] input')).to_have_value(value)
    ada = visitor()  # a browser without a ticket
    sign_in(ada, "ada", "wrong")
    expect(ada.get_by_text("The name or the password is wrong")).to_be_visible()
    sign_in(ada, "ada", PASSWORDS["ada"])
    wait_for_lab(ada, SERVICE)
    with browser_with(realm.ticket("ada"), tmp_path / "profile", browser, chromium) as page:
        comes_by_ticket(page, hub)


def change(page: Page, until_now: str, new: str) -> None:
    """Fill in the form for another password."""
    page.get_by_label("Password until now").fill(until_now)
    page.get_by_label("New password").fill(new)
    page.get_by_label("The same again").fill(new)
    page.get_by_role("button", name="Change the password").click()


def test_a_password_is_changed_from_the_menu_and_ends_the_other_sessions(
    hub: HubProcess, person: Callable[..., Person], visitor: Visitor
) -> None:
    person("lea", "Viewer")
    here, elsewhere, new = visitor(), visitor(), f"{OWN}, newer"
    for page in (here, elsewhere):
        sign_in(page, "lea", OWN)
        wait_for_lab(page, SERVICE)
    with here.context.expect_page() as opened:
        choose(here, "Couture", "Change My Password…")
    page = opened.value
    expect(page.get_by_label("User name")).to_have_value("lea")
    shoot(page, "change-password")
    change(page, "not the password", new)
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    expect(page.get_by_label("Password until now")).to_have_value("")
    shoot(page, "change-password-wrong")
    change(page, OWN, new)
    wait_for_lab(page, SERVICE)
    elsewhere.goto(f"{hub.url}hub/home")
    sign_in(elsewhere, "lea", OWN)
    expect(elsewhere.get_by_text("The name or the password is wrong")).to_be_visible()
    sign_in(elsewhere, "lea", new)
    elsewhere.wait_for_url(f"{hub.url}hub/home")
