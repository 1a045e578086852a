"""A notebook with a real kernel that a real Jupyter server started, to run cells in."""

from __future__ import annotations

import json
import queue
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_process import TOKEN, JupyterProcess

DEADLINE = 120.0


@dataclass
class Output:
    """What a cell left: its text (streams and displays), its HTML, its error (empty when it succeeded)."""

    text: str = ""
    html: list[str] = field(default_factory=list)
    error: str = ""
    updates: int = 0
    asked: list[str] = field(default_factory=list)


class Notebook:
    """Open it on a server; ``run`` runs a cell."""

    def __init__(self, server: JupyterProcess, path: str = "magic.ipynb") -> None:
        self._server = server
        body = {"path": path, "name": Path(path).name, "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self._ask("POST", "api/sessions", body)["kernel"]
        self._kernel_id = kernel["id"]
        folder = server.root.parent / "runtime"
        self._client = BlockingKernelClient(connection_file=str(folder / f"kernel-{kernel['id']}.json"))
        self._client.load_connection_file()
        self._client.start_channels(hb=False)  # under load a heartbeat may be late
        self._client.wait_for_ready(timeout=DEADLINE)

    def run(self, code: str, *answers: str, may_fail: bool = False, interrupt_after: str = "") -> Output:
        """Run a cell; ``answers`` go to what it asks; it is interrupted once its output holds a text."""
        output, wanted = Output(), list(answers)
        message = self._client.execute(code, allow_stdin=bool(answers))
        deadline = time.monotonic() + DEADLINE
        while not self._take(message, output):
            assert time.monotonic() < deadline, output
            if wanted and self._is_asked(output):
                self._client.input(wanted.pop(0))
            if interrupt_after and interrupt_after in output.text:
                self._ask("POST", f"api/kernels/{self._kernel_id}/interrupt", {})
                interrupt_after = ""
        assert may_fail or not output.error, output.error
        return output

    def complete(self, line: str) -> list[str]:
        """What the Tab key offers at the end of the line."""
        reply = self._client.complete(line, reply=True, timeout=DEADLINE)
        return list(reply["content"]["matches"])

    def close(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._ask("DELETE", f"api/kernels/{self._kernel_id}")

    def _is_asked(self, output: Output) -> bool:
        try:
            output.asked.append(self._client.get_stdin_msg(timeout=0.05)["content"]["prompt"])
        except queue.Empty:
            return False
        return True

    def _take(self, message: str, output: Output) -> bool:
        """One message of the kernel; whether the cell has ended."""
        try:
            found = self._client.get_iopub_msg(timeout=0.2)
        except queue.Empty:
            return False
        if found["parent_header"].get("msg_id") != message:
            return False
        kind, content = found["msg_type"], found["content"]
        if kind == "stream" and content["text"].startswith("UsageError: "):  # how IPython says a magic's sentence
            output.error = content["text"]
        elif kind == "stream":
            output.text += content["text"]
        elif kind in ("display_data", "update_display_data", "execute_result"):
            output.updates += kind == "update_display_data"
            output.text += content["data"].get("text/plain", "") + "\n"
            output.html.append(content["data"].get("text/html", ""))
        elif kind == "error":
            output.error = f"{content['ename']}: {content['evalue']}"
        return bool(kind == "status" and content["execution_state"] == "idle")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._server.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            text = answer.read()
        return json.loads(text) if text else None
