"""Assets and expressions of them: names, uris, JSON, and what a task's outlets become."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from couture_jupyter import DAG, CronTrigger, EmptyOperator
from couture_jupyter.asset_outlets import OutletEvents
from couture_jupyter.assets import (
    Asset,
    AssetAlias,
    AssetAll,
    AssetAny,
    AssetReference,
    AssetWatcher,
    BaseAsset,
    Dataset,
    expression,
    from_json,
    shown,
)
from couture_jupyter.exceptions import DagError, TaskError, TimetableError
from couture_jupyter.serialization import from_json as spec_from_json
from couture_jupyter.serialization import to_json
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import AssetOrTimeSchedule, AssetTriggeredTimetable, Window
from couture_jupyter.timetables import from_json as timetable_from_json
from couture_jupyter.triggers.file import FileDeleteTrigger, FileTrigger

A, B, C = Asset("a"), Asset("b", "s3://bucket/b"), Asset("c")


@pytest.mark.parametrize(
    ("given", "uri"),
    [
        ("S3://Bucket/Path/", "s3://Bucket/Path"),
        ("postgresql://me:secret@host/db/table", "postgresql://host/db/table"),
        ("https://host/x?b=2&a=1#part", "https://host/x?a=1&b=2"),
        ("s3://bucket", "s3://bucket/"),
        ("x-mine:Whatever/", "x-mine:Whatever/"),
        ("just a name", "just a name"),
    ],
)
def test_a_uri_is_normalized(given: str, uri: str) -> None:
    assert Asset(uri=given).uri == uri


def test_a_password_in_a_uri_is_dropped_from_the_name_too() -> None:
    for asset in (Asset("ftp://me:secret@host/x"), Asset(uri="ftp://me:secret@host/x")):
        assert (asset.name, asset.uri) == ("ftp://host/x", "ftp://host/x")


@pytest.mark.parametrize("given", ["", "  ", "self", "context", "airflow://x", "n" * 251])
def test_what_cannot_be_an_asset_is_refused(given: str) -> None:
    with pytest.raises(DagError):
        Asset(given)


def test_an_asset_needs_a_name_or_a_uri() -> None:
    with pytest.raises(DagError, match="a name or a uri"):
        Asset()


@pytest.mark.parametrize(
    "given",
    [A, B, Asset("x", extra={"k": [1]}, group="g"), AssetAlias("al"), Asset.ref(name="n"), Asset.ref(uri="s3://b/x")],
)
def test_the_json_of_an_asset_is_read_back(given: BaseAsset) -> None:
    assert from_json(given.to_json()) == given


def test_the_json_of_an_expression_is_read_back() -> None:
    given = (A & B) | (C & AssetAlias("al"))
    assert from_json(given.to_json()) == given
    assert shown(given.to_json()) == "(a and b) or (c and al)"


def test_and_and_or_of_the_same_kind_become_one() -> None:
    assert AssetAll(A, B, C) == A & B & C
    assert AssetAny(A, B, C) == A | B | C


def test_a_list_means_all_of_them() -> None:
    assert expression([A, B]) == AssetAll(A, B)
    with pytest.raises(DagError, match="'x'"):
        DAG("d", schedule=["x"])


def test_an_empty_list_is_no_schedule() -> None:
    with pytest.raises(DagError, match="schedule by assets"):
        DAG("d", schedule=[])


def test_a_reference_is_by_name_or_by_uri() -> None:
    assert Asset.ref(name="n") == AssetReference(name="n")
    with pytest.raises(DagError):
        Asset.ref(name="n", uri="u")


def test_the_spec_of_a_dag_says_what_it_waits_for_and_what_its_tasks_read_and_make() -> None:
    with DAG("d", schedule=[A, B]) as dag:
        EmptyOperator(task_id="t", inlets=[A, "not an asset"], outlets=C)
    spec = serialize_dag(dag)
    assert spec.timetable == {"kind": "assets", "assets": {"all": [A.to_json(), B.to_json()]}}
    assert spec.schedule_summary == "When a and b have been updated"
    assert (spec.tasks[0].inlets, spec.tasks[0].outlets) == ((A.to_json(),), (C.to_json(),))
    assert spec_from_json(to_json(spec)) == spec


def test_a_timetable_by_assets_names_no_moment() -> None:
    timetable = DAG("d", schedule=A).timetable
    assert timetable == AssetTriggeredTimetable(A)
    assert timetable.next_run(None, Window(datetime(2026, 1, 1, tzinfo=UTC))) is None
    assert timetable_from_json(timetable.to_json()) == timetable


def test_asset_or_time_has_the_times_of_its_timetable() -> None:
    cron = CronTrigger("0 1 * * *", timezone="Europe/Helsinki")
    timetable = AssetOrTimeSchedule(timetable=cron, assets=[A])
    window = Window(datetime(2026, 1, 1, tzinfo=UTC))
    assert timetable.next_run(None, window) == cron.next_run(None, window)
    assert timetable.timezone == "Europe/Helsinki"
    assert timetable_from_json(timetable.to_json()) == timetable


@pytest.mark.parametrize("given", ["@once", "@continuous", None])
def test_asset_or_time_needs_times(given: Any) -> None:
    with pytest.raises(TimetableError, match="names times"):
        AssetOrTimeSchedule(timetable=given, assets=[A])


def test_an_update_under_two_aliases_is_one_event() -> None:
    first, second = AssetAlias("first"), AssetAlias("second")
    events = OutletEvents([first, second])
    events[first].add(C, {"n": 1})
    events[second].add(C, {"n": 1})
    events[second].add(C, {"n": 2})
    one, two = events.to_json()
    assert [each["name"] for each in one["aliases"]] == ["first", "second"]
    assert (two["extra"], [each["name"] for each in two["aliases"]]) == ({"n": 2}, ["second"])


def test_an_extra_without_a_json_form_is_an_error_that_names_the_asset() -> None:
    events = OutletEvents([A])
    events[A].extra["when"] = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(TaskError, match="'a'"):
        events.to_json()


def test_outlets_are_found_by_asset_name_uri_and_reference() -> None:
    events = OutletEvents([B])
    assert events[B] is events["b"] is events["s3://bucket/b"] is events[Asset.ref(name="b")]
    assert events[Asset.ref(uri="s3://bucket/b")] is events[B]
    assert list(events) == [B]


def test_only_an_alias_takes_assets() -> None:
    with pytest.raises(TaskError, match="for aliases"):
        OutletEvents([A])[A].add(B)


def test_a_dataset_is_an_asset_of_another_group() -> None:
    assert Dataset("x").group == "dataset"
    assert Dataset("x") == Asset("x")


def test_the_watchers_of_awaited_assets_are_in_the_spec() -> None:
    watcher = AssetWatcher("files", FileDeleteTrigger("/inbox/x"))
    arrived = Asset("arrived", watchers=[watcher])
    with DAG("d", schedule=AssetAlias("al") | (arrived & A)) as dag:
        EmptyOperator(task_id="t", outlets=[Asset("made", watchers=[watcher])])
    (found,) = serialize_dag(dag).asset_watchers
    assert (found["asset"], found["name"], found["class"].rpartition(".")[2]) == (
        "arrived",
        "files",
        "FileDeleteTrigger",
    )
    assert found["kwargs"]["filepath"] == "/inbox/x"
    assert spec_from_json(to_json(serialize_dag(dag))) == serialize_dag(dag)


def test_a_watcher_needs_a_trigger_whose_events_come_again() -> None:
    with pytest.raises(DagError, match="BaseEventTrigger"):
        AssetWatcher("w", FileTrigger("/inbox/x"))  # type: ignore[arg-type]


def test_many_assets_are_counted_in_the_phrase() -> None:
    many = [Asset(f"s3://bucket/a_long_path/{number}") for number in range(60)]
    assert DAG("d", schedule=many).timetable.summary() == "When 60 assets have been updated"
    assert DAG("d", schedule=AssetAny(*many)).timetable.summary() == "When one of 60 assets has been updated"
