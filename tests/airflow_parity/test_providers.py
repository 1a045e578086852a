"""Airflow's own provider packages, installed without their dependencies, run on our base classes.

They are installed once into a folder outside of the repository, from where later runs take them.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from database_servers import postgresql
from sqlalchemy.engine import make_url

RUNNER = Path(__file__).with_name("run_dag_file.py")
SSH_SERVER = Path(__file__).with_name("ssh_server.py")
DEADLINE = 600
PROVIDERS = (
    "apache-airflow-providers-postgres",
    "apache-airflow-providers-sqlite",
    "apache-airflow-providers-http",
    "apache-airflow-providers-ssh",
    "apache-airflow-providers-amazon",
    "apache-airflow-providers-common-sql",
)
LIBRARIES = (
    "psycopg2-binary", "deprecated", "methodtools", "more-itertools", "sqlparse", "requests", "requests-toolbelt",
    "aiohttp", "asgiref", "tenacity", "paramiko", "sshtunnel", "boto3", "moto", "python-slugify", "pytz",
)  # fmt: skip

Runner = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def packages() -> list[str]:
    """The folders with the providers and with the libraries that they need."""
    base = Path(os.environ.get("COUTURE_TEST_CACHE") or Path(tempfile.gettempdir()) / "couture-jupyter-tests")
    wanted = {"providers": ["--no-deps", *PROVIDERS], "libraries": list(LIBRARIES)}
    return [str(installed(base, name, arguments)) for name, arguments in wanted.items()]


def installed(base: Path, name: str, arguments: list[str]) -> Path:
    """The folder into which ``arguments`` were installed, now or by an earlier run."""
    key = hashlib.sha256(" ".join([sys.version, *arguments]).encode()).hexdigest()[:12]
    target = base / f"{name}-{key}"
    if not target.is_dir():
        base.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=base))
        command = [sys.executable, "-m", "pip", "install", "-qq", "--target", str(making), *arguments]
        subprocess.run(command, check=True, timeout=DEADLINE)
        with suppress(OSError):  # another run was quicker
            making.rename(target)
    return target


@pytest.fixture
def run(packages: list[str], tmp_path: Path) -> Runner:
    """Runs the text of a DAG file with connections; gives the XComs."""

    def go(text: str, **connections: dict[str, Any]) -> dict[str, Any]:
        file = tmp_path / "dags" / "file.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(textwrap.dedent(text))
        command = [sys.executable, str(RUNNER), str(file), json.dumps(connections), *packages]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    return go


def test_the_sqlite_provider(run: Runner, tmp_path: Path) -> None:
    """``SqliteHook`` and ``SQLExecuteQueryOperator`` of the provider reach a database by a connection's id."""
    xcoms = run(
        """
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
        from airflow.providers.sqlite.hooks.sqlite import SqliteHook

        def count():
            return SqliteHook(sqlite_conn_id="lite").get_first("select count(*) from t")[0]

        with DAG("sqlite", schedule=None) as dag:
            make = SQLExecuteQueryOperator(task_id="make", conn_id="lite", sql=[
                "create table t (day text)", "insert into t values ('{{ ds }}')"])
            read = SQLExecuteQueryOperator(task_id="read", conn_id="lite", sql="select * from t")
            make >> read >> PythonOperator(task_id="count", python_callable=count)
        """,
        lite={"conn_type": "sqlite", "host": str(tmp_path / "data.db")},
    )
    assert "2026-03-04" in json.dumps(xcoms["read.return_value"])
    assert xcoms["count.return_value"] == 1


def test_the_postgres_provider(run: Runner) -> None:
    """``PostgresHook`` talks to a real server."""
    with postgresql() as server:
        url = make_url(server.create_database())
        xcoms = run(
            """
            from airflow.decorators import dag, task
            from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
            from airflow.providers.postgres.hooks.postgres import PostgresHook

            @dag(schedule=None)
            def postgres():
                @task
                def total():
                    hook = PostgresHook(postgres_conn_id="warehouse")
                    hook.insert_rows("t", [(1,), (2,), (3,)])
                    return int(hook.get_first("select sum(n) from t")[0])
                SQLExecuteQueryOperator(task_id="make", conn_id="warehouse", sql="create table t (n int)") >> total()
            postgres()
            """,
            warehouse={
                "conn_type": "postgres",
                "host": url.query["host"],
                "login": url.username,
                "schema": url.database,
            },
        )
    assert xcoms["total.return_value"] == 6


@pytest.fixture
def web_server() -> Iterator[int]:
    """A server that answers each request with its path; gives its port."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"path": self.path}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_http_provider(run: Runner, web_server: int) -> None:
    """``HttpOperator``, ``HttpSensor`` and ``HttpHook`` call a real server; templates and filters work."""
    xcoms = run(
        """
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from airflow.providers.http.hooks.http import HttpHook
        from airflow.providers.http.operators.http import HttpOperator
        from airflow.providers.http.sensors.http import HttpSensor

        with DAG("http", schedule=None) as dag:
            wait = HttpSensor(task_id="wait", http_conn_id="web", endpoint="ready", poke_interval=1,
                              response_check=lambda response: response.json()["path"] == "/ready")
            get = HttpOperator(task_id="get", http_conn_id="web", method="GET", endpoint="day/{{ ds }}",
                               response_filter=lambda response: response.json()["path"])
            call = PythonOperator(task_id="call", python_callable=lambda: HttpHook("GET", "web").run("x").status_code)
            wait >> get >> call
        """,
        web={"conn_type": "http", "host": "127.0.0.1", "port": web_server},
    )
    assert xcoms["get.return_value"] == "/day/2026-03-04"
    assert xcoms["call.return_value"] == 200


def test_the_amazon_provider(run: Runner) -> None:
    """S3 operators and hooks of the provider work with moto in place of Amazon."""
    xcoms = run(
        """
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from airflow.providers.amazon.aws.hooks.s3 import S3Hook
        from airflow.providers.amazon.aws.operators.s3 import (
            S3CreateBucketOperator, S3CreateObjectOperator, S3ListOperator)
        from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

        def setup():
            from moto import mock_aws
            return mock_aws()

        with DAG("amazon", schedule=None) as dag:
            bucket = S3CreateBucketOperator(task_id="bucket", bucket_name="demo")
            put = S3CreateObjectOperator(task_id="put", s3_bucket="demo", s3_key="{{ ds }}.txt", data="hello")
            wait = S3KeySensor(task_id="wait", bucket_name="demo", bucket_key="*.txt", wildcard_match=True,
                               poke_interval=1)
            names = S3ListOperator(task_id="names", bucket="demo")
            read = PythonOperator(task_id="read",
                                  python_callable=lambda ds: S3Hook().read_key(f"{ds}.txt", bucket_name="demo"))
            bucket >> put >> wait >> names >> read
        """,
        aws_default={
            "conn_type": "aws",
            "login": "key",
            "password": "secret",
            "extra": json.dumps({"region_name": "us-east-1"}),
        },
    )
    assert xcoms["names.return_value"] == ["2026-03-04.txt"]
    assert xcoms["read.return_value"] == "hello"


def test_the_ssh_provider(run: Runner, packages: list[str]) -> None:
    """``SSHOperator`` runs a command on a real SSH server."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), *packages])}
    with subprocess.Popen(
        [sys.executable, str(SSH_SERVER)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        port = int(server.stdout.readline())
        try:
            xcoms = run(
                """
                from airflow import DAG
                from airflow.providers.ssh.operators.ssh import SSHOperator

                with DAG("ssh", schedule=None) as dag:
                    SSHOperator(task_id="there", ssh_conn_id="box", command="echo {{ ds }}", cmd_timeout=60)
                """,
                box={
                    "conn_type": "ssh",
                    "host": "127.0.0.1",
                    "port": port,
                    "login": "ada",
                    "password": "lovelace",
                    "extra": json.dumps({"no_host_key_check": True, "allow_host_key_change": True}),
                },
            )
        finally:
            server.stdin.close()
    assert xcoms["there.return_value"] in ("2026-03-04\n", "MjAyNi0wMy0wNAo=")
