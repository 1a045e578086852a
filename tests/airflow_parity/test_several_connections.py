"""Several connections with one id, as Airflow 1.10 had them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from couture_jupyter import DAG, BashOperator, PythonOperator, secrets
from couture_jupyter.airflow_compat.errors import AirflowNotFoundException
from couture_jupyter.hooks.base import BaseHook


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A file in which one id has two connections, and another one."""
    document = {"db": ["postgres://ada:one@first/x", "postgres://bob:two@second/x"], "web": "http://example.org"}
    path = tmp_path / "connections.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_who_asks_for_the_id_gets_one_of_them_at_random(file: str) -> None:
    """Each question is answered anew, so that work spreads over all of them and a retry may find another one."""

    def ask() -> list[str]:
        return sorted({str(BaseHook.get_connection("db").host) for _ in range(100)})

    with DAG("demo") as dag:
        PythonOperator(task_id="ask", python_callable=ask)
    assert dag.test(conn_file_path=file).xcom_pull("ask") == ["first", "second"]


def test_all_of_them_are_given_on_demand(file: str) -> None:
    """``get_connections`` gives every connection with the id; an id that nobody made is an error."""

    def ask() -> list[object]:
        with pytest.raises(AirflowNotFoundException, match="There is no connection 'none'"):
            BaseHook.get_connections("none")
        every = [*BaseHook.get_connections("db"), *BaseHook.get_connections("web")]
        return [[each.number, each.host, each.password] for each in every]

    with DAG("demo") as dag:
        PythonOperator(task_id="ask", python_callable=ask)
    found = dag.test(conn_file_path=file).xcom_pull("ask")
    assert found == [[1, "first", "one"], [2, "second", "two"], [1, "example.org", None]]


def test_parts_that_are_asked_for_one_by_one_belong_together(file: str) -> None:
    """A template, and ``secrets.get``, take one of them for the whole run: a login never meets another's password."""

    def ask() -> list[str]:
        return [secrets.get(f"connection:db.{part}") for part in ("login", "password", "host") * 10]

    with DAG("demo") as dag:
        shown = "{{ conn.db.login }}" + "{{ conn.db.password }}{{ conn['db'].host }}" * 10
        BashOperator(task_id="template", bash_command=f"echo {shown}")
        PythonOperator(task_id="ask", python_callable=ask)
    run = dag.test(conn_file_path=file)
    assert run.xcom_pull("template") in ("ada" + "onefirst" * 10, "bob" + "twosecond" * 10)
    assert run.xcom_pull("ask") in (["ada", "one", "first"] * 10, ["bob", "two", "second"] * 10)


def test_one_of_the_environment_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment variable holds one connection, and comes before those that are stored."""
    monkeypatch.setenv("AIRFLOW_CONN_DB", "postgres://ada:pw@host/x")
    assert [each.host for each in BaseHook.get_connections("db")] == ["host"]
