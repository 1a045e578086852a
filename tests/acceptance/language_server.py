"""A language server for the tests: it completes the word that stands alone in a line, and tells what it was told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

CAPABILITIES = {"textDocumentSync": {"openClose": True, "change": 1, "save": True}, "completionProvider": {}}


def received() -> dict[str, Any] | None:
    """The next message; nothing at the end."""
    length = 0
    while line := sys.stdin.buffer.readline().strip():
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return json.loads(sys.stdin.buffer.read(length)) if length else None


def send(message: dict[str, Any]) -> None:
    """Write an answer."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    sys.stdout.buffer.flush()


def answer(method: str, params: dict[str, Any], texts: dict[str, str]) -> Any:
    """What a request is answered with; a notification changes the texts."""
    document = params.get("textDocument", {})
    if method == "textDocument/didOpen":
        texts[document["uri"]] = document["text"]
    elif method == "textDocument/didChange":
        texts[document["uri"]] = params["contentChanges"][-1]["text"]
    elif method == "textDocument/completion":
        word = texts[document["uri"]].splitlines()[params["position"]["line"]]
        return [{"label": f"{word}_one"}, {"label": f"{word}_two"}]
    return {"capabilities": CAPABILITIES} if method == "initialize" else None


def main(told: Path) -> None:
    """Serve until the messages end."""
    texts: dict[str, str] = {}
    while message := received():
        method, params = message.get("method", ""), message.get("params") or {}
        result = answer(method, params, texts)
        with told.open("a", encoding="utf-8") as file:
            print(method, params.get("textDocument", {}).get("uri", ""), file=file)
        if "id" in message:
            send({"id": message["id"], "result": result})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
