"""A Hub on PostgreSQL, as people see it in a browser: who signs in, who may do what, and what goes on without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from database_servers import postgresql
from directory_server import EVE_PASSWORD, directory_server
from hub_browser import answer, ask, choose_password, open_page, shoot, sign_in, stop_own_server, wait_for_lab
from hub_process import FIRST, GIVEN, OWN, SERVICE, HubProcess, running, wait_for
from playwright.sync_api import Page, expect

LIMIT = 10  # wrong passwords for one name


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A running Hub whose Couture has a PostgreSQL server."""
    with (
        postgresql() as database,
        running(tmp_path_factory.mktemp("hub"), COUTURE_DB_URL=database.create_database()) as hub,
    ):
        yield hub


def enter(admin: Page, name: str, role: str) -> None:
    """As Admin: enter somebody with a role and a first password."""
    users = admin.locator(".couture-Users:visible")
    users.get_by_role("button", name="New user").click()
    form = users.get_by_role("form", name="New user")
    form.get_by_label("Name", exact=False).first.fill(name)
    form.get_by_text(role, exact=True).click()
    form.get_by_role("button", name="Save").click()
    users.get_by_role("button", name=f"Password of {name}").click()
    form = users.get_by_role("form", name=f"Password of {name}")
    form.get_by_label("First password").fill(GIVEN)
    shoot(admin, "first-password-given")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)


def come_first(visitor: Callable[[], Page], name: str) -> Page:
    """Somebody's first sign-in, to the end of the form for a password of their own."""
    page = visitor()
    sign_in(page, name, GIVEN)
    choose_password(page, GIVEN)
    return page


def test_a_team_from_its_first_hour_on(hub: HubProcess, visitor: Callable[[], Page]) -> None:
    admin = visitor()
    shoot(admin, "login")
    sign_in(admin, "superadmin", "not the password")
    expect(admin.get_by_text("The name or the password is wrong")).to_be_visible()
    sign_in(admin, "superadmin", FIRST)
    expect(admin.get_by_text("choose your own before you go on")).to_be_visible()
    shoot(admin, "first-password")
    choose_password(admin, FIRST)
    wait_for_lab(admin, "/user/superadmin/")
    open_page(admin, hub, "users")
    enter(admin, "ada", "Developer")
    enter(admin, "vera", "Viewer")
    shoot(admin, "users")

    ada, vera = come_first(visitor, "ada"), come_first(visitor, "vera")
    wait_for_lab(ada, "/user/ada/")
    wait_for_lab(vera, f"/{SERVICE}")
    looks_around(vera)
    write_notebook(hub, "minutes.ipynb", "print(6 * 7)")
    schedule_each_minute(ada)
    shoot(ada, "scheduled")
    stop_own_server(ada, hub)

    stopped = quote(datetime.now(UTC).isoformat(), safe="")
    later = f"dags/minutes/dagRuns?state=success&start_date_gte={stopped}"
    wait_for(lambda: answer(vera, hub, "GET", later).json()["total_entries"] > 0)
    open_page(vera, hub, "dag", "minutes")
    expect(vera.get_by_role("button", name=re.compile("Success")).first).to_be_visible()
    expect(vera.locator(".couture-DagPage").get_by_text("Owner ada")).to_be_visible()
    shoot(vera, "seen-by-a-viewer")
    run_now = vera.get_by_role("button", name="Run Now")
    expect(run_now).to_have_attribute("aria-disabled", "true")
    expect(run_now).to_have_attribute("title", re.compile("Viewer, lacks the permission runs:trigger"))
    assert ask(vera, hub, "PATCH", "dags/minutes", {"is_paused": True}) == 403
    assert ask(vera, hub, "POST", "dags/minutes/dagRuns", {}) == 403
    assert ask(admin, hub, "PATCH", "dags/minutes", {"is_paused": True}) == 200


def test_who_asks_for_an_account_waits_for_an_admin(hub: HubProcess, visitor: Callable[[], Page]) -> None:
    guest = visitor()
    guest.get_by_role("link", name="Ask for an account").click()
    guest.get_by_label("User name").fill("guest")
    guest.get_by_label("Password", exact=True).fill(OWN)
    guest.get_by_label("The same again").fill("something else")
    guest.get_by_role("button", name="Send").click()
    expect(guest.get_by_role("alert")).to_contain_text("not the same")
    guest.get_by_label("Password", exact=True).fill(OWN)
    guest.get_by_label("The same again").fill(OWN)
    guest.get_by_role("button", name="Send").click()
    expect(guest.get_by_role("status")).to_contain_text("An Admin decides about it")
    shoot(guest, "signed-up")
    guest.goto(hub.url)
    sign_in(guest, "guest", OWN)
    expect(guest.get_by_text("or the account is not active")).to_be_visible()
    for _ in range(LIMIT):
        with guest.expect_navigation():
            sign_in(guest, "guest", OWN)
    expect(guest.get_by_text("There were too many tries. Try again in")).to_be_visible()
    shoot(guest, "too-many-tries")
    admin = visitor()
    sign_in(admin, "superadmin", OWN)
    open_page(admin, hub, "users")
    expect(admin.get_by_role("row", name="guest").first).to_contain_text("asks to be let in")


def test_people_of_a_directory_come_in_and_the_superadmin_also_while_it_is_away(
    hub: HubProcess, visitor: Callable[[], Page], tmp_path: Path
) -> None:
    admin, eve, late = visitor(), visitor(), visitor()
    sign_in(admin, "superadmin", OWN)
    open_page(admin, hub, "sign-in")
    with directory_server(tmp_path / "slapd") as directory:
        settings = {**directory.settings, "auth_user_registration": True, "auth_user_registration_role": "Viewer"}
        assert ask(admin, hub, "PATCH", "loginSettings", settings) == 200
        sign_in(eve, "eve", "a wrong password")
        expect(eve.get_by_text("The name or the password is wrong")).to_be_visible()
        sign_in(eve, "eve", EVE_PASSWORD)
        wait_for_lab(eve, f"/{SERVICE}")
        assert ask(eve, hub, "GET", "dags") == 200
    sign_in(late, "eve", EVE_PASSWORD)
    expect(late.get_by_text("The directory that knows the passwords cannot be asked")).to_be_visible()
    shoot(late, "directory-away")
    sign_in(late, "superadmin", OWN)
    open_page(late, hub, "sign-in")
    assert ask(late, hub, "PATCH", "loginSettings", {"auth_type": "AUTH_DB"}) == 200


def looks_around(viewer: Page) -> None:
    """A Viewer sees the DAGs, also after a reload, no layout is kept; the menu says what is not for them."""
    expect(viewer.get_by_role("heading", name="DAGs")).to_be_visible()
    asked: list[str] = []
    viewer.on("request", lambda request: asked.append(request.url))
    viewer.reload()
    wait_for_lab(viewer, f"/{SERVICE}")
    assert [each for each in asked if "/api/workspaces" in each] == [], "before JupyterLab is there, it would be read"
    schedule = viewer.get_by_role("button", name="Schedule a Notebook…")
    expect(schedule).to_have_attribute("aria-disabled", "true")  # from here on it is known what a Viewer may do
    viewer.get_by_role("menuitem", name="Couture", exact=True).click()
    for name in ("New DAG…", "Schedule a Notebook…"):
        entry = viewer.get_by_role("menuitem", name=f"{name} (not permitted)")
        expect(entry).to_have_attribute("aria-disabled", "true")
    expect(viewer.get_by_role("menuitem", name="Manage DAGs", exact=True)).not_to_have_attribute(
        "aria-disabled", "true"
    )
    viewer.keyboard.press("Escape")


def write_notebook(hub: HubProcess, name: str, code: str) -> None:
    """A notebook in the common workspace."""
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": spec})
    nbformat.write(made, hub.workspace / name)


def schedule_each_minute(page: Page) -> None:
    """In one's own server: right-click the notebook in the common workspace, and fill in the form."""
    files = page.locator("#filebrowser .jp-DirListing-item")
    files.filter(has_text="common_workspace").dblclick()
    files.filter(has_text="minutes.ipynb").click(button="right")
    page.get_by_role("menuitem", name="Schedule…").click()
    form = page.locator(".couture-SchedulePage:visible").last
    page.get_by_role("radiogroup", name="When").get_by_text("Repeatedly").click()
    cron = form.get_by_label(re.compile("^Cron expression")).first
    cron.fill("* * * * *")
    cron.press("Tab")
    form.get_by_role("button", name="Create schedule").click()
    expect(page.get_by_role("heading", name="minutes")).to_be_visible()
