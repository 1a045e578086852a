"""Import from other schedulers: a preview, then the schedules."""

from __future__ import annotations

from api_client import Api
from jupyter_process import JupyterProcess


def test_a_crontab_is_previewed_and_becomes_schedules_once(server: JupyterProcess, api: Api) -> None:
    call = f"papermill {server.root}/reports/daily.ipynb"
    body = {"kind": "crontab", "text": f"CRON_TZ=Asia/Tokyo\n0 6 * * * {call} -p country NO\n5 4 * * * backup"}
    found = api.post("imports/preview", body)["drafts"]
    assert [(each["schedule"], each["timezone"], each["parameters"], each["problems"]) for each in found] == [
        ("0 6 * * *", "Asia/Tokyo", {"country": "NO"}, []),
        (None, None, {}, ["It does not run papermill."]),
    ]
    made, left = api.post("imports", body, expect=201)["imported"]
    assert left["problems"] == ["It does not run papermill."]
    assert api.get(f"notebookSchedules/{made['dag_id']}")["paused"] is True
    assert api.post("imports/preview", body)["drafts"][0]["existing_dag_id"] == made["dag_id"]
    again = api.post("imports", body, expect=201)["imported"][0]
    assert again["problems"] == [f"It is here already: the schedule {made['dag_id']}."]
    api.delete(f"notebookSchedules/{made['dag_id']}")


def test_a_database_elsewhere_or_none_at_all_is_refused_at_its_field(api: Api) -> None:
    for path in ("../elsewhere.sqlite", "reports/daily.ipynb", "no/such.sqlite"):
        refused = api.post("imports/preview", {"kind": "jupyter_scheduler", "path": path}, expect=422)
        assert refused["detail"][0]["loc"][-1] == "path"
