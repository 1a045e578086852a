"""docs/airflow.md: the commands that it says are the same are there."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize("group", ["dags", "tasks"])
def test_the_verbs_of_airflow_are_those_of_couture(pages: dict[str, str], group: str) -> None:
    row = next(line for line in pages["docs/airflow.md"].splitlines() if line.startswith(f"| `{group} list`"))
    verbs = re.findall(r"`(?:\w+ )?([a-z-]+)`", row.split("|")[1])
    for verb in verbs:
        assert f"### `couture {group} {verb}" in pages["docs/command-line.md"], verb


@pytest.mark.parametrize("group", ["variables", "connections", "pools"])
def test_variables_connections_and_pools_have_them_too(pages: dict[str, str], group: str) -> None:
    verbs = ["list", "get", "set", "delete", "import", "export", *(["add"] if group == "connections" else [])]
    for verb in verbs:
        assert f"### `couture {group} {verb}" in pages["docs/command-line.md"], verb
