"""Notebooks that people write and schedule in their own servers."""

from __future__ import annotations

from hub_process import Person

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
