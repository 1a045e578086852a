"""The kernel of a failed notebook, from the form to the page of the run. (Opening it and going on with it in the
browser: ``test_live_notebook``.)"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect


def test_a_kernel_is_kept_as_the_form_says_and_a_changed_notebook_is_told(screen: Any) -> None:
    page, lab = screen.page, screen.lab
    lab.write_notebook("keeps.ipynb", "stock = 40", "print('counted')", "stock / 0")
    screen.open()
    screen.open_form("keeps.ipynb")
    page.get_by_role("button", name=re.compile("After a failure")).click()
    screen.fill("Keep the kernel for", "soon")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Give a duration of at most a day")).to_be_visible()
    screen.fill("Keep the kernel for", "2h")
    page.get_by_text("A retry goes on at the failed cell").scroll_into_view_if_needed()
    screen.shoot("form-after-a-failure")
    page.get_by_role("radiogroup", name="When").get_by_text("Now", exact=True).click()
    page.get_by_role("button", name="Run now").last.click()
    expect(page.get_by_text(re.compile("Kernel kept until")).first).to_be_visible()
    (kernel,) = lab.ask("GET", "heldKernels?dag_id=keeps")["held_kernels"]
    assert lab.ask("GET", f"dags/keeps/dagRuns/{kernel['dag_run_id']}")["state"] == "failed"
    lab.write_notebook("keeps.ipynb", "stock = 41", "print('counted')", "stock / 2")
    page.get_by_role("button", name="Resume", exact=True).first.click()
    expect(page.get_by_text(re.compile("is not as it ran")).first).to_be_visible()
    screen.shoot("resume-refused")
    lab.ask("DELETE", f"heldKernels/{kernel['id']}")
    expect(page.get_by_text(re.compile("let it go")).first).to_be_visible()
