"""Partitions of assets: DAG files that use them are read, and told apart from what runs by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.serialization import from_json, to_json
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import Window, partitions
from couture_jupyter.timetables import from_json as timetable_from_json


def test_a_dag_that_awaits_partitions_is_started_by_hand() -> None:
    """It says so where its schedule is shown, and comes back from its JSON form."""
    schedule = partitions.PartitionedAssetTimetable(assets=[], default_partition_mapper=partitions.StartOfDayMapper())
    with DAG("waits", schedule=schedule) as dag:
        EmptyOperator(task_id="only")
    spec = serialize_dag(dag)
    assert "only by hand" in spec.schedule_summary
    assert from_json(json.loads(json.dumps(to_json(spec)))) == spec
    assert timetable_from_json(spec.timetable).next_run(None, Window()) is None


def test_a_dag_that_makes_partitions_at_times_runs_at_these_times() -> None:
    """As any cron trigger."""
    made = partitions.CronPartitionTimetable("0 * * * *", timezone="UTC")
    run = made.next_run(datetime(2026, 3, 4, tzinfo=UTC), Window())
    assert run is not None
    assert run.run_after == datetime(2026, 3, 4, 1, tzinfo=UTC)


def test_own_mappers_and_windows_can_be_made() -> None:
    """Subclasses pass their arguments on."""

    class Mine(partitions.PartitionMapper):
        def __init__(self, prefix: str) -> None:
            super().__init__(max_downstream_keys=3)
            self.prefix = prefix

    assert Mine("eu").max_downstream_keys == 3
    backward = partitions.Window.Direction.BACKWARD
    assert partitions.WeekWindow(direction=backward).direction is backward
