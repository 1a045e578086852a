"""Assets in the manner of Airflow 3."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Asset, Variable, chain, get_current_context, setup, task, teardown, Metadata
from airflow.timetables.trigger import CronTriggerTimetable

raw = Asset("s3://bucket/raw.csv")
clean = Asset(name="clean", uri="file:///tmp/clean")

with DAG(
    "make_raw",
    schedule=CronTriggerTimetable("0 5 * * 1-5", timezone="Europe/Helsinki"),
    start_date=datetime(2025, 1, 1),
    max_active_tasks=2,
    dagrun_timeout=timedelta(hours=1),
):

    @setup
    def cluster():
        return "cluster-1"

    @task(outlets=[raw])
    def write(name, *, outlet_events):
        context = get_current_context()
        outlet_events[raw].extra = {"by": name, "run": context["run_id"]}
        return {"rows": 3}

    @teardown
    def drop(name):
        print(name, Variable.get("nothing", default="-"))

    c = cluster()
    w = write(c)
    c >> w >> drop(c)

with DAG("use_raw", schedule=[raw], catchup=False):

    @task(inlets=[raw])
    def read(triggering_asset_events=None, inlet_events=None):
        for asset, events in triggering_asset_events.items():
            print(asset.uri, [event.extra for event in events])
        return sum(len(events) for events in triggering_asset_events.values())

    chain(read(), BashOperator(task_id="done", bash_command="echo {{ ds }} {{ triggering_asset_events | length }}"))
