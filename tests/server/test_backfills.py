"""Backfills over HTTP: our routes, and Airflow's own client. The DAG is paused, so its backfill waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from airflow_client import client
from airflow_client.client.api import backfill_api
from airflow_client.client.models import BackfillPostBody
from api_client import Api
from change_listener import ChangeListener
from jupyter_process import TOKEN, JupyterProcess

BODY = {"dag_id": "fails", "from_date": "2026-01-01T00:00:00Z", "to_date": "2026-01-04T02:00:00+02:00"}


@pytest.fixture(autouse=True)
def a_paused_dag(api: Api, changes: ChangeListener) -> Iterator[None]:
    """Nothing of it runs, and no backfill is left."""
    api.patch("dags/fails", {"is_paused": True})
    yield
    for each in api.get("backfills", active=True)["backfills"]:
        api.put(f"backfills/{each['id']}/cancel")


def test_a_dry_run_lists_the_runs_to_come(api: Api) -> None:
    found = api.post("backfills/dry_run", {**BODY, "run_backwards": True})
    assert found["total_entries"] == 4
    assert [day["logical_date"][:10] for day in found["backfills"]] == [f"2026-01-0{day}" for day in (4, 3, 2, 1)]
    assert found["backfills"][0]["data_interval_end"] == "2026-01-05T00:00:00Z"
    assert (found["left_out"], found["backfills"][0]["runs_again"]) == ({}, False)
    assert api.get("backfills", dag_id="fails", active=True)["total_entries"] == 0


def test_a_backfill_is_made_watched_held_and_cancelled(api: Api) -> None:
    made = api.post("backfills", {**BODY, "max_active_runs": 3, "dag_run_conf": {"x": 1}})
    path = f"backfills/{made['id']}"
    assert (made["days"], made["days_total"], made["days_ended"]) == ({"waiting": 4}, 4, 0)
    assert "switch it on" in made["holdup"]
    assert api.get(path) == made
    assert "already" in api.post("backfills", BODY, expect=409)["detail"]
    days = api.get(f"{path}/days", limit=2, offset=1)
    assert days["total_entries"] == 4
    assert [day["sort_ordinal"] for day in days["backfill_days"]] == [2, 3]
    assert api.put(f"{path}/pause")["is_paused"]
    assert not api.put(f"{path}/unpause")["is_paused"]
    done = api.put(f"{path}/cancel")
    assert (done["days"], done["holdup"]) == ({"cancelled": 4}, None)
    assert done["completed_at"] is not None
    api.put(f"{path}/cancel", expect=409)
    assert api.get("backfills", dag_id="fails", order_by="-id")["backfills"][0] == done
    assert api.get("eventLogs", limit=1)["event_logs"][0]["event"] == "cancel_backfill"
    api.get("backfills/999999", expect=404)


def test_what_is_wrong_is_said_at_its_field(api: Api) -> None:
    wrong = api.post("backfills", {**BODY, "to_date": "2025-01-01T00:00:00Z"}, expect=422)
    assert wrong["detail"][0]["loc"] == ["body", "to_date"]
    assert api.post("backfills", {**BODY, "max_active_runs": 0}, expect=422)["detail"][0]["loc"][1] == "max_active_runs"
    assert api.post("backfills/dry_run", {**BODY, "dag_id": "pipeline"}, expect=422)["detail"][0]["loc"][1] == "dag_id"
    api.post("backfills", {**BODY, "dag_id": "none"}, expect=404)
    api.get("backfills", order_by="dag_id", expect=422)
    assert api.get("dags/fails")["is_backfillable"]
    assert not api.get("dags/pipeline")["is_backfillable"]


def test_the_next_runs_are_named(api: Api) -> None:
    found = api.get("dags/fails/nextRuns")
    assert (found["sentence"], found["timezone"], found["is_open"]) == ("At 00:00 every day", "UTC", False)
    assert found["is_paused"]
    assert len(found["runs"]) == 5
    assert found["runs"][0]["data_interval_end"] == found["runs"][0]["run_after"]
    assert api.get("dags/pipeline/nextRuns")["runs"] == []


def test_airflows_client_backfills(server: JupyterProcess) -> None:
    configuration = client.Configuration(host=server.url + "couture", access_token=TOKEN)
    with client.ApiClient(configuration) as airflow:
        backfills = backfill_api.BackfillApi(airflow)
        body = BackfillPostBody(
            dag_id="fails",
            from_date=datetime(2026, 1, 1, tzinfo=UTC),
            to_date=datetime(2026, 1, 3, tzinfo=UTC),
            reprocess_behavior="failed",
        )
        assert backfills.create_backfill_dry_run(body).total_entries == 3
        made = backfills.create_backfill(body)
        assert (made.reprocess_behavior, made.max_active_runs, made.completed_at) == ("failed", 10, None)
        assert backfills.list_backfills("fails").backfills[0].id == made.id
        assert backfills.pause_backfill(made.id).is_paused
        assert not backfills.unpause_backfill(made.id).is_paused
        assert backfills.cancel_backfill(made.id).completed_at is not None
        assert backfills.get_backfill(made.id).dag_display_name == "fails"
