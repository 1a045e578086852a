"""When assets that came make a run due, and what that run is like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from couture_scheduler.engine.assets import Came, WaitingEvent, is_due, is_met, new_run

from couture_jupyter.assets import Asset, AssetAlias, AssetAll, AssetAny, BaseAsset
from couture_jupyter.serialization import DagSpec

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B, C = Asset("a"), Asset("b", "s3://b/x"), Asset("c")


def came(*names: str, alias: str = "") -> list[Came]:
    uris = {"b": "s3://b/x"}
    return [Came(name, uris.get(name, name), frozenset({alias} - {""})) for name in names]


def spec(expression: BaseAsset, **fields: Any) -> DagSpec:
    return DagSpec("d", {"kind": "assets", "assets": expression.to_json()}, (), **fields)


@pytest.mark.parametrize(
    ("expression", "names", "is_true"),
    [
        (A & B, ["a"], False),
        (A & B, ["a", "b"], True),
        (A | B, ["b"], True),
        (A | B, ["c"], False),
        ((A & B) | C, ["c"], True),
        ((A & B) | C, ["b"], False),
        ((A | B) & C, ["b", "c"], True),
        (AssetAll(), [], True),
        (AssetAny(), ["a"], False),
        (Asset.ref(name="b"), ["b"], True),
        (Asset.ref(uri="s3://b/x"), ["b"], True),
        (Asset.ref(uri="s3://b/x"), ["a"], False),
    ],
)
def test_an_expression_is_true_when_what_it_asks_for_has_come(
    expression: BaseAsset, names: list[str], is_true: bool
) -> None:
    assert is_met(expression.to_json(), came(*names)) is is_true


def test_an_alias_is_met_by_any_asset_that_was_updated_under_it() -> None:
    expression = AssetAlias("al").to_json()
    assert is_met(expression, came("x", alias="al"))
    assert not is_met(expression, came("al", "x", alias="other"))


def test_a_dag_without_assets_in_its_schedule_is_never_due() -> None:
    assert not is_due(DagSpec("d", {"kind": "none"}, ()), came("a"), 0, NOW)


def test_assets_start_nothing_before_the_start_date_nor_after_the_end_date() -> None:
    assert is_due(spec(A, start_date=NOW, end_date=NOW), came("a"), 0, NOW)
    assert not is_due(spec(A, start_date=NOW + HOUR), came("a"), 0, NOW)
    assert not is_due(spec(A, end_date=NOW - HOUR), came("a"), 0, NOW)


def test_a_dag_that_skips_overlapping_runs_waits_for_the_end_of_the_one_before() -> None:
    assert not is_due(spec(A, overlap="skip"), came("a"), 1, NOW)
    assert is_due(spec(A, overlap="skip"), came("a"), 0, NOW)
    assert is_due(spec(A), came("a"), 1, NOW)


def test_the_data_interval_spans_those_of_the_runs_that_made_the_events() -> None:
    events = [
        WaitingEvent(1, NOW - HOUR, (NOW - 24 * HOUR, NOW - 12 * HOUR)),
        WaitingEvent(2, NOW, (NOW - 48 * HOUR, NOW - 24 * HOUR)),
        WaitingEvent(3, NOW - 2 * HOUR),  # by hand
    ]
    run = new_run(events, NOW)
    assert run.data_interval == (NOW - 48 * HOUR, NOW - 2 * HOUR)
    assert (run.logical_date, run.run_after) == (NOW, NOW)
    assert run.run_id == f"asset_triggered__{NOW.isoformat()}"
