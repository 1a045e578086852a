"""A shop to look at: DAGs with a history, values and connections, as a person has them after some days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import nbformat

from .conftest import Lab

DAG_ID = "shop"
SHOP = '''"""Orders of the shop, cleaned, counted and reported."""

from datetime import datetime

from couture_jupyter import DAG, Asset, BashOperator, CoutureJupyterOperator, Param, TaskGroup, task

orders, report = Asset("orders"), Asset("report")

with DAG(
    "shop",
    description="Orders of the shop, cleaned and counted",
    schedule="0 6 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    is_paused_upon_creation=False,
    tags=["sales"],
    doc_md="Takes the **orders** of a day, cleans them and tells how many there were.",
    params={
        "country": Param("FI", enum=["FI", "SE", "NO"], title="Country", description="Whose orders"),
        "rows": Param(20, type="integer", minimum=1, title="At most", description="Rows to read"),
    },
):
    extract = BashOperator(task_id="extract", bash_command="echo orders; sleep 0.4", outlets=[orders])

    with TaskGroup("clean") as clean:
        BashOperator(task_id="names", bash_command="sleep 0.5")
        BashOperator(task_id="prices", bash_command="sleep 0.9")

    @task
    def count(country: str) -> dict:
        return {"country": country, "orders": len(country) * 21}

    study = CoutureJupyterOperator(
        task_id="study",
        input_notebook="welcome.ipynb",
        parameters={"country": "{{ params.country }}"},
    )
    check = BashOperator(task_id="check", bash_command="{% if params.country == 'NO' %}exit 3{% endif %}")
    publish = BashOperator(task_id="publish", bash_command="echo published", outlets=[report])
    extract >> clean >> count.expand(country=["FI", "SE", "NO"]) >> check >> publish
    clean >> study >> publish
'''
READER = """
from couture_jupyter import DAG, Asset, EmptyOperator

with DAG("mail_report", schedule=[Asset("report")], is_paused_upon_creation=False, tags=["sales"]):
    EmptyOperator(task_id="send", inlets=[Asset("report")])
"""
BROKEN = "from couture_jupyter import DAG\n\nwith DAG('broken'):\n    extract >> load\n"
FILES = {"shop": SHOP, "mail_report": READER, "broken": BROKEN}
VARIABLES = {"region": "FI", "shop_password": "s3cret", "limits": '{"rows": 100}'}
PARTS = {
    "Read": "orders = [3, 5, 8]\nprices = [1.5, 2.0, 4.0]",
    "Count": "total = sum(orders)",
    "Value": "worth = sum(number * price for number, price in zip(orders, prices))",
    "Tell": "print(total, worth)",
}
FORECAST = "from couture_jupyter import record\nrecord(orders=round(63 * growth), worth=round(511.5 * growth, 2))"

FORECAST_ID = "forecast_now"  # the schedule that a sweep of the notebook makes


@contextmanager
def opened(lab: Lab) -> Iterator[str]:
    """The shop with three runs that succeeded and a failed one, whose id this gives. Other tests find nothing of it."""
    _write_notebook(lab)
    lab.write_notebook("forecast.ipynb", "growth = 1.1", FORECAST)
    folder = lab.workspace / "dags"
    for name, text in FILES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    lab.wait_until(lambda: lab.has_dag(DAG_ID) and lab.has_dag("mail_report"))
    lab.wait_until(lambda: lab.ask("GET", "importErrors?filename_pattern=broken")["total_entries"] == 1)
    made = [_start(lab, country) for country in ("FI", "SE", "FI", "NO")]
    lab.wait_until(lambda: [_state(lab, run) for run in made] == ["success"] * 3 + ["failed"])
    for key, value in VARIABLES.items():
        lab.ask("PATCH", "variables", {"actions": [_creation(key=key, value=value)]})
    warehouse = _creation(connection_id="warehouse", conn_type="postgres", host="db.example.org", password="s3cret")
    lab.ask("PATCH", "connections", {"actions": [warehouse]})
    yield made[-1]
    for path in (*(f"variables/{key}" for key in VARIABLES), "connections/warehouse"):
        lab.ask("DELETE", path)
    for name in FILES:
        (folder / f"{name}.py").unlink()
    lab.wait_until(lambda: lab.ask("GET", "importErrors?filename_pattern=broken")["total_entries"] == 0)
    swept = [FORECAST_ID] if lab.has_dag(FORECAST_ID) else []
    for dag_id in (DAG_ID, "mail_report", *swept):
        lab.ask("DELETE", f"dags/{dag_id}")


def _write_notebook(lab: Lab) -> None:
    cells: list[Any] = []
    for heading, source in PARTS.items():
        cells += [nbformat.v4.new_markdown_cell(f"## {heading}"), nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), lab.workspace / "study.ipynb")


def _start(lab: Lab, country: str) -> str:
    return str(lab.ask("POST", f"dags/{DAG_ID}/dagRuns", {"conf": {"country": country}})["dag_run_id"])


def _state(lab: Lab, run: str) -> str:
    return str(lab.ask("GET", f"dags/{DAG_ID}/dagRuns/{quote(run, safe='')}")["state"])


def _creation(**entity: str) -> dict[str, Any]:
    return {"action": "create", "entities": [entity], "action_on_existence": "skip"}
