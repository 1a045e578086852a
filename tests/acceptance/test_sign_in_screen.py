"""The page on which an Admin says how people sign in, with a real directory to try it on."""

from __future__ import annotations

from pathlib import Path

from directory_server import ADA_PASSWORD, BASE, GROUPS, SEARCH_PASSWORD, SEARCH_USER, directory_server

from .conftest import Lab, Screen, expect


def test_a_directory_is_set_tried_and_kept(lab: Lab, screen: Screen, tmp_path: Path) -> None:
    with directory_server(tmp_path / "slapd") as server:
        screen.open(screen.link("sign-in"))
        form = screen.page.get_by_role("form", name="Sign-in")
        form.get_by_label("Server", exact=True).fill("directory")
        form.get_by_label("Search account").fill(SEARCH_USER)
        form.get_by_label("Its password").fill(SEARCH_PASSWORD)
        form.get_by_label("People are below").fill(BASE)
        form.get_by_label("Roles of groups").fill(f"cn=admins,{GROUPS}")
        expect(form).to_contain_text("gives no role: write a group")
        form.get_by_label("Roles of groups").fill(f"cn=admins,{GROUPS}: Admin")
        trial = form.get_by_role("group", name="Try it")
        trial.get_by_label("Name").fill("ada")
        trial.get_by_label("Password").fill(ADA_PASSWORD)
        trial.get_by_role("button", name="Try it").click()
        expect(form.locator('[data-path="auth_ldap_server"] .couture-Field-error')).to_contain_text("Give ldap://host")
        screen.shoot("sign-in-wrong")
        form.get_by_label("Server", exact=True).fill(server.ldap)
        form.get_by_role("switch", name="Enter people at their first sign-in").click()
        form.get_by_label("Role of those who are entered").select_option("Viewer")
        trial.get_by_role("button", name="Try it").click()
        expect(trial).to_contain_text("ada is entered as a new user, with Admin, Viewer.")
        expect(trial).to_contain_text("ada would get in: Ada Lovelace, ada@example.com")
        trial.scroll_into_view_if_needed()
        screen.shoot("sign-in-tried")
        trial.get_by_label("Password").fill("wrong")
        trial.get_by_role("button", name="Try it").click()
        expect(trial).to_contain_text("The directory refuses the password of")
    form.get_by_label("People sign in").select_option("AUTH_LDAP")
    form.get_by_role("button", name="Save").click()
    expect(form.locator('[data-path="auth_type"] .couture-Field-error')).to_contain_text("No Admin has a password here")
    form.get_by_label("People sign in").select_option("AUTH_DB")
    form.get_by_role("button", name="Save").click()
    expect(screen.page.get_by_text("Last changed by")).to_be_visible()
    screen.page.reload()
    expect(form.get_by_label("Search account")).to_have_value(SEARCH_USER)
    expect(form.get_by_label("Its password")).to_have_value("")
    expect(form.get_by_label("Its password")).to_have_attribute("placeholder", "unchanged")
    screen.shoot("sign-in")
    assert lab.ask("GET", "loginSettings")["auth_ldap_bind_password"] == "***"
