"""Variables, connections and pools go from Airflow's command line to ours and back, in files."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FIELDS = {"conn_type": "postgres", "description": "", "login": "u", "password": "s3cret", "host": "db.example.org",
          "port": 5432, "schema": "shop", "extra": ""}  # fmt: skip


@pytest.fixture
def put(workspace: Path) -> Callable[[str, str], Path]:
    """Write a file into the workspace."""

    def write(name: str, text: str) -> Path:
        path = workspace / name
        path.write_text(text)
        return path

    return write


@contextmanager
def typed(text: str) -> Iterator[None]:
    """Standard input holds this."""
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    before = sys.stdin
    with os.fdopen(reader) as sys.stdin:
        yield
    sys.stdin = before


def test_variables_of_airflow_are_imported(couture: Any, put: Any) -> None:
    """Texts stay texts; all else becomes JSON; Airflow 2.10's descriptions are kept."""
    file = put("variables.json", '{"a": "text", "b": {"c": [1]}, "d": {"value": "x", "description": "why"}, "e": 5}')
    assert couture("variables", "import", file).out == "4 variables were set.\n"
    assert couture("variables", "get", "b").out == '{"c": [1]}\n'
    assert couture("--output", "json", "variables", "get", "d").json["description"] == "why"


@pytest.mark.parametrize(
    ("name", "text"), [("v.yaml", "a: x\nb: {c: 1}\n"), ("v.env", "# of Airflow 3\na=x\nb={\"c\": 1}\n")]
)  # fmt: skip
def test_variables_come_as_yaml_and_env_too(couture: Any, put: Any, name: str, text: str) -> None:
    assert couture("variables", "import", put(name, text)).status == 0
    assert couture("variables", "get", "a").out == "x\n"
    assert json.loads(couture("variables", "get", "b").out) == {"c": 1}


def test_what_happens_to_variables_that_are_there_is_chosen(couture: Any, put: Any) -> None:
    file = put("v.json", '{"old": "new", "fresh": "1"}')
    couture("variables", "set", "old", "old")
    refused = couture("variables", "import", file, "--action-on-existing-key", "fail")
    assert (refused.status, refused.err) == (1, "Nothing was imported: old exist already.\n")
    assert couture("variables", "get", "fresh").status == 1
    assert "as before: old" in couture("variables", "import", file, "-a", "skip").out
    assert couture("variables", "get", "old").out == "old\n"
    couture("variables", "import", file)
    assert couture("variables", "get", "old").out == "new\n"


def test_variables_go_out_and_in_again_as_they_were(couture: Any, workspace: Path) -> None:
    for name in ("v.json", "v.yaml"):
        couture("variables", "set", "a", '{"x": "ä"}', "--description", "why")
        couture("variables", "export", workspace / name)
        couture("variables", "delete", "a")
        assert couture("variables", "import", workspace / name).status == 0
        assert couture("variables", "get", "a").out == '{"x": "ä"}\n'


def test_a_default_and_json_as_airflow_has_them(couture: Any) -> None:
    assert couture("variables", "get", "none", "--default", "d").out == "d\n"
    assert couture("variables", "set", "j", "no json", "--json").status == 2
    couture("variables", "set", "j", '{"a":1}', "--json")
    assert couture("variables", "get", "j", "-j").out == '{\n  "a": 1\n}\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.json", json.dumps({"db": FIELDS})),
        ("c.json", json.dumps({"db": "postgres://u:s3cret@db.example.org:5432/shop"})),
        ("c.json", json.dumps({"db": [FIELDS]})),
        ("c.yaml", f"db: {json.dumps(FIELDS)}\n"),
        ("c.yml", "db:\n  conn_id: db\n  uri: postgres://u:s3cret@db.example.org:5432/shop\n"),
        ("c.env", "db=postgres://u:s3cret@db.example.org:5432/shop\n"),
        ("c.env", f"db={json.dumps(FIELDS)}\n"),
    ],
)
def test_connections_of_airflow_are_imported_in_all_their_forms(couture: Any, put: Any, name: str, text: str) -> None:
    """Airflow exports connections as fields or as URIs, in JSON, YAML and .env."""
    answer = couture("connections", "import", put(name, text))
    assert (answer.status, answer.out) == (0, "1 connections were set.\n")
    found = couture("--output", "json", "connections", "get", "db", "--reveal").json
    shown = {key: found[key] for key in ("conn_type", "login", "password", "host", "port", "schema")}
    assert shown == {key: FIELDS[key] for key in shown}
    assert "s3cret" not in couture("connections", "get", "db").out


def test_files_that_airflow_wrote_are_read_whole(couture: Any, put: Any) -> None:
    """Written by the command lines of Airflow 2.11 and 3.3."""
    web = "web=generic://example.org/?__extra__=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D\n"
    couture("connections", "import", put("c.env", web))
    found = couture("--output", "json", "connections", "get", "web").json
    assert (found["conn_type"], found["host"], json.loads(found["extra"])) == (
        "generic",
        "example.org",
        {"a": {"b": 1}},
    )
    couture("variables", "import", put("v.json", '{"conf": {"description": "why", "value": "\\"[1]\\""}, "r": "FI"}'))
    assert couture("variables", "get", "conf").out == '"[1]"\n'
    pools = '{"default_pool": {"description": "Default pool", "include_deferred": false, "slots": 64}}'
    couture("pools", "import", put("p.json", pools))
    assert couture("--output", "json", "pools", "get", "default_pool").json["pool"]["slots"] == 64


def test_connections_that_are_there_stay_unless_told(couture: Any, put: Any) -> None:
    """As in Airflow: --overwrite replaces them."""
    couture("connections", "import", put("a.json", '{"c": "http://old"}'))
    file = put("b.json", '{"c": "http://new", "d": "http://d"}')
    assert "(--overwrite replaces them): c" in couture("connections", "import", file).out
    assert "old" in couture("connections", "get", "c").out
    couture("connections", "import", file, "--overwrite")
    assert "new" in couture("connections", "get", "c").out


def test_a_wrong_connection_is_told_without_its_secrets_and_nothing_is_imported(couture: Any, put: Any) -> None:
    for text in ('{"good": "http://x", "bad": {"pasword": "s3cret"}}', '{"good": "http://x", "bad": "s3cret"}', "{s3"):
        answer = couture("connections", "import", put("c.json", text))
        assert answer.status == 2
        assert "s3" not in answer.err
        assert couture("connections", "get", "good").status == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [("c.json", []), ("c.json", ["--serialization-format", "uri"]), ("c.yaml", []), ("c.env", []),
     ("c.env", ["--serialization-format", "json"]), ("c.txt", ["--file-format", "json"])],
)  # fmt: skip
def test_connections_go_out_and_in_again(couture: Any, workspace: Path, put: Any, name: str, options: Any) -> None:
    extra = {"a": "b", "n": {"x": 1}}
    couture("connections", "import", put("in.json", json.dumps({"db": {**FIELDS, "extra": extra}})))
    before = couture("--output", "json", "connections", "get", "db", "--reveal").json
    assert couture("connections", "export", workspace / name, *options).status == 0
    assert stat.S_IMODE((workspace / name).stat().st_mode) == 0o600
    couture("connections", "delete", "db")
    couture("connections", "import", workspace / name)
    after = couture("--output", "json", "connections", "get", "db", "--reveal").json
    assert json.loads(after.pop("extra")) == json.loads(before.pop("extra"))
    assert after | {"description": None} == before | {"description": None}


def test_a_connection_is_added_without_its_password_in_the_list_of_processes(couture: Any) -> None:
    refused = couture("connections", "add", "db", "--conn-type", "postgres", "--conn-password", "s3cret")
    assert refused.status == 2
    assert "list of processes" in refused.err
    assert "s3cret" not in refused.err
    with typed("s3cret\n"):
        added = couture("connections", "add", "db", "--conn-type", "postgres", "--conn-password", "-")
    assert added.status == 0, added.err
    assert couture("connections", "add", "db", "--conn-type", "http").status == 1  # it is there
    with typed("postgres://me:pw@h/x"):
        assert couture("connections", "add", "other", "--conn-uri", "-").status == 0
    assert couture("--output", "json", "connections", "get", "other", "--reveal").json["password"] == "pw"


@pytest.mark.parametrize("name", ["c.json", "c.yaml", "c.env"])
def test_several_connections_with_one_id_go_out_and_in(couture: Any, put: Any, workspace: Path, name: str) -> None:
    """As Airflow 1.10 read them: a list in JSON and YAML, several lines in an .env file."""
    file = put("in.json", '{"db": ["http://a:pw@one", "http://b:pw@two"], "web": "http://web"}')
    assert couture("connections", "import", file).out == "3 connections were set.\n"
    assert "as before (--overwrite replaces them): db, web" in couture("connections", "import", file).out
    assert couture("connections", "export", workspace / name).status == 0
    couture("connections", "delete", "db", "--all")
    couture("connections", "add", "db", "--conn-type", "http", "--conn-host", "old")
    assert couture("connections", "import", workspace / name, "--overwrite").status == 0
    rows = couture("--output", "json", "connections", "list").json["connections"]
    assert [(each["conn_id"], each["number"], each["host"]) for each in rows] == [
        ("db", 1, "one"),
        ("db", 2, "two"),
        ("web", 1, "web"),
    ]


def test_one_of_several_connections_is_named_by_its_number(couture: Any) -> None:
    add = ("connections", "add", "db", "--conn-type", "http", "--conn-host")
    couture(*add, "one")
    assert "--another" in couture(*add, "two").err
    assert couture(*add, "two", "--another").out == "The connection db was made with the number 2.\n"
    assert couture("connections", "set", "db", "--number", 2, "--port", 80).status == 0
    assert couture("connections", "set", "db", "--number", 7, "--port", 80).status == 1
    found = couture("--output", "json", "connections", "get", "db", "--number", 2, "--reveal").json
    assert (found["host"], found["port"]) == ("two", 80)
    assert couture("connections", "delete", "db").status == 1
    assert couture("connections", "delete", "db", "--number", 1).status == 0
    assert couture("--output", "json", "connections", "get", "db").json["host"] == "two"


def test_pools_go_out_and_in(couture: Any, put: Any, workspace: Path) -> None:
    small = '{"slots": 2, "description": "few", "include_deferred": true}'
    file = put("pools.json", f'{{"small": {small}, "old": {{"slots": 1}}}}')
    assert couture("pools", "import", file).out == "2 pools were set.\n"
    assert couture("pools", "set", "small", "-1", "all").status == 0
    assert couture("--output", "json", "pools", "get", "small").json["pool"]["slots"] == -1
    couture("pools", "export", workspace / "out.yaml")
    couture("pools", "delete", "small")
    couture("pools", "import", workspace / "out.yaml")
    assert "all" in couture("pools", "get", "small").out
    assert couture("--output", "json", "pools", "get", "small").json["pool"]["include_deferred"]
    assert couture("pools", "import", put("bad.json", '{"p": {"slots": "many"}}')).status == 2


def test_what_was_read_of_secrets_is_in_the_audit_log(couture: Any, workspace: Path) -> None:
    from couture_scheduler.store import event_logs
    from couture_scheduler.store.session import Store

    couture("variables", "set", "api_key", "s3cret")
    assert couture("variables", "export", "-").json == {"api_key": "s3cret"}
    with Store(f"sqlite:///{workspace}/.couture/couture.db").reading() as tx:
        events = [each.event for each in event_logs.listing(tx, event_logs.EventFilter())]
    assert "reveal_variables" in events
