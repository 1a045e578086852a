"""Secrets in tasks and notebooks: fetched at run time, and seen nowhere afterwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.engine.launch import OutcomeKind
from couture_scheduler.kernels.pool_client import address_file

PASSWORD = "s3cr:t word"
DATABASE = {
    **{"conn_id": "db", "conn_type": "postgres", "host": "db.example", "schema": None, "login": "ada"},
    **{"password": PASSWORD, "port": 5432, "extra": '{"api_key": "extra-key", "timeout": 30}', "description": None},
}
VARIABLES = {
    "region": "Finland",
    "rows": "1000",
    "until": "2026-03-01",
    "live": "true",
    "pin_code": "1234",
    "pin": "first line\nsecond line",
    "api_token": "tok-123456",
}
EXPECTED = f"bytes({list(PASSWORD.encode())}).decode()"  # so that no source holds it
NOTEBOOK = """
with DAG("dag"):
    CoutureJupyterOperator(task_id="task", input_notebook="n.ipynb", {arguments})
"""
HEAD = "from couture_jupyter import *\n"


@pytest.fixture
def keeper(place: Any) -> Any:
    """A place whose engine knows a connection and three variables."""
    plain = place.engine._answer

    def answer(id: int, method: str, params: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        if method != "secret":
            return dict(plain(id, method, params))
        place.engine.calls.append((method, params))
        if params["kind"] == "connection":
            return {"result": {"connections": [DATABASE]} if params["name"] == "db" else None}
        value = VARIABLES.get(params["name"])
        return {"result": None if value is None else {"value": value}}

    place.engine._answer = answer
    return place


@pytest.fixture
def two(place: Any) -> Any:
    """A place whose engine knows two connections with the id ``db``."""
    second = {**DATABASE, "number": 2, "host": "second.example", "login": "bob", "password": "other pass"}

    def answer(id: int, method: str, params: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        return {"result": {"connections": [{**DATABASE, "number": 1}, second]} if method == "secret" else None}

    place.engine._answer = answer
    return place


def run(place: Any, source: str, **changes: Any) -> tuple[Any, str, str]:
    """The outcome, the executed notebook and the log of one task."""
    launch = place.launch(HEAD + source, kernel_pool=str(address_file(place.settings.home)), **changes)
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    path = Path(launch.folder, "notebook.ipynb")
    left = "".join(each.read_text() for each in Path(launch.folder).iterdir() if each.is_file())
    for secret in (PASSWORD, "extra-key", "second line", "tok-123456", "s3cr"):
        assert secret not in left, left
        assert secret not in outcome.error
    return outcome, path.read_text() if path.exists() else "", place.log(launch)


def write(place: Any, *cells: str, parameters: str | None = None) -> None:
    """The notebook ``n.ipynb``."""
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in cells]  # type: ignore[no-untyped-call]
    if parameters is not None:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(parameters))  # type: ignore[no-untyped-call]
        notebook.cells[0].metadata["tags"] = ["parameters"]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, place.folder / "n.ipynb")  # type: ignore[no-untyped-call]


def test_a_notebook_fetches_and_its_outputs_are_masked(keeper: Any) -> None:
    write(
        keeper,
        "from couture_jupyter import Connection, Variable, secrets\nimport sys, time",
        f"c = Connection.get('db')\nassert c.password == {EXPECTED}\nprint('P', c.password, c.host)",
        "for each in c.password:\n    print(each, end='', flush=True); time.sleep(0.02)\nprint()",
        "c.password",
        "from IPython.display import HTML\nHTML(f'<b>{c.password}</b>')",
        "print(c.get_uri(), c.extra_dejson, secrets.get('connection:db.extra.api_key'), file=sys.stderr)",
        "print(Variable.get('pin'), secrets.get('api_token'), Variable.get('region', secret=False))",
        "assert Variable.get('none', 3) == 3\nprint('EN' + 'D')",
    )
    outcome, notebook, log = run(keeper, NOTEBOOK.format(arguments=""))
    assert outcome.kind == "success", log
    assert "P *** db.example" in notebook
    assert "<b>***</b>" in notebook
    assert "*** *** Finland" in log.replace("\n", " ")
    assert "END" in notebook
    assert log.count("***") >= 5


def test_everyday_values_stay_readable_unless_they_are_said_to_be_secret(keeper: Any) -> None:
    write(
        keeper,
        "from couture_jupyter import Variable, secrets",
        "print(Variable.get('rows'), Variable.get('until'), Variable.get('live'), Variable.get('region'))",
        "print('pin', secrets.get('pin_code'), Variable.get('rows', secret=True))",
    )
    _, notebook, log = run(keeper, NOTEBOOK.format(arguments=""))
    assert "1000 2026-03-01 true ***" in notebook, log
    assert "pin *** ***" in notebook


def test_an_error_that_tells_a_secret_is_masked_everywhere(keeper: Any) -> None:
    write(keeper, "from couture_jupyter import Connection\nraise ValueError(Connection.get('db').password)")
    outcome, notebook, log = run(keeper, NOTEBOOK.format(arguments=""))
    assert outcome.error.endswith("ValueError: ***")
    assert "ValueError" in notebook
    assert "ValueError: ***" in log


def test_the_kernels_environment_and_secret_parameters_are_filled(keeper: Any) -> None:
    write(
        keeper,
        f"import os\nassert os.environ['DB_PASSWORD'] == token == {EXPECTED}\nprint(token, os.environ['WHERE'])",
        "assert rows == 7",
        parameters="token = None\nrows = 1",
    )
    arguments = (
        'secrets={"DB_PASSWORD": "connection:db.password", "WHERE": "connection:db.host"}, '
        'parameters={"token": "connection:db.password", "rows": 7}, secret_parameters=["token"]'
    )
    outcome, notebook, log = run(keeper, NOTEBOOK.format(arguments=arguments))
    assert outcome.kind == "success", log
    assert "# token = ***  (secret" in notebook
    assert "*** db.example" in notebook


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            'secrets={"A": "connection:none.password"}',
            "'A' cannot be fetched: There is no connection 'none'.",
        ),
        ('secrets={"A": "variable:none"}', "The secret 'A' cannot be fetched: There is no variable 'none'."),
        ('secrets={"A": "connection:db.schema"}', "The connection 'db' has no schema."),
    ],
)
def test_what_cannot_be_had_fails_the_task_by_name(keeper: Any, arguments: str, sentence: str) -> None:
    write(keeper, "1")
    outcome, _, _ = run(keeper, NOTEBOOK.format(arguments=arguments))
    assert sentence in outcome.error
    assert outcome.kind == "failed_for_good"


def test_a_plain_value_in_a_runs_parameters_is_refused(keeper: Any) -> None:
    write(keeper, "1")
    run_info = {**keeper.launch("").run, "conf": {"parameters": {"a": "plain-12"}}}
    outcome, _, _ = run(keeper, NOTEBOOK.format(arguments='secret_parameters=["a"]'), run=run_info)
    assert "The secret parameter 'a' has a plain value" in outcome.error
    assert "plain-12" not in outcome.error


def test_a_python_task_fetches_and_its_log_is_masked(keeper: Any) -> None:
    source = """
import logging
def work():
    from couture_jupyter import Connection, Variable
    password = Connection.get("db").password
    print("got", password, end="")
    for each in password: print(each, end="")
    print("half of it: s3c")
    logging.getLogger("x").warning("also %s", Variable.get("api_token", secret=False))
    Connection.get("db")
    raise ValueError(password)

with DAG("dag"):
    PythonOperator(task_id="task", python_callable=work)
"""
    outcome, _, log = run(keeper, source)
    assert outcome.error == "ValueError: ***"
    assert "got ******half of it: s3c" in log
    assert "also ***" in log
    assert "ended: failed" in log
    assert [call for call in keeper.engine.calls if call[0] == "secret"] == [
        ("secret", {"kind": "connection", "name": "db"}),
        ("secret", {"kind": "variable", "name": "api_token"}),
    ]


def test_of_several_connections_all_are_masked_and_what_is_named_in_parts_belongs_together(two: Any) -> None:
    write(
        two,
        "import os\nfrom couture_jupyter import Connection, secrets",
        "who = {'ada': 1, 'bob': 2}\nassert who[os.environ['WHO']] == numbers[os.environ['WHERE']]",
        "assert {Connection.get('db').number for _ in range(100)} == {1, 2}",
        "number = who[secrets.get('connection:db.login')]",
        "assert {numbers[secrets.get('connection:db.host')] for _ in range(20)} == {number}",
        "print('P', *(each.password for each in Connection.get_all('db')))",
        parameters="numbers = {'db.example': 1, 'second.example': 2}",
    )
    arguments = 'secrets={"WHO": "connection:db.login", "WHERE": "connection:db.host"}'
    outcome, notebook, log = run(two, NOTEBOOK.format(arguments=arguments))
    assert outcome.kind == "success", log
    assert "P *** ***" in notebook
    assert "P *** ***" in log


def test_outside_of_a_run_the_environment_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from couture_jupyter import Connection, Variable

    monkeypatch.delenv("COUTURE_CHANNEL", raising=False)
    with pytest.raises(RuntimeError, match="set the environment variable COUTURE_VAR_REGION"):
        Variable.get("region")
    monkeypatch.setitem(os.environ, "COUTURE_VAR_REGION", "FI")
    monkeypatch.setitem(os.environ, "COUTURE_CONN_DB", "postgres://ada:pw@host/db")
    assert Variable.get("region") == "FI"
    assert Connection.get("db").password == "pw"


@pytest.fixture
def airflows_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an engine that is started after this passes on to its workers."""
    monkeypatch.setenv("AIRFLOW_VAR_PIN", "tok-123456")
    monkeypatch.setenv("AIRFLOW_CONN_DB", "postgres://ada:extra-key@elsewhere/sales")


@pytest.mark.usefixtures("airflows_environment")
def test_what_airflows_environment_variables_hold_comes_first_and_is_hidden_as_well(keeper: Any) -> None:
    ask = "Variable.get('pin'), Connection.get('db').host, Connection.get('db').password"
    source = f"""
@task
def look():
    print({ask})
    assert Variable.get('pin') == "".join(["tok-", "123456"])
with DAG("dag"):
    look()
"""
    outcome, _, log = run(keeper, source, task_id="look")
    assert outcome.kind == OutcomeKind.SUCCESS, log
    assert "*** elsewhere ***" in log
    write(keeper, f"from couture_jupyter import *\nprint({ask})")
    _, notebook, _ = run(keeper, NOTEBOOK.format(arguments=""))
    assert "*** elsewhere ***" in notebook
