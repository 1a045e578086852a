"""Variables and connections through the API, in Airflow's shapes; no secret ever comes back."""

from __future__ import annotations

import json

from api_client import Api, part


def test_a_variable_is_made_changed_and_deleted(api: Api) -> None:
    made = api.post("variables", {"key": "shop / region", "value": "FI", "description": "where"}, expect=201)
    assert made["key"] == "shop / region"
    assert (made["value"], made["description"], made["is_encrypted"]) == ("FI", "where", True)
    assert not made["is_hidden"]
    path = "variables/" + part("shop / region")
    assert api.patch(path, {"value": {"a": 1}})["value"] == '{"a": 1}'
    assert api.get(path)["description"] == "where"
    api.patch(path, {"key": "other"}, expect=422)
    api.post("variables", {"key": "shop / region", "value": "FI"}, expect=409)
    assert api.get("variables", variable_key_pattern="%SHOP%", order_by="-key")["total_entries"] == 1
    api.get("variables", order_by="value", expect=422)
    api.delete(path)
    api.get(path, expect=404)


def test_a_change_is_refused_when_somebody_else_was_faster(api: Api) -> None:
    seen = api.post("variables", {"key": "contested", "value": "1"}, expect=201)["updated_at"]
    api.patch("variables/contested", {"value": "2", "unchanged_since": seen})
    refused = api.patch("variables/contested", {"value": "3", "unchanged_since": seen}, expect=409)["detail"]
    assert "changed the variable 'contested' meanwhile" in refused
    assert api.get("variables/contested")["value"] == "2"
    api.delete("variables/contested")


def test_a_change_of_a_connection_is_refused_when_somebody_else_was_faster(api: Api) -> None:
    seen = api.post("connections", {"connection_id": "contested", "conn_type": "http"}, expect=201)["updated_at"]
    api.patch("connections/contested", {"host": "a", "unchanged_since": seen})
    refused = api.patch("connections/contested", {"host": "b", "unchanged_since": seen}, expect=409)["detail"]
    assert "changed the connection 'contested' meanwhile" in refused
    assert api.get("connections/contested")["host"] == "a"
    api.delete("connections/contested")


def test_variables_are_ordered_by_when_they_were_changed(api: Api) -> None:
    for key in ("order_b", "order_a"):
        api.post("variables", {"key": key, "value": "1"}, expect=201)
    newest = api.get("variables", variable_key_pattern="order_", order_by="-updated_at")["variables"]
    assert [each["key"] for each in newest] == ["order_a", "order_b"]
    for key in ("order_b", "order_a"):
        api.delete(f"variables/{key}")


def test_a_file_of_variables_is_looked_at_and_then_imported_as_a_whole(api: Api) -> None:
    api.post("variables", {"key": "file_same", "value": "1"}, expect=201)
    api.post("variables", {"key": "file_old", "value": "1", "description": "d"}, expect=201)
    api.post("variables", {"key": "file_password", "value": "s3cret"}, expect=201)
    document = {"file_new": {"a": [1]}, "file_same": "1", "file_old": {"value": "2"}, "file_password": "***"}
    looked = api.post("variableImports/preview", {"variables": {**document, "file_token": "***"}})["variables"]
    assert [each["found"] for each in looked] == ["new", "same", "changed", "hidden", "wrong"]
    assert "hidden values are left out" in looked[-1]["problem"]
    api.post("variableImports", {"variables": {**document, "file_token": "***"}}, expect=422)
    api.post("variableImports", {"variables": document, "action_on_existing_key": "fail"}, expect=409)
    api.get("variables/file_new", expect=404)
    kept = api.post("variableImports", {"variables": document, "action_on_existing_key": "skip"})
    assert kept == {"done": ["file_new"], "skipped": ["file_same", "file_old", "file_password"]}
    api.post("variableImports", {"variables": document})
    assert api.get("variables/file_new")["value"] == '{"a": [1]}'
    old = api.get("variables/file_old")
    assert (old["value"], old["description"]) == ("2", "d")
    for key in document:
        api.delete(f"variables/{key}")
    assert "s3cret" not in json.dumps(api.get("eventLogs", limit=50))


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
    changed = {"updated_at": made["updated_at"], "updated_by": made["updated_by"]}
    assert made == {**body, **hidden, **changed}
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


def test_a_file_of_connections_is_looked_at_and_then_imported_as_a_whole(api: Api) -> None:
    secret = {"conn_type": "postgres", "host": "h", "password": "s3cret"}
    api.post("connections", {"connection_id": "file_db", **secret}, expect=201)
    document = {
        "file_db": {"conn_type": "postgres", "host": "h", "password": "***"},
        "file_web": "http://ada:***@example.org",
        "file_pair": [{"conn_type": "ssh", "host": "one"}, {"conn_type": "ssh", "host": "two"}],
    }
    looked = api.post("connectionImports/preview", {"connections": {**document, "file db": "x"}})["connections"]
    assert [each["found"] for each in looked] == ["same", "new", "new", "wrong"]
    assert "not in the file" in looked[1]["note"]
    api.post("connectionImports", {"connections": {**document, "file db": "x"}}, expect=422)
    api.post("connectionImports", {"connections": document, "action_on_existing_key": "fail"}, expect=409)
    api.get("connections/file_web", expect=404)
    assert api.post("connectionImports", {"connections": document})["done"] == list(document)
    assert api.get("connections/file_db")["password"] == "***"
    assert api.get("connections/file_web")["password"] is None
    assert api.get("connections/file_pair", number=2)["host"] == "two"
    changed = {"file_db": {**document["file_db"], "host": "other"}}
    assert api.post("connectionImports/preview", {"connections": changed})["connections"][0]["found"] == "changed"
    guess = {"file_db": secret}
    assert api.post("connectionImports/preview", {"connections": guess})["connections"][0]["found"] == "hidden"
    for path in ("file_db", "file_web", "file_pair?all=true"):
        api.delete(f"connections/{path}")
    assert "s3cret" not in json.dumps(api.get("eventLogs", limit=50))


def test_the_address_of_a_webhook_in_its_extra_is_a_secret(api: Api) -> None:
    extra = '{"url": "https://hooks.example/s3cret", "X-Team": "a"}'
    hidden = '{"url": "***", "X-Team": "a"}'
    body = {"connection_id": "hook", "conn_type": "webhook", "extra": extra}
    assert api.post("connections", body, expect=201)["extra"] == hidden
    changed = api.patch("connections/hook", {"extra": '{"url": "***", "X-Team": "b"}'})
    assert changed["extra"] == '{"url": "***", "X-Team": "b"}'
    api.delete("connections/hook")


def test_the_types_of_connections_are_listed(api: Api) -> None:
    told = api.get("connectionTypes")
    assert told["total_entries"] == len(told["connection_types"])
    assert told["may_test"] is False


def test_the_dags_that_use_a_variable_or_a_connection_are_told(api: Api) -> None:
    assert api.get("variableUses/nobody%20names%20this") == {"uses": [], "total_entries": 0}
    assert api.get("connectionUses/nobody_names_this") == {"uses": [], "total_entries": 0}
