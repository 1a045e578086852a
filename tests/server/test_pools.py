"""Pools and the audit log."""

from __future__ import annotations

from api_client import Api, part


def test_a_pool_is_made_changed_and_deleted(api: Api) -> None:
    made = api.post("pools", {"name": "gpu: fast / one", "slots": 2, "description": "two cards"}, expect=201)
    path = "pools/" + part("gpu: fast / one")
    assert (made["open_slots"], made["occupied_slots"]) == (2, 0)
    assert api.patch(path, {"slots": -1})["open_slots"] == -1
    assert api.get(path)["description"] == "two cards"
    api.patch(path, {"name": "other"}, expect=422)
    api.post("pools", {"name": "gpu: fast / one", "slots": 2}, expect=409)
    assert api.get("pools", pool_name_pattern="GPU")["total_entries"] == 1
    api.delete(path)
    api.get(path, expect=404)
    api.delete("pools/default_pool", expect=409)


def test_the_audit_log_is_filtered_and_ordered(api: Api) -> None:
    api.post("pools", {"name": "logged", "slots": 1}, expect=201)
    api.delete("pools/logged")
    newest = api.get("eventLogs", limit=1)["event_logs"][0]
    assert newest["event"] == "delete_pool"
    assert '"logged"' in newest["extra"]
    assert api.get(f"eventLogs/{newest['event_log_id']}") == newest
    assert api.get("eventLogs", order_by="when", limit=1)["event_logs"] != [newest]
    kinds = ["create_pool", "delete_pool"]
    assert {each["event"] for each in api.get("eventLogs", included_events=kinds)["event_logs"]} == set(kinds)
    assert "delete_pool" not in {each["event"] for each in api.get("eventLogs", excluded_events=kinds)["event_logs"]}
    assert api.get("eventLogs", owner="nobody")["total_entries"] == 0
    api.get("eventLogs", expect=422, order_by="owner")
    api.get("eventLogs/999999999", expect=404)
