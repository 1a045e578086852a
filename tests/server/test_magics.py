"""The magics in a real kernel of a real Jupyter server, with a real engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from api_client import Api
from change_listener import ChangeListener
from jupyter_process import TOKEN, JupyterProcess
from notebook_session import Notebook


@pytest.fixture(scope="module")
def notebook(server: JupyterProcess, changes: ChangeListener) -> Iterator[Notebook]:
    """A notebook that has loaded the extension; all DAG files are known."""
    opened = Notebook(server)
    opened.run("%load_ext couture_jupyter")
    yield opened
    opened.close()


def test_the_dags_of_the_workspace_are_listed_and_shown(notebook: Notebook) -> None:
    listed = notebook.run("%dag list")
    assert "pipeline" in listed.text
    assert "<table>" in listed.html[0]
    shown = notebook.run("%dag show pipeline")
    assert "Says hello" in shown.text
    assert "hello -> add" in shown.text
    assert "<svg" in shown.html[1]
    assert "BashOperator" in notebook.run("%dag code pipeline").text


def test_a_run_is_started_watched_and_its_log_read(notebook: Notebook) -> None:
    """The output changes while the run goes on; conf goes along."""
    watched = notebook.run("%dag run pipeline who=you n=3")
    assert "<progress value='2' max='2'" in watched.html[-1]
    assert "pipeline · manual__" in watched.text
    assert "✓ success, 2 of 2 tasks have ended" in watched.text
    assert watched.updates >= 1
    assert "ünïcödé" in notebook.run("%dag logs pipeline").text
    assert "✓ success" in notebook.run("%dag runs").text
    assert "hello -> add  ✓ success" in notebook.run("%dag graph pipeline " + _newest(notebook)).text


def test_a_run_that_fails_is_an_error_of_the_cell(notebook: Notebook) -> None:
    failed = notebook.run("%dag run fails", may_fail=True)
    assert "wrong: " in failed.error
    assert "Its log: %dag logs fails " in failed.error
    assert "about to fail" in notebook.run("%dag logs fails").text


def test_who_looks_away_leaves_the_run_alone(notebook: Notebook, api: Api) -> None:
    started = notebook.run("%dag trigger waits")
    assert "Started manual__" in started.text
    left = notebook.run("%dag watch waits", interrupt_after="▶ running, 0 of 1")
    assert "You look away; the run goes on." in left.text
    run = api.get("dags/waits/dagRuns", order_by="-start_date")["dag_runs"][0]
    assert run["state"] == "running"
    api.post(f"dags/waits/dagRuns/{run['dag_run_id']}/stop")


def test_cells_become_a_dag_that_runs(notebook: Notebook) -> None:
    """The issue's way: cells are tasks, their names the wires; the DAG is tried, saved and run by the engine."""
    notebook.run("import json as j\ncountry = 'FI'\ndef double(x):\n    return 2 * x")
    notebook.run("%%task load --dag wired\nrows = [1, 2, 3]")
    notebook.run("%%task change\nchanged = [double(row) for row in rows]")
    drawn = notebook.run("%%task tell\nprint(country, j.dumps(changed))")
    assert "FI [2, 4, 6]" in drawn.text
    assert "load -> change" in drawn.text
    assert "change -> tell" in drawn.text
    assert "Parameters of the DAG: country = 'FI'" in drawn.text
    assert "[wired] tell: success" in notebook.run("%dag test").text
    saved = notebook.run("%dag save")
    assert "Saved as dags/wired.py. The DAG wired is there, and paused" in saved.text
    assert "3 of 3 tasks have ended" in notebook.run("%dag run country=SE").text
    assert "SE [2, 4, 6]" in notebook.run("%dag logs").text


def test_a_file_that_is_there_is_replaced_only_after_a_yes(notebook: Notebook, server: JupyterProcess) -> None:
    cell = "%%dag asked --save\nEmptyOperator(task_id='{}')"
    notebook.run(cell.format("a"))
    refused = notebook.run(cell.format("b"), "n", may_fail=True)
    assert refused.asked == ["dags/asked.py exists and differs. Replace it? [y/N] "]
    assert "was left as it is" in refused.error
    file = server.root / "dags" / "asked.py"
    assert "'a'" in file.read_text()
    notebook.run(cell.format("b"), "y")
    assert "'b'" in file.read_text()
    nobody = notebook.run(cell.format("c"), may_fail=True)
    assert "Add --overwrite" in nobody.error
    assert "is as it was" in notebook.run(cell.format("b")).text


def test_a_dag_is_switched_on_and_off(notebook: Notebook, api: Api) -> None:
    assert "pipeline is paused." in notebook.run("%dag pause pipeline").text
    assert api.get("dags/pipeline")["is_paused"]
    notebook.run("%dag unpause pipeline")
    assert not api.get("dags/pipeline")["is_paused"]


def test_a_notebook_is_scheduled(notebook: Notebook, api: Api) -> None:
    made = notebook.run("%%notebook_schedule reports/daily.ipynb --cron '0 9 * * *' --name magic\ncountry = 'SE'")
    assert "reports/daily.ipynb is scheduled as " in made.text
    found = api.get("notebookSchedules")["notebook_schedules"]
    mine = next(each for each in found if each["name"] == "magic")
    assert (mine["parameters"], mine["when"]["cron"]) == ({"country": "SE"}, "0 9 * * *")
    wrong = notebook.run("%%notebook_schedule reports/daily.ipynb --cron 'x y'\na = 1", may_fail=True)
    assert "cron" in wrong.error


def test_a_notebook_schedules_itself(server: JupyterProcess, changes: ChangeListener) -> None:
    own = Notebook(server, "reports/daily.ipynb")
    own.run("%load_ext couture_jupyter")
    made = own.run("%notebook_schedule --manual --name itself")
    assert "reports/daily.ipynb is scheduled as itself" in made.text
    own.run("%%task first\na = 1")
    assert '"""The DAG daily, made of the cells' in own.run("%dag code").text  # called after the notebook
    own.close()


TRIED = """
from couture_jupyter import Connection, DAG, Variable, task
from neighbour import WORD

with DAG("tried", schedule=None):
    @task
    def read(name):
        if name == "magic_db":
            print(WORD, Connection.get(name).conn_type, [each.host for each in Connection.get_all(name)])
        else:
            print(WORD, Variable.get(name))
    read("{{ dag_run.conf.name }}")
"""


def test_a_dag_of_the_workspace_is_tried_in_the_kernel(
    notebook: Notebook, server: JupyterProcess, api: Api, changes: ChangeListener
) -> None:
    """With its neighbours and the variables that the server shows; what is secret stays there."""
    api.post("variables", {"key": "magic_region", "value": "FI"}, expect=201)
    api.post("variables", {"key": "magic_api_key", "value": "s3cret"}, expect=201)
    for host in ("one", "two"):
        body = {"connection_id": "magic_db", "conn_type": "http", "host": host, "another": True}
        api.post("connections", body, expect=201)
    (server.root / "dags" / "neighbour.py").write_text("WORD = 'from beside'\n", encoding="utf-8")
    (server.root / "dags" / "tried.py").write_text(TRIED, encoding="utf-8")
    changes.until(lambda: api.client.get("dags/tried").status_code == 200)
    assert "from beside FI" in notebook.run("%dag test tried name=magic_region").text
    assert "from beside http ['one', 'two']" in notebook.run("%dag test tried name=magic_db").text
    refused = notebook.run("%dag test tried name=magic_api_key", may_fail=True)
    assert "is secret, and %dag test runs in your notebook" in refused.error
    assert "s3cret" not in refused.text + refused.error


def test_the_tab_key_offers_words_and_ids(notebook: Notebook) -> None:
    notebook.run("%dag run pipeline")
    assert "watch" in notebook.complete("%dag wa")
    assert "pipeline" in notebook.complete("%dag run pip")
    assert "--overwrite" in notebook.complete("%dag save --")
    assert {"--retries", "--retry-delay"} <= set(notebook.complete("%%task load --retr"))
    assert "--cron" in notebook.complete("%%notebook_schedule --")
    run = _newest(notebook)
    assert "add" in notebook.complete(f"%dag logs pipeline {run} a")


def test_the_token_is_not_shown_and_not_in_the_environment(notebook: Notebook) -> None:
    seen = notebook.run(
        "import os\nfrom couture_jupyter.jupyter_servers import find_server\nprint(find_server(), dict(os.environ))"
    )
    assert "JupyterServer(url='http://127.0.0.1" in seen.text
    assert TOKEN not in seen.text


def test_a_person_has_their_own_permissions_and_no_more(server: JupyterProcess, changes: ChangeListener) -> None:
    viewer = Notebook(server, "viewer.ipynb")
    viewer.run("import os\nos.environ['COUTURE_TOKEN'] = 'token-of-viewer'\n%load_ext couture_jupyter")
    assert "pipeline" in viewer.run("%dag list").text
    for line in ("%dag run pipeline", "%dag pause pipeline", "%%dag mine --save\nEmptyOperator(task_id='a')"):
        refused = viewer.run(line, may_fail=True)
        assert "iewer" in refused.error, line
    viewer.close()


def _newest(notebook: Notebook) -> str:
    code = "from couture_jupyter.client import Client\nprint(Client().get('dags/pipeline/dagRuns', order_by='-start_date')['dag_runs'][0]['dag_run_id'])"  # fmt: skip # noqa: E501
    return notebook.run(code).text.strip()
