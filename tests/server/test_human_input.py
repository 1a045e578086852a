"""Questions that tasks ask people, over HTTP."""

from __future__ import annotations

from api_client import Api, part
from change_listener import ChangeListener
from ended_runs import wait_for_end
from jupyter_process import JupyterProcess

DAG = """
from couture_jupyter import DAG, Param
from couture_jupyter.operators.human import HITLOperator

with DAG("asks", schedule=None, is_paused_upon_creation=False):
    HITLOperator(
        task_id="ask", subject="Which region?", options=["north", "south"], params={"rows": Param(3, type="integer")}
    )
"""


def test_a_question_is_listed_read_and_answered(api: Api, changes: ChangeListener, server: JupyterProcess) -> None:
    file = server.root / "dags" / "asks.py"
    file.write_text(DAG)
    changes.until(lambda: api.get("dags", dag_id_pattern="asks")["total_entries"])
    run_id = api.post("dags/asks/dagRuns", {})["dag_run_id"]
    path = f"dags/asks/dagRuns/{part(run_id)}"
    changes.until(lambda: api.get("dags/~/dagRuns/~/hitlDetails", waiting=True)["total_entries"])

    (found,) = api.get(path + "/hitlDetails")["hitl_details"]
    assert (found["subject"], found["options"], found["multiple"]) == ("Which region?", ["north", "south"], False)
    assert found["params"]["rows"] == {"value": 3, "description": None, "schema": {"type": "integer"}}
    assert (found["task_instance"]["task_id"], found["waits"], found["may_respond"]) == ("ask", True, True)

    ask = path + "/taskInstances/ask/hitlDetails"
    wrong = api.patch(ask, {"chosen_options": ["west"], "params_input": {"rows": "many"}}, expect=422)
    assert [problem["loc"] for problem in wrong["detail"]] == [
        ["body", "chosen_options"],
        ["body", "params_input", "rows"],
    ]
    answered = api.patch(ask, {"chosen_options": ["north"]})
    assert (answered["chosen_options"], answered["params_input"]) == (["north"], {"rows": 3})
    api.patch(ask, {"chosen_options": ["north"]}, expect=409)
    wait_for_end(api, changes, "asks", run_id)
    found = api.get(ask)
    assert (found["response_received"], found["waits"]) == (True, False)
    assert found["responded_by_user"] == answered["responded_by"]
    assert api.get("dags/~/dagRuns/~/hitlDetails", waiting=True)["total_entries"] == 0
    api.get(path + "/taskInstances/nothing/hitlDetails", expect=404)
    file.unlink()
