"""Notebooks that people write and schedule in their own servers."""

from __future__ import annotations

import json
from typing import Any

import websocket
from hub_process import DEADLINE, Person

NOTEBOOK = {
    "cells": [],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def write_notebook(person: Person, name: str, code: str) -> None:
    """A notebook in the common workspace, saved in the person's own server."""
    cell = {"cell_type": "code", "id": "a", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
    made = person.session.put(
        f"{person.hub.url}{person.own}api/contents/common_workspace/{name}",
        json={"type": "notebook", "content": {**NOTEBOOK, "cells": [cell]}},
        headers={"X-XSRFToken": person.xsrf(f"/{person.own}")},
        timeout=60,
    )
    assert made.status_code == 201, made.text


def schedule(person: Person, notebook: str, **more: object) -> str:
    """Schedule a notebook in the person's own server; the DAG's id."""
    body = {
        "name": notebook.removesuffix(".ipynb"),
        "notebook": notebook,
        "when": {"kind": "cron", "cron": "0 9 * * *"},
    }
    made = person.ask("POST", "notebookSchedules", base=person.own, json={**body, **more})
    assert made.status_code == 201, made.text
    return str(made.json()["dag_id"])


class KernelChannel:
    """A line to a kernel of the person's own server."""

    def __init__(self, person: Person, kernel: str) -> None:
        address = f"{person.hub.url}{person.own}api/kernels/{kernel}/channels".replace("http", "ws", 1)
        self._line = websocket.create_connection(address, cookie=person.cookies(f"/{person.own}"), timeout=DEADLINE)

    def tell(self, code: str, **expressions: str) -> None:
        """Have it run the code, and say then what the expressions are."""
        header = {"msg_id": "1", "msg_type": "execute_request", "username": "", "session": "1", "version": "5.3"}
        content = {
            **{"code": code, "silent": False, "store_history": False, "allow_stdin": False},
            "user_expressions": expressions,
        }
        parts = {"header": {**header, "date": ""}, "parent_header": {}, "metadata": {}, "buffers": []}
        self._line.send(json.dumps({**parts, "content": content, "channel": "shell"}))

    def hear(self, kind: str) -> Any:
        """The content of the next message of this kind."""
        while (heard := json.loads(self._line.recv()))["header"]["msg_type"] != kind:
            pass
        return heard["content"]

    def close(self) -> None:
        """Hang up."""
        self._line.close()
