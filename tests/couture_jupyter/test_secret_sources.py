"""Where variables and connections come from outside of a run, and Airflow's environment variables."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest

from couture_jupyter import Connection, Variable
from couture_jupyter.runtime import current_task


class Task:
    """A task that knows one variable."""

    def fetch_secret(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        return {"value": "from the engine"} if name == "region" else None


def test_airflows_environment_comes_first_outside_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_VAR_REGION", "FI")
    monkeypatch.setenv("COUTURE_VAR_REGION", "SE")
    monkeypatch.setenv(
        "AIRFLOW_CONN_DB", '{"conn_type": "postgres", "password": "hush", "port": "5432", "extra": {"a": 1}}'
    )
    assert Variable.get("region") == "FI"
    connection = Connection.get("db")
    assert (connection.conn_type, connection.port, connection.extra_dejson) == ("postgres", 5432, {"a": 1})


def test_what_is_missing_is_named_with_the_command_that_makes_it() -> None:
    def ask() -> None:
        current_task.set(Task())  # type: ignore[arg-type]
        with pytest.raises(KeyError) as caught:
            Variable.get("no_such")
        assert str(caught.value) == "There is no variable 'no_such'. Make it with: couture variables set no_such"
        assert Variable.get("no_such", default_var=3) == 3
        with pytest.raises(LookupError, match="couture connections set db"):
            Connection.get("db")

    contextvars.copy_context().run(ask)


def test_a_connection_as_json_that_is_none_is_refused_without_repeating_it() -> None:
    for text in ('{"password": "hush"', '{"no_such_field": "hush"}'):
        with pytest.raises(ValueError, match="no connection as JSON") as caught:
            Connection.from_text("db", text)
        assert "hush" not in str(caught.value)
