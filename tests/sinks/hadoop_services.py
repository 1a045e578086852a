"""Stand-ins of WebHDFS and of HBase's REST gateway: they keep all in memory, and speak as their documents say."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit


class Hadoop:
    """A name node, a data node and a gateway at one address."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.tables: dict[str, dict[str, dict[str, str]]] = {}
        self.scanners: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hadoop": self}))
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        """Where all of them answer."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    hadoop: Hadoop

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path, asked = self._path()
        if path.startswith("/webhdfs/v1/"):
            found = self.hadoop.files.get(path.removeprefix("/webhdfs/v1"))
            self._answer(404 if found is None or asked.get("op") != ["OPEN"] else 200, found or b"")
        else:
            rows = self.hadoop.scanners[path]
            self._answer(200, json.dumps({"Row": [rows.pop(0)]}).encode()) if rows else self._answer(204)

    def do_PUT(self) -> None:
        path, asked = self._path()
        body = self._body()
        if path.startswith("/webhdfs/v1/") and asked.get("op") == ["CREATE"]:
            assert asked["user.name"] == ["couture"]
            self._answer(
                307, location=f"{self.hadoop.url}/node{self.path.partition('?')[0].removeprefix('/webhdfs/v1')}"
            )
        elif path.startswith("/node/"):
            self.hadoop.files[path.removeprefix("/node")] = body
            self._answer(201)
        elif path.endswith("/rows"):
            self._put_rows(path.split("/")[1], json.loads(body))
            self._answer(200)
        else:
            self._scan(path)

    def do_DELETE(self) -> None:
        self.hadoop.scanners.pop(self._path()[0])
        self._answer(200)

    def _put_rows(self, table: str, document: Any) -> None:
        for row in document["Row"]:
            cells = {_plain(cell["column"]): _plain(cell["$"]) for cell in row["Cell"]}
            self.hadoop.tables.setdefault(table, {}).setdefault(_plain(row["key"]), {}).update(cells)

    def _scan(self, path: str) -> None:
        rows = [
            {
                "key": _coded(key),
                "Cell": [{"column": _coded(name), "$": _coded(value)} for name, value in cells.items()],
            }
            for key, cells in sorted(self.hadoop.tables[path.split("/")[1]].items())
        ]
        place = f"{path}/1"
        self.hadoop.scanners[place] = rows
        self._answer(201, location=self.hadoop.url + place)

    def _path(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        return unquote(parts.path), parse_qs(parts.query)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, body: bytes = b"", location: str | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _plain(text: str) -> str:
    return base64.b64decode(text).decode()


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
