"""Variables, connections, pools, XComs and settings in JupyterLab; no secret reaches the page."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Locator

from .conftest import Lab, Screen, expect

POOLED = """
import time
from pathlib import Path

from couture_jupyter import DAG, PythonOperator

with DAG("pooled", schedule=None, is_paused_upon_creation=False, max_active_tasks=4):

    def hold():
        while not Path("LET_GO").exists():
            time.sleep(0.1)

    for name in ("one", "two"):
        PythonOperator(task_id=name, python_callable=hold, pool="gpu")
"""

LEAVING = """
from couture_jupyter import DAG, task

with DAG("leaving", schedule=None, is_paused_upon_creation=False):

    @task
    def make():
        return [{"country": "Finland", "rows": 12}, {"country": "Sweden", "rows": 9}]

    @task
    def each(row):
        return row["rows"]

    each.expand(row=make())
"""


def _page(screen: Screen, noun: str, name: str) -> Locator:
    screen.execute(f"couture:open-{noun.lower()}")
    page = screen.page.locator(f".couture-{name}:visible")
    page.get_by_role("heading", level=1).wait_for()
    return page


def test_variables_are_made_changed_and_deleted(lab: Lab, screen: Screen, tmp_path: Path) -> None:
    screen.open()
    page = _page(screen, "variables", "Variables")
    expect(page).to_contain_text("There are no variables yet.")
    screen.shoot("variables-empty")
    page.get_by_role("button", name="New variable").click()
    form = page.get_by_role("form", name="New variable")
    form.get_by_label("Key").fill("region")
    form.get_by_label("Value").fill('{"country": "FI", "limits": [1, 2')
    expect(form).to_contain_text("This begins like JSON, but is not")
    form.get_by_label("Value").fill('{"country": "FI", "limits": [1, 2]}')
    form.get_by_role("button", name="Lay out as JSON").click()
    expect(form.get_by_label("Value")).to_have_value('{\n  "country": "FI",\n  "limits": [\n    1,\n    2\n  ]\n}')
    screen.shoot("variable-new")
    form.get_by_label("Description").fill("Where the shop is")
    form.get_by_role("button", name="Save").click()
    table = page.get_by_role("table", name="Variables")
    expect(table).to_contain_text("Where the shop is")
    lab.ask("POST", "variables", {"key": "shop_password", "value": "s3cret-of-the-shop"})
    expect(table.get_by_role("row", name="shop_password")).to_contain_text("hidden")
    screen.shoot("variables")

    table.get_by_role("button", name="shop_password", exact=True).click()
    form = page.get_by_role("form", name="Edit shop_password")
    expect(form.get_by_label("New value")).to_have_value("")
    form.get_by_label("Description").fill("of the shop")
    screen.shoot("variable-hidden")
    form.get_by_role("button", name="Save").click()
    expect(table.get_by_role("row", name="shop_password")).to_contain_text("of the shop")
    assert "s3cret-of-the-shop" not in screen.page.content()

    table.get_by_role("button", name="region", exact=True).click()
    form = page.get_by_role("form", name="Edit region")
    form.get_by_label("Value").fill("SE")
    lab.ask("PATCH", "variables/region", {"value": "NO"})
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("meanwhile")
    expect(form.get_by_label("Value")).to_have_value("SE")
    screen.shoot("variable-conflict")
    form.get_by_role("button", name="Overwrite it").click()
    expect(table.get_by_role("row", name="region")).to_contain_text("SE")

    lab.ask("DELETE", "variables/region")
    lab.ask("DELETE", "variables/shop_password")


def test_variables_go_into_a_file_and_come_back(lab: Lab, screen: Screen, tmp_path: Path) -> None:
    lab.ask("POST", "variables", {"key": "region", "value": "SE", "description": "Where the shop is"})
    lab.ask("POST", "variables", {"key": "shop_password", "value": "s3cret-of-the-shop"})
    screen.open()
    page = _page(screen, "variables", "Variables")
    table = page.get_by_role("table", name="Variables")
    with screen.page.expect_download() as download:
        page.get_by_role("button", name="Export…").click()
        screen.confirm("Export")
    exported = json.loads(Path(download.value.path()).read_text())
    assert exported == {"region": {"value": "SE", "description": "Where the shop is"}}

    file = tmp_path / "more.json"
    file.write_text(json.dumps({"region": "SE", "rows": [1, 2], "shop_password": "***", "other_token": "***"}))
    page.get_by_role("button", name="Import…").click()
    with screen.page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file…").click()
    chooser.value.set_files(file)
    rows = page.get_by_role("table", name="What would be imported")
    expect(rows.get_by_role("row", name="region")).to_contain_text("The same")
    expect(rows.get_by_role("row", name="rows")).to_contain_text("New")
    expect(rows.get_by_role("row", name="other_token")).to_contain_text("Cannot be imported")
    screen.shoot("variables-import")
    page.get_by_role("button", name="Import 3").click()
    expect(table.get_by_role("row", name="rows")).to_contain_text("[1, 2]")

    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Delete 3 variables…").click()
    screen.confirm("Delete")
    expect(page).to_contain_text("There are no variables yet.")


def test_the_page_of_a_variable_has_an_address_and_survives_a_reload(lab: Lab, screen: Screen) -> None:
    lab.ask("POST", "variables", {"key": "deep/link", "value": "7"})
    screen.open(screen.link("variables", "deep/link"))
    form = screen.page.get_by_role("form", name="Edit deep/link")
    expect(form.get_by_label("Value")).to_have_value("7")
    screen.reload()
    expect(form.get_by_label("Value")).to_have_value("7")
    lab.ask("DELETE", "variables/deep%2Flink")


def test_pools_show_what_their_slots_do_and_are_changed(lab: Lab, screen: Screen) -> None:
    screen.open()
    page = _page(screen, "pools", "Pools")
    table = page.get_by_role("table", name="Pools")
    default = table.get_by_role("row", name="default_pool")
    expect(default.get_by_role("button", name="Delete default_pool")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="New pool").click()
    form = page.get_by_role("form", name="New pool")
    form.get_by_label("Name").fill("gpu")
    form.get_by_label("Slots").fill("many")
    expect(form).to_contain_text("0 or more slots, or -1")
    form.get_by_label("Slots").fill("1")
    form.get_by_label("Description").fill("One card")
    form.get_by_role("button", name="Save").click()
    gpu = table.get_by_role("row", name="gpu")
    expect(gpu.get_by_role("img", name="0 of 1 slots in use")).to_be_visible()
    (lab.workspace / "dags" / "pooled.py").write_text(POOLED.replace("LET_GO", str(lab.workspace / "let-go")))
    lab.wait_until(lambda: lab.has_dag("pooled"))
    lab.ask("POST", "dags/pooled/dagRuns", {})
    expect(gpu.get_by_role("img", name="1 of 1 slots in use: 1 running")).to_be_visible()
    screen.shoot("pools")
    gpu.get_by_role("button", name="Edit gpu").click()
    form = page.get_by_role("form", name="Edit gpu")
    form.get_by_label("Slots of gpu").fill("2")
    screen.shoot("pool-edited")
    form.get_by_role("button", name="Save").click()
    expect(gpu.get_by_role("img", name="2 of 2 slots in use: 2 running")).to_be_visible()
    (lab.workspace / "let-go").touch()
    expect(gpu.get_by_role("img", name="0 of 2 slots in use")).to_be_visible()
    gpu.get_by_role("button", name="Delete gpu").click()
    screen.confirm("Delete")
    expect(gpu).to_have_count(0)


def test_a_connection_is_made_by_its_type_and_keeps_its_secrets(lab: Lab, screen: Screen) -> None:
    screen.open()
    page = _page(screen, "connections", "Connections")
    expect(page).to_contain_text("There are no connections yet.")
    page.get_by_role("button", name="New connection").click()
    form = page.get_by_role("form", name="New connection")
    form.get_by_label("From a URI").fill("ssh://ada:s3cret-of-ada@machine.example:2222")
    form.get_by_label("From a URI").press("Tab")
    expect(form.get_by_label("Host")).to_have_value("machine.example")
    expect(form.get_by_label("Private key", exact=True)).to_be_visible()
    expect(form.get_by_label("Schema")).to_have_count(0)
    form.get_by_label("Id", exact=False).first.fill("no spaces please")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("An id has 1 to 250 letters")
    screen.shoot("connection-new")
    form.get_by_label("Id", exact=False).first.fill("machine")
    form.get_by_label("Passphrase of the private key").fill("s3cret-of-the-key")
    form.get_by_role("button", name="Save").click()
    table = page.get_by_role("table", name="Connections")
    row = table.get_by_role("row", name="machine")
    expect(row).to_contain_text("machine.example:2222")
    assert "s3cret" not in screen.page.content()

    row.get_by_role("button", name="machine", exact=True).click()
    form = page.get_by_role("form", name="Edit machine")
    expect(form.get_by_label("Password")).to_have_value("")
    expect(form).to_contain_text("One is stored. Type to replace it.")
    expect(form.get_by_role("button", name="Test")).to_have_attribute("aria-disabled", "true")
    expect(form).to_contain_text("set test_connection")
    form.get_by_label("Port").fill("22")
    screen.shoot("connection-edited")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("machine.example:22")
    assert lab.ask("GET", "connections/machine")["password"] == "***"
    row.get_by_role("button", name="machine", exact=True).click()
    form.get_by_role("button", name="Clear").first.click()
    expect(form).to_contain_text("It is taken away when you save.")
    form.get_by_role("button", name="Save").click()
    lab.wait_until(lambda: lab.ask("GET", "connections/machine")["password"] is None)
    lab.ask("DELETE", "connections/machine")


def test_connections_are_copied_exported_imported_and_deleted(lab: Lab, screen: Screen, tmp_path: Path) -> None:
    common = {"connection_id": "shop", "conn_type": "postgres", "password": "s3cret-of-the-shop"}
    lab.ask("POST", "connections", {**common, "host": "one.example", "description": "Orders and stock"})
    screen.open()
    page = _page(screen, "connections", "Connections")
    table = page.get_by_role("table", name="Connections")
    table.get_by_role("button", name="Copy shop").click()
    form = page.get_by_role("form", name="New connection")
    expect(page).to_contain_text("Its secrets are not copied")
    form.get_by_label("Id", exact=False).first.fill("shop")
    form.get_by_role("button", name="Save").click()
    form.get_by_role("button", name="Make another one with this id").click()
    expect(table.get_by_role("row", name="shop (2)")).to_be_visible()
    screen.shoot("connections")
    with screen.page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    exported = Path(download.value.path()).read_text()
    assert [each["password"] for each in json.loads(exported)["shop"]] == ["***", None]
    file = tmp_path / "connections.json"
    file.write_text(json.dumps({"shop": json.loads(exported)["shop"], "web": "https://example.org", "a b": "x"}))
    page.get_by_role("button", name="Import…").click()
    with screen.page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file…").click()
    chooser.value.set_files(file)
    rows = page.get_by_role("table", name="What would be imported")
    expect(rows.get_by_role("row", name="shop")).to_contain_text("The same")
    expect(rows.get_by_role("row", name="a b")).to_contain_text("Cannot be imported")
    screen.shoot("connections-import")
    page.get_by_role("button", name="Import 2").click()
    expect(table.get_by_role("row", name="web")).to_be_visible()
    for name in ("shop (2)", "shop", "web"):
        table.get_by_role("button", name=f"Delete {name}", exact=True).click()
        screen.confirm("Delete")
    expect(page).to_contain_text("There are no connections yet.")


def test_xcoms_of_all_dags_are_narrowed_and_looked_at(lab: Lab, screen: Screen) -> None:
    (lab.workspace / "dags" / "leaving.py").write_text(LEAVING)
    lab.wait_until(lambda: lab.has_dag("leaving"))
    run = lab.ask("POST", "dags/leaving/dagRuns", {})["dag_run_id"]
    lab.wait_until(lambda: lab.ask("GET", f"dags/leaving/dagRuns/{quote(run, safe='')}")["state"] == "success")
    screen.open(screen.link("xcoms", "leaving"))
    page = screen.page.locator(".couture-XComs:visible")
    rows = page.get_by_role("table", name="XComs").get_by_role("row")
    expect(rows).to_have_count(4)
    page.get_by_label("Task", exact=True).fill("each")
    expect(rows).to_have_count(3)
    page.get_by_label("Map index").fill("1")
    expect(rows).to_have_count(2)
    page.get_by_label("Map index").fill("")
    page.get_by_label("Task", exact=True).fill("make")
    expect(rows).to_have_count(2)
    rows.get_by_role("button", name="return_value", exact=True).click()
    value = page.get_by_role("region", name="Value of return_value")
    expect(value).to_contain_text("Finland")
    screen.shoot("xcoms")
    rows.get_by_role("button", name="Delete return_value of make").click()
    screen.confirm("Delete")
    expect(page).to_contain_text("No XCom fits the filters.")
    expect(value).to_have_count(0)
    page.get_by_label("Task", exact=True).fill("")
    rows.get_by_role("button", name=run).first.click()
    expect(screen.run_page).to_contain_text("leaving")


def test_the_configuration_tells_what_is_set_and_where(lab: Lab, screen: Screen) -> None:
    screen.open(screen.link("configuration"))
    page = screen.page.locator(".couture-Configuration:visible")
    places = page.get_by_role("table", name="Places").get_by_role("row", name="workspace /").first
    expect(places).to_contain_text(str(lab.workspace))
    screen.shoot("configuration")
    page.get_by_label("Search settings").fill("tasks at once")
    expect(page.get_by_role("table", name="Engine").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("table", name="Places")).to_have_count(0)
    page.get_by_role("tab", name="About").click()
    expect(page).to_contain_text("sqlite 3")
    expect(page.get_by_role("table", name="Optional packages")).to_contain_text("pip install")
    screen.shoot("about")
    screen.page.set_viewport_size({"width": 600, "height": 800})
    page.get_by_role("tab", name="Settings").click()
    screen.shoot("configuration-narrow")
    page.get_by_label("Search settings").fill("")
    places.wait_for(state="attached")
    wide = "each => each.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length"
    assert page.locator(".couture-TableScroll").evaluate_all(wide) == 0
