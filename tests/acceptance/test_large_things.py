"""What is large: a log of 100 MB and a task of 10,000 mapped instances cost the browser what is on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.store import dag_runs, task_instances, versions
from couture_scheduler.store.dag_runs import NewDagRun
from couture_scheduler.store.session import Store
from couture_scheduler.store.tables.task_instance import task_instance
from playwright.sync_api import Locator, Response, expect
from sqlalchemy import update

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState

LOUD = """
from couture_jupyter import DAG, task

with DAG("loud", schedule=None):

    @task
    def tell():
        for thousand in range(1000):
            print("\\n".join(f"line {thousand * 1000 + number:07} {'.' * 88}" for number in range(1000)))
            if thousand == 300:
                print("[ERROR] something went wrong")

    tell()
"""
INSTANCES, FAILED = 10_000, 7_777
WIDE = f"""
from couture_jupyter import DAG, EmptyOperator, task

with DAG("wide", schedule=None):

    @task
    def count(number):
        return number

    count.expand(number=list(range({INSTANCES}))) >> EmptyOperator(task_id="done")
"""
MEGABYTE = 1_000_000
# As many rows as fit on a screen, with those kept ready around them.
MOST_ROWS = 150


@contextmanager
def fetched(screen: Any) -> Iterator[list[int]]:
    """The sizes of what our API answers meanwhile, in bytes."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        if "/couture/api/" in response.url:
            sizes.append(len(response.body()))

    screen.page.on("response", note)
    yield sizes
    screen.page.wait_for_load_state("networkidle")
    screen.page.remove_listener("response", note)


def has_dag(lab: Any, name: str, text: str) -> None:
    """A DAG file that the engine has read."""
    (lab.workspace / "dags" / f"{name}.py").write_text(text, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag(name))


def log_of(screen: Any) -> Locator:
    """The lines of the log that are in the page."""
    found: Locator = screen.page.locator(".couture-Log-line")
    return found


@pytest.fixture(scope="module")
def loud(lab: Any) -> str:
    """A run whose task wrote a log of more than 100 MB."""
    has_dag(lab, "loud", LOUD)
    lab.ask("POST", "dags/loud/dagRuns", {"dag_run_id": "once"})
    lab.wait_until(lambda: lab.ask("GET", "dags/loud/dagRuns/once")["state"] == "success")
    return "once"


def test_a_log_of_100_megabytes_opens_at_its_end_and_is_searched_by_the_server(screen: Any, loud: str) -> None:
    page = screen.page
    with fetched(screen) as sizes:
        screen.open(screen.link("run", "loud", loud, "tell"))
        screen.run_page.get_by_role("tab", name="Log").click()
        log = page.get_by_role("log")
        expect(log).to_contain_text("line 0999999")
    assert sum(sizes) < MEGABYTE
    assert log_of(screen).count() < MOST_ROWS
    screen.shoot("large-log")
    with fetched(screen) as sizes:
        page.get_by_label("Search the whole log").fill("line 0500000")
        expect(page.get_by_role("search").get_by_role("status")).to_have_text("1 of 1")
        expect(log.locator("mark")).to_have_text("line 0500000")
        page.get_by_label("Search the whole log").fill("")
        page.get_by_role("button", name="Next Error").click()
        expect(log).to_contain_text("something went wrong")
        page.get_by_role("button", name="Go to the beginning").click()
        expect(log).to_contain_text("line 0000000")
    assert sum(sizes) < 2 * MEGABYTE
    assert log_of(screen).count() < MOST_ROWS
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.path().stat().st_size > 100 * MEGABYTE


@pytest.fixture(scope="module")
def wide(lab: Any) -> str:
    """A run of 10,000 mapped instances, written into the store: to run as many processes is not what is looked at."""
    has_dag(lab, "wide", WIDE)
    now = datetime.now(UTC)
    with closing(Store(f"sqlite:///{lab.workspace / '.couture' / 'couture.db'}")) as store, store.transaction() as tx:
        version = versions.latest(tx, "wide")
        assert version is not None
        run = dag_runs.insert(
            tx,
            NewDagRun("wide", "once", version.id, DagRunType.MANUAL, now, (now, now), now, now, DagRunState.FAILED),
        )
        task_instances.insert_for_run(tx, run, version.spec)
        task_instances.expand(tx, run, version.spec.tasks[0], INSTANCES)
        ended = {"started_at": now, "ended_at": now + timedelta(seconds=2), "try_number": 1}
        columns, of_run = task_instance.c, task_instance.c.dag_run_id == run
        tx.execute(update(task_instance).where(of_run).values(state=TaskInstanceState.SUCCESS, **ended))
        tx.execute(
            update(task_instance).where(of_run, columns.map_index == FAILED).values(state=TaskInstanceState.FAILED)
        )
    return "once"


def test_the_panel_counts_and_pages_10000_mapped_instances(screen: Any, wide: str) -> None:
    page = screen.page
    with fetched(screen) as sizes:
        screen.open(screen.link("dag", "wide", "graph", wide, "count"))
        panel = page.locator(".couture-TaskPanel:visible")
        expect(panel.get_by_role("status")).to_have_text(f"{INSTANCES:,} instances")
        expect(page.locator(".couture-GraphNode:visible").filter(has_text="count")).to_contain_text(f"{INSTANCES:,}")
    instances = panel.get_by_role("list", name="Mapped instances").get_by_role("button")
    assert instances.count() < MOST_ROWS
    screen.shoot("wide-graph")
    with fetched(screen) as more:
        instances.first.press("End")
        expect(panel.get_by_role("button", name=re.compile(rf"\[{INSTANCES - 1}\]"))).to_be_focused()
        panel.get_by_label("State").select_option("failed")
        expect(instances).to_have_count(1)
        instances.first.click()
        expect(panel.get_by_role("heading", name=f"count [{FAILED}]")).to_be_visible()
    assert sum(sizes + more) < MEGABYTE


def test_the_gantt_chart_of_10000_mapped_instances_draws_those_that_matter(screen: Any, wide: str) -> None:
    page = screen.page
    with fetched(screen) as sizes:
        screen.open(screen.link("dag", "wide", "gantt", wide))
        expect(page.get_by_text(f"count has {INSTANCES:,} mapped instances.")).to_be_visible()
        chart = page.get_by_role("treegrid", name="When the tasks waited and ran")
        head = chart.get_by_role("row").filter(has_text=re.compile("^count"))
        expect(head.locator(".couture-StateMark").first).to_have_class(re.compile("couture-mod-failed"))
        head.locator("[data-fold]").click()
        chart.focus()
        chart.press("End")
        chart.press("ArrowUp")  # above the task behind it: the last instance that is drawn
        expect(chart.get_by_role("row").filter(has_text=f"[{FAILED}]")).to_be_visible()
        screen.shoot("wide-gantt")
    assert sum(sizes) < MEGABYTE


def test_the_page_of_a_run_with_10000_mapped_instances(screen: Any, wide: str) -> None:
    with fetched(screen) as sizes:
        screen.open(screen.link("run", "wide", wide))
        expect(screen.run_page.get_by_role("heading", name=f"count [{FAILED}]")).to_be_visible()
        screen.shoot("wide-run")
        listed = screen.run_page.get_by_role("listbox", name="Tasks").get_by_role("option")
        expect(listed).to_have_count(3)
        expect(screen.run_page).to_contain_text(f"This run has {INSTANCES + 1:,} task instances")
        # One that is not listed is, when it was chosen.
        screen.execute("couture:open-run", dagId="wide", runId=wide, taskId="count", mapIndex=4321)
        expect(screen.run_page.get_by_role("heading", name="count [4321]")).to_be_visible()
        expect(listed).to_have_count(4)
        screen.run_page.get_by_role("button", name="All task instances").click()
        expect(screen.page.locator(".couture-ListRow:visible").first).to_be_visible()
    assert sum(sizes) < 2 * MEGABYTE
