"""Variables and connections through the API, in Airflow's shapes; no secret ever comes back."""

from __future__ import annotations

import json

from api_client import Api, part


def test_a_variable_is_made_changed_and_deleted(api: Api) -> None:
    made = api.post("variables", {"key": "shop / region", "value": "FI", "description": "where"}, expect=201)
    assert made == {"key": "shop / region", "value": "FI", "description": "where", "is_encrypted": True}
    path = "variables/" + part("shop / region")
    assert api.patch(path, {"value": {"a": 1}})["value"] == '{"a": 1}'
    assert api.get(path)["description"] == "where"
    api.patch(path, {"key": "other"}, expect=422)
    api.post("variables", {"key": "shop / region", "value": "FI"}, expect=409)
    assert api.get("variables", variable_key_pattern="%SHOP%", order_by="-key")["total_entries"] == 1
    api.get("variables", order_by="value", expect=422)
    api.delete(path)
    api.get(path, expect=404)


def test_a_sensitive_value_never_comes_back(api: Api) -> None:
    assert api.post("variables", {"key": "shop_api_key", "value": "s3cret"}, expect=201)["value"] == "***"
    assert api.patch("variables/shop_api_key", {"value": "***", "description": "d"})["value"] == "***"
    assert "s3cret" not in json.dumps(api.get("variables"))
    api.delete("variables/shop_api_key")


def test_a_connection_is_made_changed_and_deleted(api: Api) -> None:
    body = {
        **{"connection_id": "db", "conn_type": "postgres", "host": "h", "schema": "s", "login": "l", "port": 5432},
        **{"password": "s3cret", "extra": '{"token": "deep", "x": 1}'},
    }
    made = api.post("connections", body, expect=201)
    hidden = {"password": "***", "extra": '{"token": "***", "x": 1}', "description": None, "number": 1}
    assert made == {**body, **hidden}
    assert api.patch("connections/db", {"host": "other", "password": "***"})["host"] == "other"
    assert api.patch("connections/db", {"schema": None})["schema"] is None
    assert api.get("connections", connection_id_prefix_pattern="db")["connections"] == [api.get("connections/db")]
    api.post("connections", {"connection_id": "a b", "conn_type": "x"}, expect=422)
    api.post("connections", {**body, "extra": "[]"}, expect=422)
    api.patch("connections/db", {"conn_type": None}, expect=422)
    api.patch("connections/db", {"connection_id": "other"}, expect=422)
    events = json.dumps(api.get("eventLogs", limit=20))
    assert "s3cret" not in events
    api.delete("connections/db")
    api.get("connections/db", expect=404)


def test_several_connections_have_one_id(api: Api) -> None:
    body = {"connection_id": "many", "conn_type": "http", "host": "one", "password": "s3cret"}
    api.post("connections", body, expect=201)
    assert "another" in api.post("connections", body, expect=409)["detail"]
    assert api.post("connections", {**body, "host": "two", "another": True}, expect=201)["number"] == 2
    listed = api.get("connections", connection_id_pattern="many")
    assert [(each["number"], each["host"]) for each in listed["connections"]] == [(1, "one"), (2, "two")]
    assert api.get("connections/many")["number"] == 1
    assert api.get("connections/many", number=2)["host"] == "two"
    api.get("connections/many", number=3, expect=404)
    api.get("connections/many", number=0, expect=422)
    assert api.patch("connections/many?number=2", {"host": "three"})["host"] == "three"
    assert "1, 2" in api.call("DELETE", "connections/many", 409).json()["detail"]
    more = {"actions": [{"action": "create", "entities": [{**body, "another": True}, {**body, "host": "no"}]}]}
    assert api.patch("connections", more)["create"]["errors"][0]["status_code"] == 409
    more["actions"][0]["entities"].pop()
    assert api.patch("connections", more)["create"]["success"] == ["many"]
    both = {"actions": [{"action": "delete", "entities": ["many"]}]}
    assert "several" in api.patch("connections", both)["delete"]["errors"][0]["error"]
    api.delete("connections/many?number=2")
    api.delete("connections/many?all=true")
    api.get("connections/many", expect=404)
