"""A database that is not there, or held by others, stops neither Jupyter nor other requests."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import httpx
from api_client import Api
from change_listener import ChangeListener
from couture_server.backend import CHANGING, THREADS
from jupyter_process import TOKEN, JupyterProcess, start


def test_jupyter_starts_without_a_database_and_takes_it_up_when_it_comes(tmp_path: Path) -> None:
    place = tmp_path / "no-folder"
    place.write_text("a file where the database's folder should be")
    url = f"sqlite:///{place}/couture.db"
    server = start(tmp_path, autostart_engine=False, COUTURE_DB_URL=url)
    try:
        api = Api(server.api, TOKEN)
        assert httpx.get(server.url + "api/status", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        refused = api.get("dags", expect=503)
        assert "cannot be created" in refused["detail"]
        assert api.get("monitor/health")["metadatabase"]["status"] == "unhealthy"
        assert api.get("version")["version"]
        place.unlink()
        changes = ChangeListener(server)
        changes.until(lambda: api.call("GET", "dags").status_code == 200)
        changes.close()
        engine = api.get("engine")
        assert engine["state"] == "stopped"
        assert "No engine" in engine["detail"], "this server starts none"
    finally:
        server.stop()


def test_a_bad_database_url_is_told_in_a_sentence_without_its_password(tmp_path: Path) -> None:
    server = start(tmp_path, autostart_engine=False, COUTURE_DB_URL="postgresql+psycopg://ada:1@host:hush/db")
    try:
        refused = Api(server.api, TOKEN).get("dags", expect=503)
        assert "db_url" in refused["detail"]
        assert "hush" not in refused["detail"]
        assert "hush" not in server.log.read_text()
    finally:
        server.stop()


def test_requests_that_wait_for_the_database_delay_no_other(
    server: JupyterProcess, api: Api, changes: ChangeListener
) -> None:
    answers: list[int] = []
    holder = sqlite3.connect(server.home / "couture.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    def write(number: int) -> None:
        slow = Api(server.api, TOKEN)
        answers.append(slow.call("POST", "pools", json={"name": f"late{number}", "slots": 1}).status_code)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(THREADS + CHANGING)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(3):
            api.get("version")
            api.get("dagSummaries")
        assert answers == []
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    for writer in writers:
        writer.join(60)
    assert answers == [201] * len(writers)
