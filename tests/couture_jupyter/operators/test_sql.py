"""SQL hook, operators and sensor, with a real SQLite database."""

from __future__ import annotations

import sqlite3

import pytest
from database_servers import postgresql
from sqlalchemy.engine import make_url

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.exceptions import DagError, TaskError, TaskFailed
from couture_jupyter.hooks.sql import DbApiHook, fetch_one_handler
from couture_jupyter.hooks.statements import split_sql
from couture_jupyter.operators.sql import (
    BranchSQLOperator,
    SQLCheckOperator,
    SQLColumnCheckOperator,
    SQLExecuteQueryOperator,
    SQLIntervalCheckOperator,
    SQLTableCheckOperator,
    SQLThresholdCheckOperator,
    SQLValueCheckOperator,
)
from couture_jupyter.operators.transfer import GenericTransfer
from couture_jupyter.sensors.sql import SqlSensor

DB = {"conn_id": "db", "task_id": "a"}


@pytest.fixture
def db(worker, tmp_path):
    path = tmp_path / "a.db"
    worker.connections["db"] = {"conn_type": "sqlite", "host": str(path)}
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE sales (ds TEXT, city TEXT, amount INT);"
            "INSERT INTO sales VALUES ('2026-02-25', 'Pune', 10), ('2026-03-04', 'Pune', 20), ('2026-03-04', 'Goa', 5)"
        )
    return path


def test_rows_become_the_xcom(worker, db):
    query = "SELECT city, amount FROM sales WHERE ds = :day ORDER BY amount"
    task = SQLExecuteQueryOperator(**DB, sql=query, parameters={"day": "{{ ds }}"})
    assert worker.do(task).return_value == [
        {"__couture__": "tuple", "value": ["Goa", 5]},
        {"__couture__": "tuple", "value": ["Pune", 20]},
    ]
    one = SQLExecuteQueryOperator(**DB, sql="SELECT count(*) FROM sales", handler=lambda cursor: cursor.fetchone()[0])
    assert worker.do(one).return_value == 3


def test_several_statements_are_one_transaction(worker, db):
    text = "INSERT INTO sales VALUES ('x', ';', 1); -- a comment; no end\nSELECT count(*) FROM sales"
    task = SQLExecuteQueryOperator(**DB, sql=text, split_statements=True, handler=fetch_one_handler)
    assert worker.do(task).return_value["value"] == [4]
    broken = SQLExecuteQueryOperator(**DB, sql=["DELETE FROM sales", "SELECT * FROM nothing"])
    with pytest.raises(sqlite3.OperationalError):
        worker.do(broken)
    assert sqlite3.connect(db).execute("SELECT count(*) FROM sales").fetchone() == (4,)


def test_statements_are_divided_at_semicolons_that_end_them():
    assert split_sql("a 'x;y'; b \"q;\" /* ; */; $f$ one; two $f$; -- done;\n") == [
        "a 'x;y'",
        'b "q;" /* ; */',
        "$f$ one; two $f$",
    ]


@pytest.mark.parametrize(
    ("operator", "given", "passes"),
    [
        (SQLCheckOperator, {"sql": "SELECT 1, 'x'"}, True),
        (SQLCheckOperator, {"sql": "SELECT 1, 0"}, False),
        (SQLCheckOperator, {"sql": "SELECT 1 WHERE 1 = 0"}, False),
        (SQLValueCheckOperator, {"sql": "SELECT 95", "pass_value": 100, "tolerance": 0.1}, True),
        (SQLValueCheckOperator, {"sql": "SELECT 80", "pass_value": 100, "tolerance": 0.1}, False),
        (SQLValueCheckOperator, {"sql": "SELECT 'Pune'", "pass_value": "Pune"}, True),
        (SQLThresholdCheckOperator, {"sql": "SELECT 5", "min_threshold": 1, "max_threshold": "SELECT 6"}, True),
        (SQLThresholdCheckOperator, {"sql": "SELECT 5", "min_threshold": 6, "max_threshold": 9}, False),
        (SQLIntervalCheckOperator, {"table": "sales", "metrics_thresholds": {"SUM(amount)": 3}}, True),
        (SQLIntervalCheckOperator, {"table": "sales", "metrics_thresholds": {"SUM(amount)": 2}}, False),
        (
            SQLIntervalCheckOperator,
            {"table": "sales", "metrics_thresholds": {"SUM(amount)": 1.6}, "ratio_formula": "relative_diff"},
            True,
        ),
        (SQLTableCheckOperator, {"table": "sales", "checks": {"n": {"check_statement": "COUNT(*) = 3"}}}, True),
        (SQLTableCheckOperator, {"table": "sales", "checks": {"n": {"check_statement": "amount > 5"}}}, False),
        (
            SQLTableCheckOperator,
            {"table": "sales", "checks": {"n": {"check_statement": "amount > 5", "partition_clause": "city = 'Pune'"}}},
            True,
        ),
        (
            SQLColumnCheckOperator,
            {"table": "sales", "column_mapping": {"amount": {"min": {"geq_to": 5}, "null_check": {"equal_to": 0}}}},
            True,
        ),
        (
            SQLColumnCheckOperator,
            {"table": "sales", "column_mapping": {"city": {"distinct_check": {"equal_to": 3}}}},
            False,
        ),
        (
            SQLColumnCheckOperator,
            {"table": "sales", "column_mapping": {"amount": {"max": {"equal_to": 21, "tolerance": 0.1}}}},
            True,
        ),
    ],
)
def test_checks(worker, db, operator, given, passes):
    task = operator(**DB, **given)
    if passes:
        worker.do(task)
        return
    with pytest.raises(TaskError):
        worker.do(task)
    with pytest.raises(TaskFailed):
        worker.do(operator(**DB, **given, retry_on_failure=False))


@pytest.mark.parametrize("wanted", [{}, {"equal_to": 1, "less_than": 2}, {"nearly": 3}])
def test_a_check_that_says_nothing_or_too_much_is_refused(wanted):
    with pytest.raises(DagError):
        SQLColumnCheckOperator(**DB, table="t", column_mapping={"c": {"min": wanted}})


@pytest.mark.parametrize(("answer", "way"), [("1", "yes"), ("'off'", "no"), ("0.0", "no"), ("'Yes'", "yes")])
def test_a_branch_by_a_query(worker, db, answer, way):
    with DAG("demo"):
        task = BranchSQLOperator(
            **DB, sql=f"SELECT {answer}", follow_task_ids_if_true="yes", follow_task_ids_if_false="no"
        )
        task >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    assert worker.do(task).return_value == way
    assert worker.do(task).skip == (("no",) if way == "yes" else ("yes",))


def test_a_branch_by_nonsense_fails(worker, db):
    task = BranchSQLOperator(**DB, sql="SELECT 'x'", follow_task_ids_if_true=[], follow_task_ids_if_false=[])
    with pytest.raises(TaskError, match="neither true nor false"):
        worker.do(task)


def test_a_sensor_waits_for_a_row(worker, db):
    worker.do(SqlSensor(**DB, sql="SELECT 1"))
    give_up = {"timeout": 0, "poke_interval": 0}
    for sql in ("SELECT 0", "SELECT '0'", "SELECT NULL", "SELECT 1 WHERE 0"):
        with pytest.raises(TaskFailed, match="did not come"):
            worker.do(SqlSensor(**DB, sql=sql, **give_up))
    worker.do(SqlSensor(**DB, sql="SELECT 0", success=lambda cell: cell == 0))
    with pytest.raises(TaskError, match="failure criterion"):
        worker.do(SqlSensor(**DB, sql="SELECT 0", failure=lambda cell: cell == 0))
    with pytest.raises(TaskError, match="no row"):
        worker.do(SqlSensor(**DB, sql="SELECT 1 WHERE 0", fail_on_empty=True))


def test_rows_move_to_another_table(worker, db):
    task = GenericTransfer(
        task_id="a",
        sql="SELECT city, amount FROM sales ORDER BY amount",
        destination_table="cities",
        source_conn_id="db",
        destination_conn_id="db",
        preoperator=["DROP TABLE IF EXISTS cities", "CREATE TABLE cities (city TEXT, amount INT)"],
        page_size=2,
    )
    worker.do(task)
    assert len(sqlite3.connect(db).execute("SELECT * FROM cities").fetchall()) == 3


def test_urls_of_connections(worker, tmp_path):
    fields = {"host": "h", "login": "u", "password": "p@ss", "schema": "s", "port": 5432}
    worker.connections["pg"] = {"conn_type": "postgres", **fields, "extra": '{"sslmode": "require"}'}

    class Asks(SQLExecuteQueryOperator):
        """Gives the URL."""

        def execute(self, context):
            return self.get_db_hook().get_uri()

    url = worker.do(Asks(task_id="a", conn_id="pg", sql="", database="other")).return_value
    assert url == "postgresql+psycopg://u:p%40ss@h:5432/other?sslmode=require"
    assert DbApiHook("x").log_sql


def test_a_real_server(worker):
    with postgresql() as server:
        url = make_url(server.create_database())
        worker.connections["db"] = {
            "conn_type": "postgres",
            "host": url.query.get("host") or url.host,
            "port": int(url.query.get("port") or url.port or 5432),
            "login": url.username,
            "password": url.password,
            "schema": url.database,
        }
        outside = SQLExecuteQueryOperator(**DB, sql=["CREATE TABLE t (n INT)", "VACUUM"], autocommit=True)
        worker.do(outside)
        worker.do(Inserts(**DB, sql=""))
        values = SQLExecuteQueryOperator(**DB, sql="SELECT n FROM t WHERE n > %(n)s", parameters={"n": 1})
        assert worker.do(values).return_value == [{"__couture__": "tuple", "value": [2]}]


class Inserts(SQLExecuteQueryOperator):
    """Puts rows into a table."""

    def execute(self, context):
        self.get_db_hook().insert_rows("t", [(1,), (2,)], target_fields=["n"])
