"""Assets (datasets) in DAG files: Airflow's ways to write them, and what ``dag.test()`` makes of them.

Source: the pages "Asset definitions", "Asset-aware scheduling" and "Datasets" of Airflow's documentation.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from couture_jupyter.dags import DAG
from couture_jupyter.serialization.load import DagFileError, load_dag_file

Read = Callable[[str], dict[str, DAG]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The DAGs of a file with this source."""

    def read(source: str) -> dict[str, DAG]:
        file = tmp_path / "file.py"
        file.write_text(textwrap.dedent(source))
        return load_dag_file(file).dags

    return read


def test_a_dataset_of_airflow_2_makes_and_schedules(read: Read) -> None:
    """``Dataset(uri)`` among ``outlets`` is updated by the task; in ``schedule`` a list waits for all of it."""
    dags = read(
        """
        from airflow import DAG, Dataset
        from airflow.datasets import Dataset as same
        from airflow.operators.bash import BashOperator
        assert Dataset is same
        prices = Dataset("s3://bucket/prices.csv", extra={"team": "x"})
        with DAG("makes", schedule="@daily"):
            BashOperator(task_id="t", bash_command="true", outlets=[prices])
        with DAG("waits", schedule=[prices]):
            BashOperator(task_id="t", bash_command="true")
        """
    )
    assert [event.asset.uri for event in dags["makes"].test().asset_events] == ["s3://bucket/prices.csv"]
    assert dags["waits"].timetable.kind == "assets"


def test_a_task_that_fails_or_is_skipped_updates_nothing(read: Read) -> None:
    """Only success updates the outlets."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, task
        from airflow.exceptions import AirflowSkipException
        with DAG("d", schedule=None):
            @task(outlets=[Asset("a")])
            def fails():
                raise ValueError
            @task(outlets=[Asset("b")])
            def skips():
                raise AirflowSkipException
            fails(), skips()
        """
    )
    assert dags["d"].test().asset_events == []


def test_metadata_that_is_yielded_is_the_extra_of_the_update(read: Read) -> None:
    """``yield Metadata(asset, extra)`` and ``outlet_events[asset].extra`` say the same; what the generator returns is
    the task's value."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, Metadata, task
        a, b = Asset("a"), Asset("b")
        with DAG("d", schedule=None):
            @task(outlets=[a, b])
            def t(*, outlet_events):
                outlet_events[b].extra = {"rows": 4}
                yield Metadata(a, {"rows": 3})
                return 7
            t()
        """
    )
    run = dags["d"].test()
    assert {event.asset.name: event.extra for event in run.asset_events} == {"a": {"rows": 3}, "b": {"rows": 4}}
    assert run.xcom_pull("t") == 7


def test_an_alias_updates_assets_that_the_task_names(read: Read) -> None:
    """``outlet_events[alias].add(asset)``, or ``Metadata(…, alias=alias)``; an alias to which nothing was added updates
    nothing."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, AssetAlias, Metadata, task
        with DAG("d", schedule=None):
            @task(outlets=[AssetAlias("al"), AssetAlias("unused")])
            def t(*, outlet_events):
                outlet_events[AssetAlias("al")].add(Asset("one"))
                yield Metadata(Asset("two"), extra={"k": 1}, alias=AssetAlias("al"))
            t()
        """
    )
    assert [(event.asset.name, event.extra) for event in dags["d"].test().asset_events] == [
        ("one", {}),
        ("two", {"k": 1}),
    ]


def test_inlet_events_are_the_updates_of_an_inlet(read: Read) -> None:
    """``inlet_events[asset]`` is a sequence, the newest last; an event knows its source."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, task
        a = Asset("a")
        with DAG("d", schedule=None):
            @task(outlets=[a])
            def makes(*, outlet_events):
                outlet_events[a].extra["n"] = 1
                return "made"
            @task(inlets=[a])
            def reads(*, inlet_events):
                event = inlet_events[a][-1]
                assert len(inlet_events[a]) == 1
                assert inlet_events[0][0] == event
                return [event.extra["n"], event.source_task_instance.xcom_pull(), event.source_dag_run.dag_id]
            makes() >> reads()
        """
    )
    assert dags["d"].test().xcom_pull("reads") == [1, "made", "d"]


def test_an_empty_operator_updates_its_outlets(read: Read) -> None:
    """Even a task that does nothing."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset
        from airflow.operators.empty import EmptyOperator
        with DAG("d", schedule=None):
            EmptyOperator(task_id="t", outlets=[Asset("a")])
        """
    )
    assert [event.asset.name for event in dags["d"].test().asset_events] == ["a"]


def test_the_asset_decorator_makes_a_dag_with_one_task(read: Read) -> None:
    """DAG, task and asset are called as the function; arguments name other assets, which are inlets."""
    dags = read(
        """
        from airflow.sdk import Asset, asset
        @asset(schedule="@daily", uri="s3://bucket/raw", tags=["x"])
        def raw(self, context):
            return [self.uri, context["run_id"][:6]]
        @asset(schedule=raw | Asset("other"))
        def clean(raw):
            return raw.uri
        """
    )
    raw, clean = dags["raw"], dags["clean"]
    assert raw.tags == ["x"]
    assert clean.timetable.summary() == "When raw or other has been updated"
    assert raw.test().xcom_pull("raw") == ["s3://bucket/raw", "manual"]
    run = clean.test()
    assert [event.asset.name for event in run.asset_events] == ["clean"]
    assert run.xcom_pull("clean") == "s3://bucket/raw"


def test_asset_multi_makes_several(read: Read) -> None:
    """``@asset.multi(outlets=[…])``; in a schedule it stands for all of them."""
    dags = read(
        """
        from airflow.sdk import Asset, asset
        @asset.multi(schedule=None, outlets=[Asset("a"), Asset("b")])
        def both(outlet_events):
            outlet_events[Asset("a")].extra["k"] = 1
        @asset(schedule=both)
        def after(): ...
        """
    )
    assert [(e.asset.name, e.extra) for e in dags["both"].test().asset_events] == [("a", {"k": 1}), ("b", {})]
    assert dags["after"].timetable.summary() == "When a and b have been updated"


def test_a_function_under_asset_takes_no_wildcards(read: Read) -> None:
    """Its arguments are names of assets."""
    with pytest.raises(DagFileError, match="cannot have the argument"):
        read("from airflow.sdk import asset\n@asset(schedule=None)\ndef a(**kwargs): ...\n")


def test_dataset_or_time_schedule(read: Read) -> None:
    """Airflow 2.9's name, with ``datasets=``."""
    dags = read(
        """
        from airflow import DAG, Dataset
        from airflow.timetables.datasets import DatasetOrTimeSchedule
        from airflow.timetables.trigger import CronTriggerTimetable
        times = CronTriggerTimetable("0 1 * * 3", timezone="UTC")
        with DAG("d", schedule=DatasetOrTimeSchedule(timetable=times, datasets=[Dataset("x")])):
            pass
        """
    )
    assert dags["d"].timetable.summary() == "At 01:00 on Wednesday, and when x has been updated"


def test_a_template_loops_over_the_events_that_started_the_run(read: Read) -> None:
    """``triggering_dataset_events`` is there in templates, and empty when a person started the run."""
    dags = read(
        """
        from airflow import DAG, Dataset
        from airflow.operators.bash import BashOperator
        with DAG("d", schedule=[Dataset("x")]):
            BashOperator(
                task_id="t",
                bash_command="echo n={% for d, e in triggering_dataset_events.items() %}{{ d }}{% endfor %}"
                "{{ triggering_asset_events | length }}",
            )
        """
    )
    assert dags["d"].test().xcom_pull("t") == "n=0"


def test_each_instance_of_a_mapped_task_updates_its_outlets(read: Read) -> None:
    """One event for each instance that succeeds."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, task
        from airflow.exceptions import AirflowSkipException
        a = Asset("a")
        with DAG("d", schedule=None):
            @task(outlets=[a])
            def t(n, *, outlet_events):
                if n == 2:
                    raise AirflowSkipException
                outlet_events[a].extra["n"] = n
            t.expand(n=[1, 2, 3])
        """
    )
    events = dags["d"].test().asset_events
    assert [(event.source_map_index, event.extra["n"]) for event in events] == [(0, 1), (2, 3)]


def test_a_branch_that_was_skipped_updates_nothing_and_its_sibling_does(read: Read) -> None:
    """Skipped tasks are no updates, whoever skipped them."""
    dags = read(
        """
        from airflow.sdk import DAG, Asset, task
        from airflow.operators.empty import EmptyOperator
        with DAG("d", schedule=None):
            @task.branch
            def way():
                return "left"
            way() >> [EmptyOperator(task_id=name, outlets=[Asset(name)]) for name in ("left", "right")]
        """
    )
    assert [event.asset.name for event in dags["d"].test().asset_events] == ["left"]
