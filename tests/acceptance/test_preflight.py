"""The check before a run, as a person meets it: in the form and on the notebook."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

CELLS = ("rows = 3", "print(rows)", "total = rows + colour")


def test_the_form_tells_what_would_fail_and_leads_to_the_cell(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    path = lab.write_notebook("checked.ipynb", *CELLS)
    screen.open()
    screen.open_form(path)
    finding = screen.form.get_by_role("list", name="Findings").get_by_role("listitem")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("The name 'colour' is never defined")
    screen.form.get_by_role("button", name="Create schedule").click()
    expect(screen.form.get_by_role("alert")).to_contain_text("The notebook would fail")
    screen.shoot("preflight-form")
    finding.get_by_role("button", name="Cell 3, line 1").click()
    expect(page.locator(".jp-Notebook .jp-mod-active")).to_contain_text("colour")
    lab.write_notebook("checked.ipynb", *CELLS[:2], "total = rows")
    screen.open_form(path)
    screen.form.get_by_role("button", name="Check again").click()
    expect(screen.form).to_contain_text("Nothing found that would fail.")
    screen.form.get_by_role("button", name="Create schedule").click()
    expect(page.get_by_role("heading", name="checked")).to_be_visible()


def test_a_notebook_is_checked_from_its_toolbar(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    lab.write_notebook("looked_at.ipynb", *CELLS, "name = input()")
    screen.open("lab/tree/looked_at.ipynb")
    page.get_by_role("button", name="Find what would fail").click()
    findings = page.get_by_role("list", name="Findings").get_by_role("listitem")
    expect(findings).to_have_count(2)
    screen.shoot("preflight-notebook")
    findings.nth(1).get_by_role("button").click()
    expect(page.locator(".jp-Notebook .jp-mod-active")).to_contain_text("input()")


def test_scripts_and_texts_are_scheduled_and_checked_from_the_file_browser(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    (lab.workspace / "told.py").write_text("print(colour)\n")
    (lab.workspace / "told.R").write_text("cat('hi')\n")
    (lab.workspace / "told.md").write_text("---\nkernelspec:\n  name: python3\n---\n```python\nprint(1)\n```\n")
    (lab.workspace / "told.sh").write_text("echo hello\n")
    screen.open()
    for name, words in (
        ("told.R", "A script: it runs as a process of its own"),
        ("told.md", "A notebook written as text"),
        ("told.sh", "The script gets each parameter as --name=value"),
    ):
        screen.open_form(name)
        expect(screen.form).to_contain_text(words)
    screen.shoot("script-form")
    page.get_by_role("radiogroup", name="When").last.get_by_text("Now", exact=True).click()
    screen.form.get_by_role("button", name="Run now").click()
    expect(screen.run_page).to_contain_text("Success")
    expect(screen.run_page.get_by_role("tab", selected=True)).to_have_text("Log")
    expect(screen.run_page.get_by_role("tabpanel")).to_contain_text("hello")
    expect(screen.run_page.get_by_role("button", name="Open Live")).to_have_count(0)
    screen.shoot("script-run")
    screen.show_files()
    page.locator(".jp-DirListing-item").filter(has_text="told.py").first.click(button="right")
    page.get_by_role("menuitem", name="Check", exact=True).click()
    finding = page.locator(".couture-PreflightPage").get_by_role("list", name="Findings").get_by_role("listitem")
    expect(finding).to_contain_text("The name 'colour' is never defined")
    finding.get_by_role("button", name="Line 1").click()
    expect(page.locator(".jp-FileEditor:visible")).to_contain_text("print(colour)")
