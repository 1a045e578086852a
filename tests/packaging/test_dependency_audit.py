"""``make audit`` asks the services that know vulnerabilities; here they are a server of the tests."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
OSV = {
    "id": "PYSEC-2099-1",
    "aliases": ["CVE-2099-0001"],
    "modified": "2099-01-01T00:00:00Z",
    "summary": "Templates run code.",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
            "versions": [],
        }
    ],
}
NPM = {
    "id": 7,
    "module_name": "elkjs",
    "github_advisory_id": "GHSA-aaaa-bbbb-cccc",
    "cves": ["CVE-2099-0002"],
    "title": "Layouts that never end",
    "severity": "high",
    "url": "https://elsewhere.example/7",
    "vulnerable_versions": "<99",
    "patched_versions": ">=99",
    "findings": [{"version": "0.12.0", "paths": ["elkjs"]}],
}
EXCEPTION = '[[exception]]\nid = "{id}"\nreason = "Not reached."\nuntil = {until}\n'


class Services(http.server.BaseHTTPRequestHandler):
    """OSV's query and the npm registry's audit: one package each has a vulnerability."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/osv":
            self._answer({"vulns": [OSV]} if asked["package"]["name"] == "jinja2" else {})
        else:
            self._answer({"actions": [], "advisories": {"7": NPM}, "muted": [], "metadata": {"vulnerabilities": {}}})

    def _answer(self, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def services() -> Iterator[str]:
    """The address of the services."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def audit(address: str, passed_over: Path, **environment: str) -> tuple[int, str]:
    """The exit status and what was said."""
    asked = {
        "COUTURE_AUDIT_OSV": f"{address}/osv",
        "YARN_NPM_AUDIT_REGISTRY": address,
        "YARN_UNSAFE_HTTP_WHITELIST": "127.0.0.1",
        "YARN_HTTP_RETRY": "0",
    }
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "audit.py", passed_over],
        env={**os.environ, **asked, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_known_vulnerability_fails_unless_it_is_excepted_for_a_time(services: str, tmp_path: Path) -> None:
    passed_over = tmp_path / "exceptions.toml"
    passed_over.write_text(EXCEPTION.format(id="CVE-2099-0002", until="2098-01-01"), encoding="utf-8")
    status, told = audit(services, passed_over)
    assert status == 1, told
    assert "VULNERABLE: jinja2" in told
    assert "CVE-2099-0001, PYSEC-2099-1. Mended in 99.0." in told
    assert "excepted: elkjs 0.12.0" in told
    over = EXCEPTION.format(id="GHSA-aaaa-bbbb-cccc", until="2020-01-01")
    passed_over.write_text(over + EXCEPTION.format(id="PYSEC-2099-1", until="2098-01-01"), encoding="utf-8")
    status, told = audit(services, passed_over)
    assert status == 1, told
    assert "VULNERABLE: elkjs 0.12.0" in told
    assert "excepted: jinja2" in told
    every = passed_over.read_text(encoding="utf-8").replace("2020-", "2098-")
    passed_over.write_text(every, encoding="utf-8")
    assert audit(services, passed_over)[0] == 0


def test_a_service_that_does_not_answer_is_told_and_fails_where_it_is_required(tmp_path: Path) -> None:
    passed_over = tmp_path / "exceptions.toml"
    passed_over.write_text("", encoding="utf-8")
    nowhere = "http://127.0.0.1:1"
    status, told = audit(nowhere, passed_over)
    assert (status, told.count("NOT AUDITED: ")) == (0, 2), told
    assert audit(nowhere, passed_over, COUTURE_AUDIT_REQUIRED="1")[0] == 1
