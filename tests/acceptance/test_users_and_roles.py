"""The pages on which an Admin says who may do what."""

from __future__ import annotations

from .conftest import Lab, Screen, expect


def test_a_role_is_made_given_to_somebody_and_taken_away(lab: Lab, screen: Screen) -> None:
    screen.open()
    screen.execute("couture:open-roles")
    page = screen.page.locator(".couture-Roles:visible")
    viewer = page.get_by_role("row", name="Viewer")
    expect(viewer.get_by_role("button", name="Edit Viewer")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="New role").click()
    form = page.get_by_role("form", name="New role")
    form.get_by_label("Name").fill("night shift")
    form.get_by_label("Single DAGs").fill("write wages")
    expect(form).to_contain_text("“write wages” is no right")
    form.get_by_label("Single DAGs").fill("edit wages\nread sales")
    form.get_by_text("pools:read").click()
    screen.shoot("role-new")
    form.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="night shift")
    expect(row).to_contain_text("sales (read), wages (edit)")
    expect(row).to_contain_text("pools:read")

    screen.execute("couture:open-users")
    users = screen.page.locator(".couture-Users:visible")
    users.get_by_role("button", name="New user").click()
    form = users.get_by_role("form", name="New user")
    form.get_by_label("Name", exact=False).first.fill("grace")
    form.get_by_label("First name").fill("Grace")
    form.get_by_text("night shift").click()
    screen.shoot("user-new")
    form.get_by_role("button", name="Save").click()
    grace = users.get_by_role("row", name="grace")
    expect(grace).to_contain_text("night shift")
    expect(users.get_by_role("table", name="User statistics").get_by_role("row").nth(1)).to_be_visible()
    screen.shoot("users")

    screen.execute("couture:open-roles")
    expect(row.get_by_role("button", name="Delete night shift")).to_have_attribute("aria-disabled", "true")
    screen.shoot("roles")
    row.get_by_role("button", name="1", exact=True).or_(row.get_by_role("link", name="1", exact=True)).click()
    users.get_by_role("button", name="Role: night shift").wait_for()
    grace.get_by_role("button", name="Delete grace").click()
    screen.confirm("Delete")
    expect(users.get_by_text("There is no such user.")).to_be_visible()
    lab.ask("DELETE", "roles/night%20shift")


def test_a_user_with_a_name_that_is_taken_is_told_at_the_field(lab: Lab, screen: Screen) -> None:
    lab.ask("POST", "users", {"username": "twin", "roles": ["Viewer"]})
    screen.open(screen.link("users"))
    users = screen.page.locator(".couture-Users:visible")
    users.get_by_role("button", name="New user").click()
    form = users.get_by_role("form", name="New user")
    form.get_by_label("Name", exact=False).first.fill("twin")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".couture-Field-error")).to_contain_text("twin")
    expect(form.get_by_label("Name", exact=False).first).to_have_attribute("aria-invalid", "true")
    lab.ask("DELETE", "users/twin")
