"""HTTP hook, operator and sensor, with a real server."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.http import HttpHook
from couture_jupyter.operators.http import HttpOperator
from couture_jupyter.operators.loop_batch import read_text
from couture_jupyter.sensors.http import HttpSensor


class Answers(BaseHTTPRequestHandler):
    """Tells what it was asked; ``/ready`` is there at the third question, ``/page/<n>`` has a next one up to 3."""

    def answer(self):
        self.server.asked.append(self.path)
        if self.path.startswith("/ready") and len(self.server.asked) < 3:
            self.send_response(404)
            self.end_headers()
            return
        length = int(self.headers.get("Content-Length") or 0)
        told = {
            "method": self.command,
            "path": self.path,
            "body": self.rfile.read(length).decode(),
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }
        body = b"name\none\n" if self.path == "/rows.csv" else json.dumps(told).encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = answer  # noqa: N815

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server(worker):
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as made:
        made.asked = []
        threading.Thread(target=made.serve_forever, daemon=True).start()
        worker.connections["http_default"] = {
            "conn_type": "http",
            "host": "127.0.0.1",
            "port": made.server_port,
            "login": "ada",
            "password": "secret",
            "extra": json.dumps({"X-Team": "blue", "timeout": 30}),
        }
        yield made
        made.shutdown()


def test_a_request_has_the_connections_login_and_headers(worker, server):
    sent = HttpOperator(
        task_id="a", endpoint="/x/{{ ds }}", data=json.dumps({"a": 1}), headers={"Content-Type": "application/json"}
    )
    told = json.loads(worker.do(sent).return_value)
    assert (told["method"], told["path"], told["body"]) == ("POST", "/x/2026-03-04", '{"a": 1}')
    assert told["headers"]["x-team"] == "blue"
    assert told["headers"]["authorization"] == "Basic " + base64.b64encode(b"ada:secret").decode()
    assert "timeout" not in told["headers"]


def test_a_get_has_its_data_in_the_query(worker, server):
    wanted = HttpOperator(
        task_id="a",
        endpoint="x",
        method="GET",
        data={"q": "1"},
        response_filter=lambda response, ds: [response.json()["path"], ds],
    )
    assert worker.do(wanted).return_value == ["/x?q=1", "2026-03-04"]


def test_a_refusal_and_a_failed_check_are_errors(worker, server):
    with pytest.raises(requests.HTTPError, match="500"):
        worker.do(HttpOperator(task_id="a", endpoint="broken", method="GET"))
    options = {"check_response": False}
    worker.do(HttpOperator(task_id="b", endpoint="broken", method="GET", extra_options=options))
    with pytest.raises(TaskError, match="response_check"):
        worker.do(HttpOperator(task_id="c", endpoint="x", response_check=lambda response: "no" in response.text))


def test_pages_follow_each_other(worker, server):
    def following(response):
        number = int(response.json()["path"].rpartition("/")[2])
        return {"endpoint": f"page/{number + 1}"} if number < 3 else None

    task = HttpOperator(task_id="a", endpoint="page/1", method="GET", pagination_function=following)
    pages = [json.loads(each)["path"] for each in worker.do(task).return_value]
    assert pages == ["/page/1", "/page/2", "/page/3"]


def test_a_sensor_asks_until_it_is_there(worker, server):
    worker.do(HttpSensor(task_id="a", endpoint="ready", poke_interval=0))
    assert server.asked == ["/ready"] * 3
    with pytest.raises(requests.HTTPError):
        worker.do(HttpSensor(task_id="b", endpoint="broken", poke_interval=0))
    codes = ["500"]
    never = HttpSensor(task_id="c", endpoint="broken", timeout=0, response_error_codes_allowlist=codes, soft_fail=True)
    with pytest.raises(Exception, match="did not come"):
        worker.do(never)


def test_a_sensor_looks_at_the_answer(worker, server):
    asked = []
    check = HttpSensor(
        task_id="a",
        endpoint="x",
        poke_interval=0,
        request_params={"day": "{{ ds }}"},
        response_check=lambda response, ti: asked.append(response.json()["path"]) or len(asked) == 2,
    )
    worker.do(check)
    assert asked == ["/x?day=2026-03-04"] * 2


def test_addresses():
    hook = HttpHook()
    hook.base_url = "https://a.example:8443/api/"
    assert hook.url_from_endpoint("/v1/x") == "https://a.example:8443/api/v1/x"
    assert hook.url_from_endpoint(None) == hook.base_url
    assert hook.url_from_endpoint("http://b.example/y") == "http://b.example/y"


def test_a_metadata_file_may_be_a_url_or_a_path(server, tmp_path):
    assert read_text(f"http://127.0.0.1:{server.server_port}/rows.csv") == "name\none\n"
    (tmp_path / "a b.csv").write_text("name\ntwo\n")
    assert read_text(str(tmp_path / "a b.csv")) == "name\ntwo\n"
    assert read_text(f"file://localhost{tmp_path}/a%20b.csv") == "name\ntwo\n"
    with pytest.raises(TaskError, match="gopher"):
        read_text("gopher://x/y")
    with pytest.raises(TaskError, match="cannot be read"):
        read_text(str(tmp_path / "none.csv"))
