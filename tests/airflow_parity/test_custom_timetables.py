"""Timetables that people write: by Airflow's protocol, with Airflow's import lines."""

import json
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.errors import ConflictError
from couture_scheduler.worker import ask_timetable
from couture_scheduler.worker.ask_timetable import AuthorsCode, Wanted

from couture_jupyter import DAG, timetables
from couture_jupyter.exceptions import TimetableError
from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.timetables import CronInterval, Interval, TimetableRun, Window
from couture_jupyter.timetables.custom import DagRunInfo, DataInterval, TimeRestriction, Timetable

DAY = timedelta(days=1)
FRIDAY = datetime(2026, 3, 6, tzinfo=UTC)
WORKDAYS = textwrap.dedent("""
    from airflow.plugins_manager import AirflowPlugin
    from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
    from pendulum import UTC, DateTime, Time

    class AfterWorkday(Timetable):
        description = "After each workday"

        def __init__(self, hour=0):
            self._hour = hour

        def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
            day = self._workday(run_after.start_of("day").subtract(days=1), -1)
            return DataInterval(start=day, end=day.add(days=1))

        def next_dagrun_info(self, *, last_automated_data_interval, restriction: TimeRestriction):
            if last_automated_data_interval is not None:
                day = last_automated_data_interval.start.add(days=1)
            elif restriction.earliest is None:
                return None
            else:
                day = DateTime.combine(restriction.earliest.date(), Time.min).replace(tzinfo=UTC)
            if not restriction.catchup:
                day = max(day, DateTime.now(UTC).start_of("day").subtract(days=1))
            day = self._workday(day, 1)
            if restriction.latest is not None and day > restriction.latest:
                return None
            end = day.add(days=1)
            return DagRunInfo(run_after=end.add(hours=self._hour), data_interval=DataInterval(day, end))

        def _workday(self, day, step):
            while day.isoweekday() > 5:
                day = day.add(days=step)
            return day

        def serialize(self):
            return {"hour": self._hour}

        @classmethod
        def deserialize(cls, data):
            return cls(data["hour"])
""")
DAG_FILE = textwrap.dedent("""
    import datetime
    import os
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator
    from workdays import AfterWorkday

    with DAG("workdays", schedule=AfterWorkday(hour=6), start_date=datetime.datetime(2026, 3, 2), catchup=True):
        EmptyOperator(task_id="a")
""")


@pytest.fixture(name="code")
def an_authors_code(tmp_path: Path) -> AuthorsCode:
    (tmp_path / "workdays.py").write_text(WORKDAYS + "\nclass Plugin(AirflowPlugin):\n    name = 'w'\n")
    (tmp_path / "daily.py").write_text(DAG_FILE)
    return AuthorsCode("workdays", DAG_FILE, "daily.py", tmp_path, 60.0)


def wanted(**given: Any) -> Wanted:
    values = {"last": None, "earliest": FRIDAY, "latest": None, "catchup": True}
    return Wanted(**values | {"until": FRIDAY + 6 * DAY, **given})


def starts(runs: list[TimetableRun]) -> list[str]:
    return [f"{run.logical_date:%a %d} {run.run_after:%d %H}" for run in runs]


def test_a_class_by_airflows_protocol_is_a_schedule(code: AuthorsCode) -> None:
    """The spec holds the class's name, its summary and what it was made with; the file runs as it stands."""
    dag = load_dag_file(code.origin, dags_folder=code.dags_folder).dags["workdays"]
    spec = serialize_dag(dag)
    assert spec.timetable == {
        "kind": "custom",
        "name": "AfterWorkday",
        "summary": "After each workday",
        "data": {"hour": 6},
    }
    assert spec.schedule_summary == "After each workday"
    assert spec.missed_runs == "run_all"
    run = dag.timetable.next_run(FRIDAY, Window(FRIDAY))
    assert run is not None
    assert starts([run]) == ["Mon 09 10 06"]
    assert dag.timetable.manual_interval(FRIDAY + 3 * DAY) == (FRIDAY, FRIDAY + DAY)


def test_it_is_asked_in_a_process_of_its_own(code: AuthorsCode) -> None:
    """Runs follow each other until one is later than wanted; the start and end date and the last interval are told."""
    assert starts(ask_timetable.runs(code, wanted())) == [
        "Fri 06 07 06",
        "Mon 09 10 06",
        "Tue 10 11 06",
        "Wed 11 12 06",
    ]
    assert starts(ask_timetable.runs(code, wanted(last=(FRIDAY, FRIDAY + DAY), most=1))) == ["Mon 09 10 06"]
    assert ask_timetable.runs(code, wanted(latest=FRIDAY - DAY)) == []
    assert ask_timetable.manual_interval(code, FRIDAY + 3 * DAY) == (FRIDAY, FRIDAY + DAY)


def test_without_catchup_its_own_code_decides_what_is_skipped(code: AuthorsCode) -> None:
    """catchup=False is told by the restriction, as in Airflow."""
    now = datetime.now(UTC)
    found = ask_timetable.runs(code, wanted(catchup=False, until=now, most=1))
    assert now - found[0].logical_date < 4 * DAY


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("raise LookupError('no calendar')", "LookupError: no calendar"),
        ("return 'tomorrow'", "must give a DagRunInfo, not 'tomorrow'"),
        ("return DagRunInfo.exact(restriction.earliest)", "logical dates must grow"),
        ("import time; time.sleep(600)", "did not answer within 5 seconds"),
        ("import os; os._exit(3)", "ended without an answer"),
    ],
)
def test_what_is_wrong_with_it_is_told(code: AuthorsCode, body: str, sentence: str) -> None:
    """An author's mistake is a sentence, never a dead engine."""
    source = DAG_FILE.replace(
        "with DAG",
        "from airflow.timetables.base import DagRunInfo, Timetable\n"
        "class Mine(Timetable):\n"
        f"    def next_dagrun_info(self, *, last_automated_data_interval, restriction):\n        {body}\n"
        "with DAG",
    ).replace("AfterWorkday(hour=6)", "Mine()")
    with pytest.raises(ConflictError, match=sentence):
        ask_timetable.runs(AuthorsCode("workdays", source, "daily.py", code.dags_folder, 5.0), wanted())


def test_a_dag_that_has_lost_its_timetable_says_so(code: AuthorsCode) -> None:
    """The file is asked as it was when the version was made."""
    source = DAG_FILE.replace("AfterWorkday(hour=6)", "'@daily'")
    with pytest.raises(ConflictError, match="does not give it a timetable of its own any more"):
        ask_timetable.runs(AuthorsCode("workdays", source, "daily.py", code.dags_folder, 60.0), wanted())


class Delegating(Timetable):
    """Two days of each of another timetable's."""

    def __init__(self) -> None:
        self._daily = CronInterval("@daily", timezone="UTC")

    def infer_manual_data_interval(self, *, run_after: datetime) -> DataInterval:
        return self._daily.infer_manual_data_interval(run_after=run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        return self._daily.next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval, restriction=restriction
        )


class Renamed(CronInterval):
    """One of ours, in other words."""

    __slots__ = ()

    def summary(self) -> str:
        return "Every morning"


def test_one_may_hold_another_and_ask_it() -> None:
    """CronDataIntervalTimetable and the others answer Airflow's questions, too."""
    timetable = DAG("held", schedule=Delegating()).timetable
    first = timetable.next_run(None, Window(FRIDAY))
    assert first == CronInterval("@daily").next_run(None, Window(FRIDAY))
    assert timetable.manual_interval(FRIDAY) == (FRIDAY - DAY, FRIDAY)


def test_one_may_derive_from_one_of_ours() -> None:
    """A subclass of a timetable that exists is the author's own."""
    timetable = DAG("derived", schedule=Renamed("@daily")).timetable
    assert (timetable.kind, timetable.summary()) == ("custom", "Every morning")
    assert timetable.next_run(FRIDAY, Window(FRIDAY)) == CronInterval("@daily").next_run(FRIDAY, Window(FRIDAY))


def test_without_catchup_ours_answer_with_the_newest_run_that_is_due() -> None:
    """next_dagrun_info of the timetables that exist jumps to the present unless catchup is wanted."""
    daily = Interval(DAY)
    for catchup, age in ((True, 0), (False, 300)):
        restriction = TimeRestriction(datetime(2020, 1, 1, tzinfo=UTC), None, catchup)
        info = daily.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
        assert info is not None
        assert info.logical_date >= datetime(2020, 1, 1, tzinfo=UTC) + age * DAY
        assert info.run_after - info.logical_date == DAY


def test_one_that_cannot_be_scheduled_has_runs_by_hand_only() -> None:
    """can_be_scheduled = False: it is never asked for the next run."""

    class ByHand(Delegating):
        can_be_scheduled = False

    timetable = DAG("a", schedule=ByHand()).timetable
    assert timetable.next_run(None, Window(FRIDAY)) is None
    assert timetable.last_run_before(FRIDAY, Window(FRIDAY - DAY)) is None
    assert timetable.manual_interval(FRIDAY) == (FRIDAY - DAY, FRIDAY)


def test_what_cannot_be_kept_is_an_error_of_the_file() -> None:
    """serialize() must give JSON; validate() may refuse; the two methods must be there."""

    class Silent(Delegating):
        def serialize(self) -> dict[str, Any]:
            return {"at": object()}

    class Unwritten(Timetable):
        pass

    class Refusing(Delegating):
        def validate(self) -> None:
            raise TimetableError("Not on Sundays.")

    with pytest.raises(TimetableError, match=r"Silent\.serialize\(\) must give JSON"):
        DAG("a", schedule=Silent()).timetable.to_json()
    with pytest.raises(TimetableError, match="Not on Sundays"):
        DAG("a", schedule=Refusing())
    with pytest.raises(NotImplementedError, match="must have next_dagrun_info"):
        DAG("a", schedule=Unwritten()).timetable.next_run(None, Window(FRIDAY))


def test_where_its_code_is_not_only_its_name_is_known() -> None:
    """What the engine reads back cannot be asked there, and is the same when written again."""
    document = DAG("held", schedule=Delegating()).timetable.to_json()
    again = timetables.from_json(json.loads(json.dumps(document)))
    assert (again.kind, again.summary(), again.to_json()) == ("custom", "Delegating", document)
    with pytest.raises(TimetableError, match="only be asked in a process of its own"):
        again.next_run(None, Window(FRIDAY))
    with pytest.raises(TimetableError, match="names times"):
        timetables.AssetOrTimeSchedule(timetable=Delegating(), assets=())
