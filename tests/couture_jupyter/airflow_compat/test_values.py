"""Airflow's small helpers: dates, moments, lists, texts, options, settings, models without a database."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pendulum
import pytest
from dateutil.relativedelta import relativedelta
from message_sinks import mail_server

from couture_jupyter.airflow_compat import collections, dates, mail, moments, settings, texts
from couture_jupyter.airflow_compat.calling import determine_kwargs, import_string, is_async_callable, qualname
from couture_jupyter.airflow_compat.errors import AirflowTaskTimeout, DagNotFound, ParamValidationError
from couture_jupyter.airflow_compat.models import DagRun, NoDatabaseError, TaskFail, provide_session
from couture_jupyter.airflow_compat.places import enter
from couture_jupyter.airflow_compat.store_paths import ObjectStoragePath
from couture_jupyter.airflow_compat.timeouts import timeout
from couture_jupyter.airflow_compat.values import WeekDay
from couture_jupyter.configuration import ConfigurationError, conf
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.macros import ds_format_locale

DAY = datetime(2016, 1, 1)


def days(*numbers: int) -> list[datetime]:
    return [datetime(2016, 1, number, tzinfo=UTC) for number in numbers]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"end_date": datetime(2016, 1, 3), "delta": timedelta(1)}, days(1, 2, 3)),
        ({"end_date": datetime(2016, 1, 3), "delta": "0 0 * * *"}, days(1, 2, 3)),
        ({"end_date": datetime(2016, 1, 3), "delta": "@daily"}, days(1, 2, 3)),
        ({"num": 2, "delta": timedelta(1)}, days(1, 2)),
        ({"num": -2, "delta": timedelta(1)}, [datetime(2015, 12, 31, tzinfo=UTC), *days(1)]),
        ({"num": -2, "delta": "0 0 * * *"}, [datetime(2015, 12, 31, tzinfo=UTC), *days(1)]),
        ({"num": 2, "delta": relativedelta(months=1)}, [*days(1), datetime(2016, 2, 1, tzinfo=UTC)]),
        ({"num": 2}, []),
    ],
)
def test_a_range_of_dates(arguments, expected):
    assert dates.date_range(DAY, **arguments) == expected


def test_a_range_keeps_its_zone():
    zone = timezone(timedelta(hours=2))
    assert dates.date_range(DAY.replace(tzinfo=zone), num=2, delta="0 0 * * *")[1] == datetime(2016, 1, 2, tzinfo=zone)


def test_a_range_has_one_end():
    with pytest.raises(ValueError, match="not both"):
        dates.date_range(DAY, datetime(2016, 1, 3), num=2, delta=timedelta(1))
    with pytest.raises(ValueError, match="after its end_date"):
        dates.date_range(DAY, datetime(2015, 1, 3), delta=timedelta(1))


@pytest.mark.parametrize(
    ("moment", "delta", "start", "expected"),
    [
        (datetime(2015, 9, 16), timedelta(1), datetime(2015, 9, 14), datetime(2015, 9, 16)),
        (datetime(2015, 9, 15, 13), timedelta(1), datetime(2015, 9, 14), datetime(2015, 9, 16)),
        (datetime(2015, 9, 15, 11), timedelta(1), datetime(2015, 9, 14), datetime(2015, 9, 15)),
        (datetime(2015, 9, 13), timedelta(1), datetime(2015, 9, 14), datetime(2015, 9, 14)),
        (datetime(2015, 3, 20), relativedelta(months=1), datetime(2015, 1, 1), datetime(2015, 4, 1)),
        (datetime(2015, 1, 1, 6), timedelta(1), None, datetime(2015, 1, 1)),
    ],
)
def test_rounding_to_a_rhythm(moment, delta, start, expected):
    assert dates.round_time(moment, delta, start) == expected


def test_units_of_time():
    assert [dates.infer_time_unit([each]) for each in (120, 7200, 172800, 200000)] == [
        "seconds", "minutes", "hours", "days",
    ]  # fmt: skip
    assert dates.infer_time_unit([]) == "hours"
    assert dates.scale_time_units([7200], "hours") == [2.0]
    assert dates.days_ago(1) == moments.utcnow().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(1)


def test_moments_with_and_without_a_zone():
    aware = moments.make_aware(DAY)
    assert moments.is_localized(aware)
    assert moments.is_naive(DAY)
    assert moments.make_naive(aware, timezone(timedelta(hours=1))) == datetime(2016, 1, 1, 1)
    assert moments.convert_to_utc(DAY.replace(tzinfo=timezone(timedelta(hours=1)))) == datetime(
        2015, 12, 31, 23, tzinfo=UTC
    )
    assert isinstance(moments.coerce_datetime(DAY), pendulum.DateTime)
    assert moments.parse("2016-01-01T12:00").tzinfo is not None
    assert moments.aware_datetime(2016, 1, 1) == aware
    assert moments.from_timestamp(0) == moments.utc_epoch()
    with pytest.raises(ValueError, match="without a zone"):
        moments.make_aware(aware)
    with pytest.raises(ValueError, match="with a zone"):
        moments.make_naive(DAY)
    with pytest.raises(ValueError, match="x"):
        moments.parse("x")


@pytest.mark.parametrize(
    ("length", "expected"),
    [(3752, "1h:2M:32s"), (timedelta(days=40), "1m:10d"), (0.5, "<1s"), (None, None), (timedelta(seconds=0.4), "<1s")],
)
def test_lengths_in_letters(length, expected):
    assert moments.td_format(length) == expected


def test_lists_and_dicts():
    assert collections.as_flattened_list([("a", "b"), ["c"]]) == ["a", "b", "c"]
    assert list(collections.chunks([1, 2, 3], 2)) == [[1, 2], [3]]
    assert collections.reduce_in_chunks(lambda total, part: total + sum(part), [1, 2, 3], 0, 2) == 6
    assert collections.merge_dicts({"a": {"x": 1}, "b": 1}, {"a": {"y": 2}}) == {"a": {"x": 1, "y": 2}, "b": 1}
    assert collections.prune_dict({"a": None, "b": {"c": None, "d": 0}}) == {"b": {"d": 0}}
    assert collections.prune_dict({"a": "", "b": [0, 1]}, "truthy") == {"b": [1]}
    assert (collections.exactly_one(1, 0), collections.at_most_one(None, 1), collections.as_tuple("x")) == (
        True, True, ("x",),
    )  # fmt: skip


def test_texts():
    assert texts.to_boolean("Yes ")
    assert not texts.to_boolean(None)
    assert texts.convert_camel_to_snake("MyOwnName") == "my_own_name"
    with pytest.raises(CoutureError, match="and nothing else"):
        texts.validate_key("a b")
    with pytest.raises(CoutureError, match="at most 200 characters"):
        texts.validate_group_key("a" * 201)


def test_the_days_of_a_week():
    assert WeekDay.validate_week_day({"monday", WeekDay.SUNDAY}) == {1, 7}
    with pytest.raises(AttributeError, match="no day of the week"):
        WeekDay.validate_week_day("someday")
    with pytest.raises(TypeError):
        WeekDay.validate_week_day(3)


def test_calling():
    assert determine_kwargs(lambda ds, **rest: 1, (), {"ds": 1, "x": 2}) == {"ds": 1, "x": 2}
    assert determine_kwargs(lambda a, ds: 1, ("a",), {"ds": 1, "x": 2}) == {"ds": 1}
    with pytest.raises(ValueError, match="'ds'"):
        determine_kwargs(lambda ds: 1, ("a",), {"ds": 1})
    assert import_string("datetime.timedelta") is timedelta
    assert qualname(timedelta) == "datetime.timedelta"
    assert not is_async_callable(print)
    with pytest.raises(ImportError, match='has no "no_such_thing"'):
        import_string("datetime.no_such_thing")


def test_options_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("AIRFLOW__TEAM__SIZE", "3  # people")
    monkeypatch.setenv("AIRFLOW__TEAM__SECRET_CMD", "echo hidden")
    assert conf.getint("team", "size") == 3
    assert conf.get("team", "secret") == "hidden\n"
    assert conf.get("team", "other", fallback=None) is None
    assert conf.getsection("team")["size"].startswith("3")
    assert conf.getlist("team", "names", fallback="a, b") == ["a", "b"]
    assert conf.get("core", "load_examples") == "False"
    with pytest.raises(ConfigurationError, match="AIRFLOW__TEAM__OTHER"):
        conf.get("team", "other")
    with pytest.raises(ConfigurationError, match=r"\[team\] size is true or false, not '3'"):
        conf.getboolean("team", "size")


def test_settings_know_the_folders(tmp_path):
    enter(tmp_path / "dags")
    assert str(tmp_path / "dags") == settings.DAGS_FOLDER
    assert conf.get("core", "dags_folder") == settings.DAGS_FOLDER
    assert settings.TIMEZONE.name == "UTC"


def test_tables_can_be_named_but_not_asked():
    wanted = {"model": DagRun, "column": DagRun.execution_date, "filter": TaskFail.start_date <= moments.utcnow()}
    assert repr(wanted["column"]) == "DagRun.execution_date"

    @provide_session
    def clean(session=None):
        return session.query(DagRun)

    with pytest.raises(NoDatabaseError, match=r"never has the metadata database \(session\.query\)"):
        clean()
    with settings.Session() as session:
        session.commit()


def test_errors_are_caught_as_in_airflow():
    assert issubclass(DagNotFound, CoutureError)
    assert issubclass(ParamValidationError, ValueError)
    with pytest.raises(AirflowTaskTimeout, match="too slow"), timeout(0.05, "too slow"):
        threading.Event().wait(60)


def test_dates_in_other_languages():
    assert ds_format_locale("12/07/2024", "%d/%m/%Y", "EEEE d MMMM yyyy", "fi_FI") == "perjantaina 12 heinäkuuta 2024"


def test_paths_in_stores(tmp_path):
    base = ObjectStoragePath("s3://my_connection@bucket/folder/")
    path = base / "file.txt"
    assert (path.conn_id, path.bucket, path.key, path.name) == (
        "my_connection",
        "bucket",
        "folder/file.txt",
        "file.txt",
    )
    assert str(path) == "s3://my_connection@bucket/folder/file.txt"
    assert path.parent.key == "folder"
    assert ObjectStoragePath(path) == path


def test_mail_goes_through_the_connection(monkeypatch, tmp_path):
    (tmp_path / "a.csv").write_text("1,2")
    with mail_server() as box:
        uri = f"smtp://127.0.0.1:{box.port}/?disable_ssl=true&disable_tls=true&from_email=me%40here"
        monkeypatch.setenv("COUTURE_CONN_SMTP_DEFAULT", uri)
        files = [str(tmp_path / "a.csv")]
        mail.send_email(["a@there", "b@there"], "Hello", "<b>hi</b>", files=files, cc="c@there; d@there")
    (message,) = box.to("a@there, b@there")
    assert (message["From"], message["Cc"], message["Bcc"]) == ("me@here", "c@there, d@there", None)
    assert [part.get_filename() for part in message.iter_attachments()] == ["a.csv"]
