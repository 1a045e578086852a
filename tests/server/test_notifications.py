"""Messages about runs, and the newest runs of notebooks."""

from __future__ import annotations

from typing import Any

from api_client import Api
from change_listener import ChangeListener
from ended_runs import wait_for_end

NOBODY = {"on": ["failure"], "channel": "email", "to": ["ada@example.org"]}


def test_a_test_message_says_why_it_was_not_sent(api: Api) -> None:
    (told,) = api.post("notifications/test", {"channel": "email", "to": ["ada@example.org"]})["results"]
    assert (told["recipient"], told["sent"]) == ("ada@example.org", False)
    assert "E-mail is not set up here" in told["sentence"]
    (told,) = api.post("notifications/test", {"channel": "slack", "to": ["no_such"]})["results"]
    assert "no connection 'no_such'" in told["sentence"]


def test_a_webhook_into_the_network_is_refused(api: Api) -> None:
    host = "http://169.254.169.254/latest"
    body = {"connection_id": "inside", "conn_type": "webhook", "host": host, "password": "hush"}
    api.post("connections", body, expect=201)
    answer = api.post("notifications/test", {"channel": "webhook", "to": ["inside"]})
    api.delete("connections/inside")
    assert "inside this machine or network" in answer["results"][0]["sentence"]
    assert "hush" not in str(answer)


def test_wrong_recipients_are_told_at_their_place(api: Api) -> None:
    refused = api.post("notifications/test", {"channel": "email", "to": ["ada@example.org", "bob"]}, expect=422)
    assert [problem["loc"] for problem in refused["detail"]] == [["body", "to", 1]]
    api.post("notifications/test", {"channel": "email", "to": []}, expect=422)
    api.post("notifications/test", {"channel": "email", "to": ["a@x.org\nBcc: b@x.org"]}, expect=422)
    api.post("notifications/test", {"channel": "pigeon", "to": ["ada"]}, expect=422)
    api.post("notifications/test", {"channel": "email", "to": [f"a{n}@x.org" for n in range(11)]}, expect=422)


def test_rules_of_a_schedule_are_checked_and_come_back(api: Api) -> None:
    form: dict[str, Any] = {"name": "told", "notebook": "reports/daily.ipynb", "when": {"kind": "manual"}}
    wrong = [
        {**NOBODY, "on": []},
        {**NOBODY, "to": ["ada@example.org", "bob"]},
        {**NOBODY, "on": ["late"]},
        {**NOBODY, "channel": "webhook", "to": ["no_such"]},
    ]
    refused = api.post("notebookSchedules/validate", {**form, "notify": wrong}, expect=422)
    assert [problem["loc"][1:] for problem in refused["detail"]] == [
        ["notify", 0, "on"],
        ["notify", 1, "to", 1],
        ["notify", 2, "late_after"],
        ["notify", 3, "to", 0],
    ]
    rule = {"on": ["failure", "late"], "channel": "email", "to": ["ada@example.org"], "late_after": 600.0}
    made = api.post("notebookSchedules", {**form, "notify": [rule]}, expect=201)
    assert api.get(f"notebookSchedules/{made['dag_id']}")["notify"] == [rule]
    assert "notify=[" in made["source"]
    api.delete(f"notebookSchedules/{made['dag_id']}")


def test_a_run_tells_and_its_messages_are_listed(api: Api, changes: ChangeListener) -> None:
    body = {"connection_id": "team", "conn_type": "webhook", "host": "http://127.0.0.1:9/x"}
    api.post("connections", body, expect=201)
    rule = {"on": ["failure"], "channel": "webhook", "to": ["team"]}
    form = {"name": "telling", "notebook": "reports/broken.ipynb", "when": {"kind": "now"}, "hold_on_failure": 0}
    saved = api.post("notebookSchedules", {**form, "notify": [rule]}, expect=201)
    wait_for_end(api, changes, "telling", saved["run_id"])
    asked = {"dag_id": "telling", "dag_run_id": saved["run_id"]}
    changes.until(lambda: api.get("notifications", **asked, state="failed")["notifications"])
    (message,) = api.get("notifications", **asked)["notifications"]
    assert (message["event"], message["recipient"], message["attempts"]) == ("failure", "team", 1)
    assert "webhook_private" in message["error"]
    again = api.post(f"notifications/{message['id']}/send", {})
    assert again["state"] == "waiting"
    changes.until(lambda: api.get("notifications", **asked, state="failed")["notifications"])
    (state,) = [
        each for each in api.get("notebookStates", folder="reports")["notebook_states"] if each["dag_id"] == "telling"
    ]
    assert (state["path"], state["state"]) == ("reports/broken.ipynb", "failed")
    api.delete("notebookSchedules/telling")
    api.delete("connections/team")


def test_what_is_not_there_is_not_found(api: Api) -> None:
    assert api.get("notifications", dag_id="no such")["notifications"] == []
    api.get("notifications", expect=404, dag_id="no such", dag_run_id="no such")
    api.get("notifications", expect=422, state="lost")
    api.post("notifications/999999999/send", {}, expect=404)
    assert api.get("notebookStates", folder="no/such") == {"notebook_states": [], "total_entries": 0}
