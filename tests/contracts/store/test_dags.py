"""DAGs: registered, versioned, planned, retired."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from couture_scheduler.engine.decisions import MissedRun, NewRun, RunPlan
from couture_scheduler.errors import ConflictError
from couture_scheduler.store import dag_files, dag_listing, dags, import_errors, missed_runs, versions
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.session import Store
from store_rows import HOURLY, NOW, chain, new_run, register

from couture_jupyter.serialization import TaskSpec
from couture_jupyter.states import DagRunType

HOUR = timedelta(hours=1)
LATER = RunPlan(next_logical_date=NOW + HOUR, next_data_interval=(NOW, NOW + HOUR), next_run_after=NOW + HOUR)


def paused(store: Store, dag_id: str) -> bool:
    with store.reading() as tx:
        return dag_listing.get_paused(tx, dag_id)


def test_a_version_is_made_only_when_source_or_meaning_changed(store: Store) -> None:
    with store.transaction() as tx:
        first = register(tx)
        same = register(tx)
        other_source = register(tx, source="source # changed")
        other_meaning = register(tx, chain(description="new"), source="source # changed")
        found = versions.listing(tx, "sales")
        newest = versions.latest(tx, "sales")
    assert (first.is_new, first.is_new_version) == (True, True)
    assert (same.is_new, same.is_new_version, same.version_id) == (False, False, first.version_id)
    assert other_source.is_new_version
    assert other_meaning.is_new_version
    assert [each.number for each in found] == [3, 2, 1]
    assert newest is not None
    assert newest.spec == chain(description="new")
    assert newest.source == "source # changed"


def test_the_spec_comes_back_exactly_as_it_was(store: Store) -> None:
    spec = chain("sälés", tags=("b", "a"), start_date=NOW, params={"x": {"value": [1, {"y": None}], "schema": {}}})
    spec = dataclasses.replace(spec, tasks=(*spec.tasks, TaskSpec("bash", "BashOperator", arguments={"env": {}})))
    with store.transaction() as tx:
        done = register(tx, spec)
        assert versions.get(tx, done.version_id).spec == spec
        assert versions.specs(tx, [done.version_id]) == {done.version_id: spec}


def test_new_dags_are_paused_unless_said_otherwise_or_made_by_a_person(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, chain("a"))
        register(tx, chain("b", is_paused_upon_creation=False))
        register(tx, chain("c"), kind=dags.NOTEBOOK_SCHEDULE, file=None)
    assert [paused(store, dag_id) for dag_id in "abc"] == [True, False, False]


def test_registering_again_keeps_the_switch(store: Store) -> None:
    with store.transaction() as tx:
        register(tx)
        assert dags.set_paused(tx, "sales", True, NOW)
        assert not dags.set_paused(tx, "sales", True, NOW)
        register(tx, source="changed")
        assert dags.paused_ids(tx) == {"sales"}


def test_a_plan_is_kept_while_the_timetable_is_the_same(store: Store) -> None:
    with store.transaction() as tx:
        register(tx)
        assert [due.dag_id for due in dags.unplanned(tx)] == ["sales"]
        dags.set_next(tx, "sales", LATER)
        register(tx, source="changed")
        assert dags.unplanned(tx) == []
        assert dags.earliest_due(tx) == NOW + HOUR
        register(tx, chain(timetable={**HOURLY, "expression": "5 * * * *"}))
        assert [due.dag_id for due in dags.unplanned(tx)] == ["sales"]
        assert dags.earliest_due(tx) is None


def test_due_dags_are_those_that_are_on_and_whose_time_has_come(store: Store) -> None:
    ids = ("due", "later", "off", "gone", "manual")
    with store.transaction() as tx:
        for dag_id in ids:
            timetable = {"kind": "none"} if dag_id == "manual" else HOURLY
            done = register(
                tx, chain(dag_id, timetable=timetable, is_paused_upon_creation=dag_id == "off"), file=dag_id
            )
            new_run(tx, done)
            dags.set_next(tx, dag_id, LATER)
        dags.set_next(tx, "later", dataclasses.replace(LATER, next_run_after=NOW + 2 * HOUR))
        assert dags.retire_file(tx, "gone") == ["gone"]
        assert dags.due(tx, NOW) == []
        found = dags.due(tx, NOW + HOUR)
    assert [each.dag_id for each in found] == ["due"]
    assert found[0].spec == chain("due", is_paused_upon_creation=False)
    assert found[0].active_runs == 1
    assert (found[0].next_logical_date, found[0].next_interval) == (NOW + HOUR, (NOW, NOW + HOUR))


def test_planning_remembers_how_far_the_timetable_was_followed(store: Store) -> None:
    made = NewRun(DagRunType.SCHEDULED, NOW + HOUR, (NOW, NOW + HOUR), NOW + HOUR)
    missed = MissedRun(NOW, NOW, "down")
    with store.transaction() as tx:
        register(tx)
        dags.set_next(tx, "sales", dataclasses.replace(LATER, create=(made,), missed=(missed,)))
        missed_runs.record(tx, "sales", [missed], NOW)
        missed_runs.record(tx, "sales", [MissedRun(NOW, NOW, "down (and 3 earlier)")], NOW)
        found = dags.one(tx, "sales")
        assert found is not None
        assert found.last_logical_date == NOW + HOUR
        dags.set_next(tx, "sales", LATER)
        found = dags.one(tx, "sales")
        assert found is not None
        assert found.last_logical_date == NOW + HOUR
        assert [each.why for each in missed_runs.listing(tx, "sales")] == ["down (and 3 earlier)"]
        assert missed_runs.count(tx, "sales") == 1


def test_dags_that_a_file_no_longer_defines_are_stale_until_they_come_back(store: Store) -> None:
    with store.transaction() as tx:
        register(tx, chain("kept", tags=("nightly",)))
        register(tx, chain("gone", tags=("nightly", "old")))
        assert dag_listing.all_tags(tx) == ["nightly", "old"]
        assert dags.retire_missing(tx, "sales.py", {"kept"}) == ["gone"]
        assert dags.retire_missing(tx, "sales.py", {"kept"}) == []
        assert [each.dag_id for each in dag_listing.page(tx, DagFilter(), "dag_id", 9, 0)] == ["kept"]
        assert dag_listing.all_tags(tx) == ["nightly"]
        gone = dag_listing.get(tx, "gone")
        assert gone is not None
        assert gone.is_stale
        register(tx, chain("gone"), file="other.py")
        assert dag_listing.count(tx, DagFilter()) == 2


def test_a_dag_id_belongs_to_one_file_or_schedule(store: Store) -> None:
    with store.transaction() as tx:
        register(tx)
    for more in ({"file": "copy.py"}, {"kind": dags.NOTEBOOK_SCHEDULE, "file": None}):
        with pytest.raises(ConflictError, match=r"belongs to the file sales\.py"), store.transaction() as tx:
            register(tx, **more)


def test_removing_a_dag_removes_what_belongs_to_it(store: Store) -> None:
    with store.transaction() as tx:
        done = register(tx, chain(tags=("x",)))
        new_run(tx, done)
        assert dags.remove(tx, "sales")
        assert not dags.remove(tx, "sales")
        assert dag_listing.all_tags(tx) == []
        assert versions.listing(tx, "sales") == []


def test_ids_that_differ_in_case_or_accent_only_are_different(store: Store) -> None:
    with store.transaction() as tx:
        for dag_id in ("sales", "Sales", "sàles", "sales_"):
            register(tx, chain(dag_id))
        assert dag_listing.count(tx, DagFilter(dag_ids=("sales",))) == 1


def test_files_and_their_errors_are_remembered_until_they_are_gone(store: Store) -> None:
    record = DagFileRecord("a.py", 1.5, 10, "hash", 0.25, NOW, ("x", "y"))
    with store.transaction() as tx:
        dag_files.put(tx, record)
        dag_files.put(tx, dataclasses.replace(record, size=11))
        assert dag_files.listing(tx) == {"a.py": dataclasses.replace(record, size=11)}
        import_errors.put(tx, "a.py", "old", 3, None, NOW)
        import_errors.put(tx, "a.py", "new", None, "Traceback…", NOW)
        assert [each.message for each in import_errors.listing(tx)] == ["new"]
        assert import_errors.files(tx) == {"a.py"}
        assert import_errors.clear(tx, "a.py")
        assert not import_errors.clear(tx, "a.py")
        dag_files.forget(tx, "a.py")
        assert dag_files.get(tx, "a.py") is None
