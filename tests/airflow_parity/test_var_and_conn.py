"""``var`` and ``conn`` in templates."""

from __future__ import annotations

import pytest

from couture_jupyter import DAG, BashOperator
from couture_jupyter.exceptions import TaskError
from couture_jupyter.template_values import VALUES
from couture_jupyter.templates import render


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables and connections of the environment."""
    monkeypatch.setenv("AIRFLOW_VAR_REGION", "FI")
    monkeypatch.setenv("AIRFLOW_VAR_LIMITS", '{"most": 3}')
    monkeypatch.setenv("AIRFLOW_CONN_DB", "postgres://ada:hush@host:5432/shop?__extra__=%7B%22mode%22%3A+%22fast%22%7D")
    monkeypatch.delenv("COUTURE_CHANNEL", raising=False)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ var.value.region }}", "FI"),
        ("{{ var.value['region'] }}", "FI"),
        ("{{ var.json.limits.most }}", "3"),
        ("{{ var.value.get('region', 'SE') }}", "FI"),
        ("{{ conn.db.host }}:{{ conn.db.port }}", "host:5432"),
        ("{{ conn.db.extra_dejson.mode }}", "fast"),
        ("{{ conn.get('db').login }}", "ada"),
    ],
)
def test_variables_and_connections_in_templates(template: str, expected: str) -> None:
    """``var.value`` gives text, ``var.json`` what the JSON says, ``conn`` a connection; by name or by ``get``."""
    with DAG("demo"):
        task = BashOperator(task_id="a", bash_command=template)
    render(task, dict(VALUES))
    assert task.bash_command == expected


def test_nothing_is_fetched_that_no_template_names() -> None:
    """A template that names no variable needs none."""
    with DAG("demo"):
        task = BashOperator(task_id="a", bash_command="{{ 1 + 1 }}")
    render(task, dict(VALUES))
    assert task.bash_command == "2"


def test_a_variable_that_is_missing_fails_the_task_with_its_name() -> None:
    """As in Airflow a KeyError, not an empty text."""
    with DAG("demo"):
        task = BashOperator(task_id="a", bash_command="{{ var.value.no_such }}")
    with pytest.raises((KeyError, TaskError, RuntimeError), match="no_such"):
        render(task, dict(VALUES))
